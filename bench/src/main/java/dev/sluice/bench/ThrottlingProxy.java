package dev.sluice.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Stands before a service that speaks AWS's JSON, and throttles what it is told to, as AWS does.
 * Safe for use by several threads.
 */
final class ThrottlingProxy implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final String TARGET = "X-Amz-Target";
  private static final byte[] THROTTLED =
      """
      {"__type": "com.amazonaws.dynamodb.v20120810#ThrottlingException", "message": "Rate exceeded"}
      """
          .getBytes(UTF_8);

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpClient client;
  private final URI target;
  private final Consumer<String> throttled;
  private volatile BiPredicate<String, String> which = (_, _) -> false;

  /**
   * Listens on a port that the system chooses.
   *
   * @param throttled is told the operation of each request that was not let through
   */
  ThrottlingProxy(URI target, Consumer<String> throttled) throws IOException {
    this.target = target;
    this.throttled = throttled;
    client = HttpClient.newBuilder().executor(threads).version(HttpClient.Version.HTTP_1_1).build();
    server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
    server.createContext("/", this::handle);
    server.setExecutor(threads);
    server.start();
  }

  int port() {
    return server.getAddress().getPort();
  }

  /** Throttles from now on what this says yes to, of an operation and the body. */
  void throttle(BiPredicate<String, String> which) {
    this.which = which;
  }

  /** Lets everything through again. */
  void pass() {
    which = (_, _) -> false;
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
    client.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      String operation = operation(exchange.getRequestHeaders().getFirst(TARGET));
      if (which.test(operation, new String(body, UTF_8))) {
        throttled.accept(operation);
        send(exchange, 400, THROTTLED);
        return;
      }
      HttpResponse<byte[]> answer =
          client.send(request(exchange, body), BodyHandlers.ofByteArray());
      answer
          .headers()
          .firstValue("x-amz-crc32")
          .ifPresent(sum -> exchange.getResponseHeaders().set("x-amz-crc32", sum));
      send(exchange, answer.statusCode(), answer.body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** As it came, but for what the client makes itself; its signature is not looked at there. */
  private HttpRequest request(HttpExchange exchange, byte[] body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(target).timeout(LIMIT).POST(BodyPublishers.ofByteArray(body));
    for (String name : new String[] {TARGET, "Content-Type", "Authorization", "X-Amz-Date"}) {
      String value = exchange.getRequestHeaders().getFirst(name);
      if (value != null) {
        request.header(name, value);
      }
    }
    return request.build();
  }

  private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.0");
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }

  private static String operation(@Nullable String target) {
    return target == null ? "" : target.substring(target.indexOf('.') + 1);
  }
}
