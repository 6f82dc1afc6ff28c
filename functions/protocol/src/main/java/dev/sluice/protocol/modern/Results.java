package dev.sluice.protocol.modern;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.sluice.protocol.wire.InputRequest;
import dev.sluice.protocol.wire.ResourceContents;
import dev.sluice.protocol.wire.TaskState;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Results of this era, each with its {@code resultType}. */
final class Results {
  static final String COMPLETE = "complete";

  private Results() {}

  /** What {@code server/discover} says beside what every result does. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Discovery(
      List<String> supportedVersions,
      Map<String, Object> capabilities,
      @Nullable String instructions) {}

  record Contents(List<ResourceContents> contents) {}

  record Complete(
      String resultType,
      @JsonUnwrapped Object result,
      @JsonProperty("_meta") Map<String, Object> meta) {}

  record Cacheable(
      String resultType,
      @JsonUnwrapped Object result,
      int ttlMs,
      String cacheScope,
      @JsonProperty("_meta") Map<String, Object> meta) {}

  record Empty(String resultType, @JsonProperty("_meta") Map<String, Object> meta) {}

  @JsonInclude(JsonInclude.Include.NON_NULL)
  record InputRequired(
      String resultType,
      Map<String, InputRequest> inputRequests,
      @Nullable String requestState,
      @JsonProperty("_meta") Map<String, Object> meta) {}

  record Task(
      String resultType,
      @JsonUnwrapped TaskState task,
      @JsonProperty("_meta") Map<String, Object> meta) {}
}
