package dev.sluice.protocol.modern;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sluice.protocol.wire.Content;
import dev.sluice.protocol.wire.ToolDescriptor;
import dev.sluice.protocol.wire.ToolResult;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Results of this era, each with its {@code resultType}. */
final class Results {
  private Results() {}

  record Discovery(
      String resultType,
      List<String> supportedVersions,
      Map<String, Object> capabilities,
      int ttlMs,
      String cacheScope,
      @JsonProperty("_meta") Map<String, Object> meta) {}

  record ToolList(
      String resultType,
      List<ToolDescriptor> tools,
      int ttlMs,
      String cacheScope,
      @JsonProperty("_meta") Map<String, Object> meta) {}

  @JsonInclude(JsonInclude.Include.NON_NULL)
  record ToolAnswer(
      String resultType,
      List<Content> content,
      @Nullable JsonNode structuredContent,
      boolean isError,
      @JsonProperty("_meta") Map<String, Object> meta) {

    static ToolAnswer of(String resultType, ToolResult result, Map<String, Object> meta) {
      return new ToolAnswer(
          resultType, result.content(), result.structuredContent(), result.isError(), meta);
    }
  }
}
