package dev.sluice.function.mcp;

import dev.sluice.call.Reference;
import dev.sluice.protocol.HttpResponse;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Answers to requests that never reach the protocol, or never come back from it. */
final class Failures {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final int INVALID_REQUEST = -32600;
  private static final int INTERNAL_ERROR = -32603;

  private Failures() {}

  static HttpResponse badEvent(Reference reference) {
    return failure(
        400, INVALID_REQUEST, "The function was not called by API Gateway's proxy.", reference);
  }

  static HttpResponse unknownPath(String path, Reference reference) {
    return failure(
        404, INVALID_REQUEST, "There is nothing here; MCP is at " + path + ".", reference);
  }

  static HttpResponse unknownCaller(Reference reference) {
    return failure(
        403,
        INVALID_REQUEST,
        "No authorizer has said who calls, and this function is not open to everybody.",
        reference);
  }

  static HttpResponse unfitCaller(IllegalArgumentException problem, Reference reference) {
    return failure(
        403,
        INVALID_REQUEST,
        "The authorizer named a caller that there cannot be: " + problem.getMessage() + ".",
        reference);
  }

  static HttpResponse tooLate(Reference reference) {
    return failure(
        504, INTERNAL_ERROR, "The call took too long and was given up. Ask for less.", reference);
  }

  static HttpResponse tooLarge(Reference reference) {
    return failure(
        500, INTERNAL_ERROR, "The answer is too large to send. Ask for less.", reference);
  }

  static HttpResponse unrecorded(Reference reference) {
    return failure(
        503,
        INTERNAL_ERROR,
        "The call could not be recorded, so it is not answered; what it asked may have been done."
            + " Try again in a minute.",
        reference);
  }

  static HttpResponse broken(Reference reference) {
    return failure(
        500, INTERNAL_ERROR, "Sluice broke, and its operators can see why. Try again.", reference);
  }

  private static HttpResponse failure(int status, int code, String message, Reference reference) {
    ObjectNode body = JSON.createObjectNode().put("jsonrpc", "2.0").putNull("id");
    ObjectNode error = body.putObject("error").put("code", code).put("message", message);
    error.putObject("data").put("reference", reference.text());
    return HttpResponse.json(status, JSON.writeValueAsBytes(body));
  }
}
