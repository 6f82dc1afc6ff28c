package dev.sluice.bench;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.sluice.function.mcp.McpHandler;
import dev.sluice.gateway.LocalGateway;
import dev.sluice.testkit.FloorHandler;
import java.util.concurrent.CountDownLatch;

/** A process that serves one handler through the local gateway until it is ended. */
final class ServedHandler {
  static final String FLOOR = "floor";
  static final String FUNCTION = "function";
  static final String READY = "ready ";

  private ServedHandler() {}

  /** Serves the handler that the first argument names, and prints the port once it does. */
  public static void main(String[] arguments) throws InterruptedException {
    RequestStreamHandler handler =
        switch (arguments[0]) {
          case FLOOR -> new FloorHandler();
          case FUNCTION -> new McpHandler();
          default -> throw new IllegalArgumentException("no handler " + arguments[0]);
        };
    LocalGateway api = LocalGateway.serve(0, handler, System.err::println);
    System.out.println(READY + api.port());
    new CountDownLatch(1).await();
  }
}
