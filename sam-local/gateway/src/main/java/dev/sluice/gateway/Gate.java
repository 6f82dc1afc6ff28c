package dev.sluice.gateway;

import dev.sluice.gateway.HttpExchange.Header;
import dev.sluice.gateway.HttpExchange.Request;
import dev.sluice.gateway.HttpExchange.Response;
import dev.sluice.identity.ResourceMetadata;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the deployed API has in front of its function: the authorizer, and the gateway's own
 * responses to what that refuses. Only these may carry {@code WWW-Authenticate}: a function's would
 * be renamed. Safe for use by several threads.
 */
final class Gate {
  private static final String ARN = "arn:aws:execute-api:local:000000000000:sluice/local/";

  private final LocalAuthorizer authorizer;
  private final ApiShape shape;

  Gate(LocalAuthorizer authorizer, ResourceMetadata metadata) {
    this(authorizer, ApiShape.of(metadata));
  }

  Gate(LocalAuthorizer authorizer, ApiShape shape) {
    this.authorizer = authorizer;
    this.shape = shape;
  }

  /** Of the API that it stands in. */
  ApiShape shape() {
    return shape;
  }

  /** Whether a request goes on. */
  sealed interface Passage {
    /** To the function, which is told this of its caller. */
    record Through(Map<String, String> context) implements Passage {}

    /** The gateway itself answers. */
    record Stopped(Response response) implements Passage {}

    /** The gateway itself answers, and its log says why. */
    record Broken(String cause) implements Passage {}
  }

  /**
   * Lets a request pass or not.
   *
   * @param event of the request, as the function would get it
   * @param then is told once whether: by this thread, or by another when the authorizer's time is
   *     up
   */
  void pass(Request request, byte[] event, String requestId, Consumer<Passage> then) {
    List<String> identity =
        request.headers().stream()
            .filter(header -> header.name().equalsIgnoreCase("Authorization"))
            .map(Header::value)
            .toList();
    ObjectNode json = (ObjectNode) JsonMapper.shared().readTree(event);
    String methodArn = ARN + request.method() + request.path();
    authorizer.decide(
        identity, json, methodArn, requestId, decision -> then.accept(passage(decision)));
  }

  private Passage passage(LocalAuthorizer.Decision decision) {
    return switch (decision) {
      case LocalAuthorizer.Decision.Allowed allowed -> new Passage.Through(allowed.context());
      case LocalAuthorizer.Decision.Unauthorized _ ->
          new Passage.Stopped(shape.refused(ApiShape.UNAUTHORIZED, Map.of()));
      case LocalAuthorizer.Decision.Denied denied ->
          new Passage.Stopped(shape.refused(ApiShape.ACCESS_DENIED, denied.context()));
      case LocalAuthorizer.Decision.Failed failed -> new Passage.Broken(failed.cause());
    };
  }

  Response unavailable() {
    return shape.refused(ApiShape.AUTHORIZER_FAILURE, Map.of());
  }
}
