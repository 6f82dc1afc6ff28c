package dev.sluice.protocol.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * Many resources of one form, as {@code resources/templates/list} shows them.
 *
 * @param uriTemplate RFC 6570
 * @param name for programs
 * @param title for people; null for none
 * @param description for models; null for none
 * @param mimeType of all of them; null when it differs
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ResourceTemplate(
    String uriTemplate,
    String name,
    @Nullable String title,
    @Nullable String description,
    @Nullable String mimeType) {}
