package dev.sluice.testkit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Lambda's Invoke and CodeDeploy's PutLifecycleEventHookExecutionStatus over loopback, as far as a
 * check before traffic uses them. Safe for use by several threads.
 */
public final class FakeReleases implements AutoCloseable {
  private static final String INVOKE = "/2015-03-31/functions/";
  private static final String STATUS = "CodeDeploy_20141006.PutLifecycleEventHookExecutionStatus";

  private final HttpServer server;
  private final Versions versions;
  private final List<String> verdicts = new CopyOnWriteArrayList<>();
  private final List<String> invoked = new CopyOnWriteArrayList<>();

  /** What stands behind Lambda. */
  @FunctionalInterface
  public interface Versions {
    /** Answers an event; what is thrown is the function's error. */
    byte[] answer(byte[] event) throws Exception;
  }

  /** On a port that the system chooses. */
  public FakeReleases(Versions versions) throws IOException {
    this.versions = versions;
    server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
    server.createContext("/", this::answer);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
  }

  /** What a function's environment would say of it. */
  public Map<String, String> environment() {
    String url = url().toString();
    return Map.of(
        "AWS_REGION", "eu-west-1",
        "AWS_ACCESS_KEY_ID", "id",
        "AWS_SECRET_ACCESS_KEY", "secret",
        "AWS_ENDPOINT_URL_LAMBDA", url,
        "AWS_ENDPOINT_URL_CODEDEPLOY", url);
  }

  /** Where it is. */
  public URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** What was told so far: deployment, execution and status, with spaces between. */
  public List<String> verdicts() {
    return List.copyOf(verdicts);
  }

  /** The functions that were invoked so far, by the names that were used. */
  public List<String> invoked() {
    return List.copyOf(invoked);
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      String path = exchange.getRequestURI().getRawPath();
      if (path.startsWith(INVOKE)) {
        invoked.add(
            URLDecoder.decode(
                path.substring(INVOKE.length()).replace("/invocations", ""),
                StandardCharsets.UTF_8));
        invoke(exchange, body);
      } else if (STATUS.equals(exchange.getRequestHeaders().getFirst("X-Amz-Target"))) {
        JsonNode told = JsonMapper.shared().readTree(body);
        verdicts.add(
            told.path("deploymentId").asString("")
                + " "
                + told.path("lifecycleEventHookExecutionId").asString("")
                + " "
                + told.path("status").asString(""));
        send(exchange, 200, "{}".getBytes(StandardCharsets.UTF_8));
      } else {
        send(exchange, 404, "{}".getBytes(StandardCharsets.UTF_8));
      }
    }
  }

  private void invoke(HttpExchange exchange, byte[] event) throws IOException {
    byte[] answer;
    try {
      answer = versions.answer(event);
    } catch (Exception e) {
      exchange.getResponseHeaders().set("X-Amz-Function-Error", "Unhandled");
      answer = "{\"errorMessage\": \"s3cret details\"}".getBytes(StandardCharsets.UTF_8);
    }
    send(exchange, 200, answer);
  }

  private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }
}
