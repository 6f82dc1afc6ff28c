package dev.sluice.states;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.sluice.states.ServiceException.Code;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Step Functions' API on a loopback port, as AWS's SDKs speak it: AWS JSON 1.0. Signatures are not
 * looked at.
 */
public final class StatesEndpoint implements AutoCloseable {
  /** Step Functions quotas, "Maximum request size". */
  private static final int MAX_REQUEST_BYTES = 1024 * 1024;

  private static final String HOST = "127.0.0.1";
  private static final String TARGET = "X-Amz-Target";
  private static final String PREFIX = "AWSStepFunctions.";
  private static final String CONTENT_TYPE = "application/x-amz-json-1.0";
  private static final int OK = 200;
  private static final int BAD_REQUEST = 400;
  private static final int INTERNAL_ERROR = 500;

  private final HttpServer server;
  private final ExecutorService threads;
  private final Operations operations;

  private StatesEndpoint(HttpServer server, ExecutorService threads, Operations operations) {
    this.server = server;
    this.threads = threads;
    this.operations = operations;
  }

  /**
   * Listens.
   *
   * @param port 0 lets the system choose
   * @throws IOException when the port is taken
   */
  public static StatesEndpoint start(Executions executions, int port) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral(HOST), port), 0);
    ExecutorService threads =
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("states-", 0).factory());
    StatesEndpoint endpoint = new StatesEndpoint(server, threads, new Operations(executions));
    server.createContext("/", endpoint::handle);
    server.setExecutor(threads);
    server.start();
    return endpoint;
  }

  /** What a client is told as its endpoint. */
  public URI uri() {
    return URI.create("http://" + HOST + ":" + server.getAddress().getPort());
  }

  /** Ends at once; executions run on. */
  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readNBytes(MAX_REQUEST_BYTES + 1);
      try {
        send(exchange, OK, answer(exchange, body));
      } catch (ServiceException e) {
        send(exchange, BAD_REQUEST, error(e.code().name(), String.valueOf(e.getMessage())));
      } catch (RuntimeException e) {
        send(exchange, INTERNAL_ERROR, error("InternalFailure", e.toString()));
      }
    }
  }

  private JsonNode answer(HttpExchange exchange, byte[] body) {
    String target = exchange.getRequestHeaders().getFirst(TARGET);
    if (target == null || !target.startsWith(PREFIX)) {
      throw new ServiceException(
          Code.UnknownOperationException, "the header " + TARGET + " names no operation");
    }
    if (body.length > MAX_REQUEST_BYTES) {
      throw new ServiceException(
          Code.ValidationException, "the request has more than " + MAX_REQUEST_BYTES + " bytes");
    }
    return operations.answer(target.substring(PREFIX.length()), request(body));
  }

  private static ObjectNode request(byte[] body) {
    try {
      if (Payloads.JSON.readTree(body) instanceof ObjectNode object) {
        return object;
      }
    } catch (JacksonException e) {
      // Told below.
    }
    throw new ServiceException(Code.ValidationException, "the request is no JSON object");
  }

  private static ObjectNode error(String type, String message) {
    return Payloads.JSON.createObjectNode().put("__type", type).put("message", message);
  }

  private static void send(HttpExchange exchange, int status, JsonNode answer) throws IOException {
    byte[] bytes = answer.toString().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", CONTENT_TYPE);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }
}
