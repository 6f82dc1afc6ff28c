package dev.sluice.protocol.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * A tool as {@code tools/list} shows it (MCP 2026-07-28, "Tools", "Data types").
 *
 * @param name what callers call it
 * @param title for people; null where the name says it
 * @param description for models
 * @param inputSchema JSON Schema 2020-12 of the arguments
 * @param outputSchema JSON Schema 2020-12 of the structured content; null where it is not known
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ToolDescriptor(
    String name,
    @Nullable String title,
    String description,
    ObjectNode inputSchema,
    @Nullable ObjectNode outputSchema) {}
