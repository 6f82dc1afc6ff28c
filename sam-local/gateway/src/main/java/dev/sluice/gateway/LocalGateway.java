package dev.sluice.gateway;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.sluice.function.authorizer.AuthorizerHandler;
import dev.sluice.function.mcp.McpHandler;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * API Gateway on a port of 127.0.0.1, in front of one handler in this process. Safe for use by
 * several threads if the handler is.
 */
public final class LocalGateway implements AutoCloseable {
  /** API Gateway's limit for an authorizer. */
  private static final Duration AUTHORIZER_TIMEOUT = Duration.ofSeconds(10);

  private static final String ORIGINS = "SLUICE_ALLOWED_ORIGINS";

  private final HttpGateway http;

  private LocalGateway(HttpGateway http) {
    this.http = http;
  }

  /**
   * Starts the deployed handler, and listens. What Lambda would tell it by environment variables is
   * told by system properties of the same names, set before.
   *
   * @param port 0 lets the system choose
   * @param problems is told of every call that failed, a line each
   */
  public static LocalGateway start(int port, Consumer<String> problems) {
    beQuiet();
    return new LocalGateway(
        HttpGateway.start(
            port,
            own -> {
              allowOwnOrigin(own);
              return api(new McpHandler(), null, problems);
            }));
  }

  /**
   * Starts the deployed handler with the deployed authorizer in front of it, as {@link #start(int,
   * Consumer)} does.
   *
   * @param authorizer makes it, and is told where MCP is answered
   */
  static LocalGateway startGuarded(
      int port, Function<URI, AuthorizerHandler> authorizer, Consumer<String> problems) {
    beQuiet();
    return new LocalGateway(
        HttpGateway.start(
            port,
            own -> {
              allowOwnOrigin(own);
              AuthorizerHandler handler = authorizer.apply(endpoint(own));
              return api(new McpHandler(), gate(handler), problems);
            }));
  }

  /**
   * Serves a handler that is there already.
   *
   * @param port 0 lets the system choose
   * @param problems is told of every call that failed, a line each
   */
  public static LocalGateway serve(
      int port, RequestStreamHandler handler, Consumer<String> problems) {
    return new LocalGateway(HttpGateway.start(port, _ -> api(handler, null, problems)));
  }

  /**
   * The same as an API of this shape, with an authorizer in front of it.
   *
   * @param authorizer is asked on routes that want it
   */
  public static LocalGateway serve(
      int port,
      ApiShape shape,
      RequestStreamHandler authorizer,
      RequestStreamHandler handler,
      Consumer<String> problems) {
    Gate gate =
        new Gate(
            new LocalAuthorizer(
                new LocalFunction(authorizer, AUTHORIZER_TIMEOUT),
                shape.authorizerTtl(),
                InstantSource.system()),
            shape);
    return new LocalGateway(HttpGateway.start(port, _ -> api(handler, gate, problems)));
  }

  /** Where it listens. */
  public int port() {
    return http.port();
  }

  /** Where it answers MCP. */
  public URI endpoint() {
    return endpoint(port());
  }

  @Override
  public void close() {
    http.close();
  }

  private static URI endpoint(int port) {
    return URI.create("http://127.0.0.1:" + port + "/mcp");
  }

  private static RestApi api(
      RequestStreamHandler handler, @Nullable Gate gate, Consumer<String> problems) {
    ApiShape shape = gate == null ? ApiShape.open() : gate.shape();
    return new RestApi(
        new LocalFunction(handler, shape.functionPatience()),
        gate,
        InstantSource.system(),
        problems);
  }

  private static Gate gate(AuthorizerHandler handler) {
    return new Gate(
        new LocalAuthorizer(
            new LocalFunction(handler, AUTHORIZER_TIMEOUT),
            LocalAuthorizer.DEPLOYED_TTL,
            InstantSource.system()),
        handler.metadata());
  }

  /** A page that comes from here is no stranger; the handler has to be told before it starts. */
  private static void allowOwnOrigin(int port) {
    String others = System.getProperty(ORIGINS, System.getenv(ORIGINS));
    System.setProperty(
        ORIGINS,
        "http://127.0.0.1:%1$d http://localhost:%1$d %2$s"
            .formatted(port, others == null ? "" : others));
  }

  /** The handler brings a configuration for Lambda along, and Spring would put it in force. */
  static void beQuiet() {
    System.setProperty("logback.configurationFile", "dev/sluice/gateway/logback.xml");
    System.setProperty("org.springframework.boot.logging.LoggingSystem", "none");
  }
}
