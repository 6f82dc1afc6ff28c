package dev.sluice.task.aws;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint that answers as it is told, and counts what it is asked. Safe for use by several
 * threads.
 */
final class PlayedService implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpClient client = HttpClient.newHttpClient();
  private final AtomicInteger requests = new AtomicInteger();
  private volatile Way way;

  /** What it does with a request. */
  interface Way {
    /** Null to end the connection without an answer. */
    @Nullable Answer answer(Request request) throws IOException;
  }

  /** What was asked. */
  record Request(int number, String operation, String body, Forward forward) {}

  /** To send it on. */
  interface Forward {
    /** What the target answers. */
    Answer to(URI target) throws IOException;
  }

  /** What is answered. */
  record Answer(int status, String body) {
    static Answer error(String type) {
      return new Answer(400, "{\"__type\":\"com.amazonaws#" + type + "\",\"message\":\"no\"}");
    }
  }

  private PlayedService(HttpServer server, Way way) {
    this.server = server;
    this.way = way;
  }

  static PlayedService start(Way way) {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
      PlayedService service = new PlayedService(server, way);
      server.createContext("/", service::handle);
      server.setExecutor(service.threads);
      server.start();
      return service;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void does(Way way) {
    this.way = way;
  }

  /** How often it was asked, since it was last told to forget. */
  int requests() {
    return requests.get();
  }

  void forget() {
    requests.set(0);
  }

  AwsAccess access() {
    return Access.to(URI.create("http://127.0.0.1:" + server.getAddress().getPort()));
  }

  @Override
  public void close() {
    server.stop(0);
    client.close();
    threads.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
    String operation = target == null ? "" : target.substring(target.indexOf('.') + 1);
    Answer answer =
        way.answer(
            new Request(
                requests.incrementAndGet(),
                operation,
                new String(body, UTF_8),
                to -> forward(exchange, body, to)));
    if (answer == null) {
      throw new IOException("the connection is ended, as it was told");
    }
    byte[] bytes = answer.body().getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.0");
    exchange.sendResponseHeaders(answer.status(), bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private Answer forward(HttpExchange exchange, byte[] body, URI target) throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(target).POST(HttpRequest.BodyPublishers.ofByteArray(body));
    for (String name : Set.of("X-Amz-Target", "Authorization", "X-Amz-Date", "Content-Type")) {
      request.header(name, exchange.getRequestHeaders().getFirst(name));
    }
    try {
      HttpResponse<String> response =
          client.send(request.build(), HttpResponse.BodyHandlers.ofString());
      return new Answer(response.statusCode(), response.body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }
}
