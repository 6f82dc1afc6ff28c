package dev.sluice.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Calls through the local gateway as {@code ./sluice up} runs it: of the handler, and of one that
 * does nothing, each in a process of its own.
 */
final class GatewayCallers implements AutoCloseable {
  private final Children children = new Children();
  private final List<HttpCaller> callers = new ArrayList<>();
  private int floorPort;
  private int functionPort;

  private GatewayCallers() {}

  static GatewayCallers start(Stage stage) throws IOException {
    GatewayCallers started = new GatewayCallers();
    try {
      Process floor = started.children.keep(launch(ServedHandler.FLOOR, Map.of()));
      Process function = started.children.keep(launch(ServedHandler.FUNCTION, environment(stage)));
      started.floorPort = port(floor);
      started.functionPort = port(function);
      return started;
    } catch (IOException e) {
      started.close();
      throw e;
    }
  }

  /** The handler that does nothing, asked the same question. */
  Caller floor(McpRequest request) throws IOException {
    return caller(floorPort, request, _ -> Optional.empty());
  }

  Caller toolsList() throws IOException {
    return caller(functionPort, McpRequest.toolsList(), _ -> Optional.empty());
  }

  Caller customerOrders(CustomerOrders question) throws IOException {
    return caller(functionPort, question.request(), question::wrong);
  }

  @Override
  public void close() throws IOException {
    for (HttpCaller caller : callers) {
      caller.close();
    }
    children.close();
  }

  private Caller caller(int port, McpRequest request, Function<byte[], Optional<String>> wrong)
      throws IOException {
    HttpCaller caller = new HttpCaller(port, request.headers(), request.body(), wrong);
    callers.add(caller);
    return caller;
  }

  /** Starts a process of {@link ServedHandler}; whoever calls ends it. */
  static Process launch(String handler, Map<String, String> environment) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            ProcessHandle.current().info().command().orElse("java"),
            "--enable-native-access=ALL-UNNAMED",
            "-Dlogback.configurationFile=dev/sluice/gateway/logback.xml",
            "-Dorg.springframework.boot.logging.LoggingSystem=none",
            "-cp",
            System.getProperty("java.class.path"),
            ServedHandler.class.getName(),
            handler);
    builder.environment().putAll(environment);
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    return builder.start();
  }

  /** Waits until a process serves. */
  static int port(Process process) throws IOException {
    BufferedReader out = process.inputReader(UTF_8);
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      if (line.startsWith(ServedHandler.READY)) {
        return Integer.parseInt(line.substring(ServedHandler.READY.length()));
      }
    }
    throw new IOException("a gateway ended before it served");
  }

  /** The settings that {@code ./sluice up} gives the handler. */
  static Map<String, String> environment(Stage stage) {
    Map<String, String> environment = stage.environment();
    environment.put("SLUICE_CATALOG", stage.taskRoot().resolve("catalog").toString());
    environment.put("SLUICE_CONNECTIONS", "8");
    environment.put("SLUICE_TELEMETRY", "problems");
    // Not to standard output, which nobody reads once it serves: a full pipe would hold every call.
    environment.put("SLUICE_AUDIT_FILE", stage.folder().resolve("audit.jsonl").toString());
    return environment;
  }
}
