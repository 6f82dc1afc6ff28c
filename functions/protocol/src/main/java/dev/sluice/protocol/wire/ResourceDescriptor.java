package dev.sluice.protocol.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * A resource as {@code resources/list} shows it (MCP 2026-07-28, "Resources", "Data types").
 *
 * @param uri what it is read by
 * @param name for programs
 * @param title for people; null for none
 * @param description for models; null for none
 * @param mimeType null when it is not known
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ResourceDescriptor(
    String uri,
    String name,
    @Nullable String title,
    @Nullable String description,
    @Nullable String mimeType) {}
