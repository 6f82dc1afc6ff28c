package dev.sluice.gateway;

import dev.sluice.gateway.HttpExchange.Header;
import dev.sluice.gateway.HttpExchange.Response;
import dev.sluice.identity.ResourceMetadata;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a REST API of API Gateway looks like from outside: the local gateway plays what is written
 * here, and a test holds it against what is deployed.
 *
 * @param routes its paths and methods; all others are refused as API Gateway refuses them
 * @param refusals the gateway's own responses, by their type
 * @param functionPatience how long a function is waited for
 * @param identitySource what must be there before the authorizer is asked
 * @param authorizerTtl for how long its answers are kept
 */
public record ApiShape(
    List<Route> routes,
    Map<String, Refusal> refusals,
    Duration functionPatience,
    String identitySource,
    Duration authorizerTtl) {
  /** The authorizer says that nobody is there. */
  static final String UNAUTHORIZED = "UNAUTHORIZED";

  /** The authorizer says that it is not enough. */
  static final String ACCESS_DENIED = "ACCESS_DENIED";

  /** The authorizer does not say anything. */
  static final String AUTHORIZER_FAILURE = "AUTHORIZER_FAILURE";

  private static final String ENDPOINT = "/mcp";
  private static final String ANY = "ANY";
  private static final Duration PATIENCE = Duration.ofSeconds(29);
  private static final String IDENTITY = "method.request.header.Authorization";

  /** A tool's scopes were too few; its text is in the authorizer's context. */
  private static final String CHALLENGE_OF_CONTEXT = "context.authorizer.challenge";

  private static final String CONTEXT = "context.authorizer.";

  /** Copies what it is given. */
  public ApiShape {
    routes = List.copyOf(routes);
    refusals = Map.copyOf(refusals);
  }

  /**
   * A path and a method.
   *
   * @param path from the API's root, as a resource has it
   * @param method in capitals, or {@code ANY}
   */
  public record Route(String path, String method, Integration integration) {}

  /** What answers. */
  public sealed interface Integration {}

  /**
   * The function, which is given the whole request.
   *
   * @param authorized whether the authorizer is asked first
   */
  public record Proxy(boolean authorized) implements Integration {}

  /**
   * A mock integration: an answer that never changes.
   *
   * @param headers by name, as mapping expressions: a literal stands in quotes
   * @param body JSON
   */
  public record Constant(int status, Map<String, String> headers, String body)
      implements Integration {
    /** Copies the headers. */
    public Constant {
      headers = Map.copyOf(headers);
    }
  }

  /**
   * A response of the gateway's own.
   *
   * @param headers by name, as mapping expressions: a literal stands in quotes, {@code
   *     context.authorizer.NAME} is what the authorizer said
   * @param body JSON
   */
  public record Refusal(int status, Map<String, String> headers, String body) {
    /** Copies the headers. */
    public Refusal {
      headers = Map.copyOf(headers);
    }
  }

  /** An API before which nobody stands: the endpoint alone. */
  static ApiShape open() {
    return new ApiShape(
        List.of(new Route(ENDPOINT, ANY, new Proxy(false))),
        Map.of(),
        PATIENCE,
        IDENTITY,
        Duration.ZERO);
  }

  /** The API as it is deployed, for a resource that its document describes. */
  public static ApiShape of(ResourceMetadata metadata) {
    Constant document =
        // A page that runs a client in a browser has to read it before it holds any token.
        new Constant(200, Map.of("Access-Control-Allow-Origin", literal("*")), metadata.json());
    return new ApiShape(
        List.of(
            new Route(ENDPOINT, ANY, new Proxy(true)),
            new Route(ResourceMetadata.rootPath(), "GET", document),
            new Route(ResourceMetadata.rootPath() + ENDPOINT, "GET", document)),
        Map.of(
            UNAUTHORIZED,
            refusal(401, "WWW-Authenticate", literal(metadata.challenge()), "Unauthorized"),
            ACCESS_DENIED,
            refusal(
                403,
                "WWW-Authenticate",
                CHALLENGE_OF_CONTEXT,
                "The token has too few scopes for this tool"),
            // The token may be good later.
            AUTHORIZER_FAILURE,
            refusal(503, "Retry-After", literal("60"), "Tokens cannot be checked just now")),
        PATIENCE,
        IDENTITY,
        LocalAuthorizer.DEPLOYED_TTL);
  }

  /** The route of a request; null where there is none. */
  @Nullable Route route(String method, String path) {
    for (Route route : routes) {
      if (route.path().equals(path)
          && (route.method().equals(ANY) || route.method().equals(method))) {
        return route;
      }
    }
    return null;
  }

  /** The response to what an authorizer refused, with what it said. */
  Response refused(String type, Map<String, String> context) {
    Refusal refusal = refusals.get(type);
    if (refusal == null) {
      throw new IllegalStateException("the API has no response " + type);
    }
    return response(refusal.status(), refusal.headers(), refusal.body(), context);
  }

  /** The response of a mock integration. */
  static Response constant(Constant constant) {
    return response(constant.status(), constant.headers(), constant.body(), Map.of());
  }

  private static Response response(
      int status, Map<String, String> headers, String body, Map<String, String> context) {
    Response plain = Response.of(status, "application/json", body);
    List<Header> all = new ArrayList<>(plain.headers());
    headers.forEach((name, value) -> all.add(new Header(name, value(value, context))));
    return new Response(plain.status(), all, plain.body());
  }

  private static String value(String expression, Map<String, String> context) {
    if (expression.length() > 1 && expression.startsWith("'") && expression.endsWith("'")) {
      return expression.substring(1, expression.length() - 1);
    }
    if (expression.startsWith(CONTEXT)) {
      return context.getOrDefault(expression.substring(CONTEXT.length()), "");
    }
    throw new IllegalStateException("the expression " + expression + " is not played here");
  }

  private static Refusal refusal(int status, String header, String value, String message) {
    return new Refusal(status, Map.of(header, value), "{\"message\": \"" + message + "\"}");
  }

  private static String literal(String text) {
    return "'" + text + "'";
  }
}
