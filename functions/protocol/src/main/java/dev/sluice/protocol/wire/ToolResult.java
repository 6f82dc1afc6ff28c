package dev.sluice.protocol.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a tool answers (MCP 2026-07-28, "Tools", "Tool result").
 *
 * @param content for the model to read
 * @param structuredContent the same for programs; null where there is none
 * @param isError whether the tool could not do its work
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ToolResult(
    List<Content> content, @Nullable JsonNode structuredContent, boolean isError) {

  /** Copies the list. */
  public ToolResult {
    content = List.copyOf(content);
  }

  /** A result that says what went wrong. */
  public static ToolResult error(String message) {
    return new ToolResult(List.of(new Content.Text(message)), null, true);
  }
}
