package dev.sluice.gateway;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Consumer;

/**
 * A REST API of API Gateway on a port of 127.0.0.1, in front of one handler in this process. Safe
 * for use by several threads if the handler is.
 */
public final class LocalApi implements AutoCloseable {
  /** API Gateway's limit for an integration, and so the function's timeout. */
  private static final Duration TIMEOUT = Duration.ofSeconds(29);

  private final HttpGateway gateway;

  private LocalApi(HttpGateway gateway) {
    this.gateway = gateway;
  }

  /**
   * Serves a handler.
   *
   * @param port 0 lets the system choose
   * @param problems is told what API Gateway's log would say of a call that failed, a line each
   * @throws CommandException when the port cannot be taken
   */
  public static LocalApi serve(int port, RequestStreamHandler handler, Consumer<String> problems) {
    RestApi api =
        new RestApi(new LocalFunction(handler, TIMEOUT), InstantSource.system(), problems);
    return new LocalApi(HttpGateway.start(port, api));
  }

  /** The port that it listens on. */
  public int port() {
    return gateway.port();
  }

  @Override
  public void close() {
    gateway.close();
  }
}
