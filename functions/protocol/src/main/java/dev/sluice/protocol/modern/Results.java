package dev.sluice.protocol.modern;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.sluice.protocol.wire.InputRequest;
import dev.sluice.protocol.wire.ResourceContents;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The fields of results that only this era has. */
final class Results {
  private Results() {}

  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Discovery(
      List<String> supportedVersions,
      Map<String, Object> capabilities,
      @Nullable String instructions) {}

  record Contents(List<ResourceContents> contents) {}

  record Nothing() {}

  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Questions(Map<String, InputRequest> inputRequests, @Nullable String requestState) {}
}
