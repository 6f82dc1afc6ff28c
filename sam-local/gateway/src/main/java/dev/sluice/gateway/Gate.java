package dev.sluice.gateway;

import dev.sluice.gateway.HttpExchange.Header;
import dev.sluice.gateway.HttpExchange.Request;
import dev.sluice.gateway.HttpExchange.Response;
import dev.sluice.identity.ResourceMetadata;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the deployed API has in front of its function: the document of RFC 9728 (a mock integration,
 * where clients look for it), the authorizer, and the gateway's own responses to what that refuses.
 * Only these may carry {@code WWW-Authenticate}: a function's would be renamed. Safe for use by
 * several threads.
 */
final class Gate {
  private static final String ARN = "arn:aws:execute-api:local:000000000000:sluice/local/";
  private static final String RETRY_SECONDS = "60";

  private final LocalAuthorizer authorizer;
  private final ResourceMetadata metadata;
  private final Set<String> metadataPaths;

  Gate(LocalAuthorizer authorizer, ResourceMetadata metadata) {
    this.authorizer = authorizer;
    this.metadata = metadata;
    this.metadataPaths = Set.of(metadata.metadata().getPath(), ResourceMetadata.rootPath());
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
    if (metadataPaths.contains(request.path())) {
      then.accept(
          new Passage.Stopped(
              request.method().equals("GET")
                  ? document()
                  // So it answers where a resource has no such method.
                  : Response.message(403, "Missing Authentication Token")));
      return;
    }
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
          new Passage.Stopped(
              challenged(Response.message(401, "Unauthorized"), metadata.challenge()));
      case LocalAuthorizer.Decision.Denied denied ->
          new Passage.Stopped(
              challenged(
                  Response.message(403, "The token has too few scopes for this tool"),
                  denied.context().getOrDefault("challenge", "")));
      case LocalAuthorizer.Decision.Failed failed -> new Passage.Broken(failed.cause());
    };
  }

  /** AUTHORIZER_FAILURE, whose status the API sets to what it is: the token may be good later. */
  static Response unavailable() {
    Response plain = Response.message(503, "Tokens cannot be checked just now");
    return with(plain, "Retry-After", RETRY_SECONDS);
  }

  private Response document() {
    // A page that runs a client in a browser has to read it before it holds any token.
    return with(
        Response.of(200, "application/json", metadata.json()), "Access-Control-Allow-Origin", "*");
  }

  private static Response challenged(Response plain, String challenge) {
    return with(plain, "WWW-Authenticate", challenge);
  }

  private static Response with(Response plain, String name, String value) {
    List<Header> headers = new ArrayList<>(plain.headers());
    headers.add(new Header(name, value));
    return new Response(plain.status(), headers, plain.body());
  }
}
