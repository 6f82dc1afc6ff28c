package dev.sluice.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.testkit.TcpProxy;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;

/** The local gateway in a process of its own, with more callers than connections. */
final class CrowdedGateway {
  private static final int CALLERS = 4;

  /** Longer for one statement, which takes several, than a connection is waited for. */
  private static final Duration ROUND_TRIP = Duration.ofMillis(700);

  private CrowdedGateway() {}

  /**
   * What it has printed when all are answered.
   *
   * @param database the way to its replica
   */
  static String printed(Stage stage, TcpProxy database) throws Exception {
    Map<String, String> environment = stage.environmentThrough(database);
    environment.put("SLUICE_CATALOG", stage.taskRoot().resolve("catalog").toString());
    environment.put("SLUICE_CONNECTIONS", "1");
    try (Children children = new Children();
        ExecutorService threads = Executors.newCachedThreadPool()) {
      Process gateway = children.keep(GatewayCallers.launch(ServedHandler.FUNCTION, environment));
      int port = GatewayCallers.port(gateway);
      Future<String> printed =
          threads.submit(
              () -> gateway.inputReader(UTF_8).lines().collect(Collectors.joining("\n")));
      long _ = ask(port);
      database.delay(ROUND_TRIP);
      Callable<Long> call = () -> ask(port);
      for (Future<Long> each : threads.invokeAll(Collections.nCopies(CALLERS, call))) {
        long _ = each.get();
      }
      gateway.destroy();
      return printed.get();
    } finally {
      database.delay(Duration.ZERO);
    }
  }

  private static long ask(int port) throws IOException {
    McpRequest request = McpRequest.toolsCall("customer_orders", "{\"customer_id\": 7}");
    try (HttpCaller caller =
        new HttpCaller(port, request.headers(), request.body(), _ -> Optional.empty())) {
      return caller.callNanos();
    }
  }
}
