package dev.sluice.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads an error as the runtime posts it: the type in a header, the rest in a JSON body. */
final class ReportedError {

  private static final String TYPE_HEADER = "Lambda-Runtime-Function-Error-Type";

  private ReportedError() {}

  static Outcome.FunctionError of(HttpConnection.Request request) {
    String body = new String(request.body(), UTF_8);
    String type = request.headers().getOrDefault(TYPE_HEADER, "");
    try {
      JsonNode json = JsonMapper.shared().readTree(body);
      return new Outcome.FunctionError(
          json.path("errorType").asString(type), json.path("errorMessage").asString(""), body);
    } catch (JacksonException _) {
      return new Outcome.FunctionError(type, "", body);
    }
  }
}
