package dev.sluice.testkit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Secrets Manager, as far as it is used: GetSecretValue by stage and PutSecretValue, in AWS JSON
 * 1.1 over loopback. Safe for use by several threads.
 */
public final class FakeSecretsManager implements AutoCloseable {
  private static final int MOST_VERSIONS = 2;

  private final HttpServer server;
  private final Map<String, Deque<Version>> secrets = new HashMap<>();
  private final AtomicInteger requests = new AtomicInteger();
  private volatile @Nullable String failing;

  private record Version(String id, String value, Instant made) {}

  /** An empty one, on a port that the system chooses. */
  public FakeSecretsManager() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  /** Where it is. */
  public URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** How many requests came so far. */
  public int requests() {
    return requests.get();
  }

  /** Every request fails with this code from now on; none for null. */
  public void fail(@Nullable String code) {
    failing = code;
  }

  /** Makes a version of a secret, which there need not be before; two versions are kept. */
  public synchronized void put(String name, String value) {
    Deque<Version> versions = secrets.computeIfAbsent(name, _ -> new ArrayDeque<>());
    versions.push(new Version(UUID.randomUUID().toString(), value, Instant.now()));
    if (versions.size() > MOST_VERSIONS) {
      versions.removeLast();
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    requests.incrementAndGet();
    JsonNode request = JsonMapper.shared().readTree(exchange.getRequestBody().readAllBytes());
    String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
    boolean signed =
        String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"))
            .contains("/eu-west-1/secretsmanager/aws4_request");
    String code = failing;
    ObjectNode body = JsonMapper.shared().createObjectNode();
    if (code == null && signed) {
      code = perform(target, request, body);
    }
    if (!signed) {
      code = "MissingAuthenticationTokenException";
    }
    if (code != null) {
      body.put("__type", code).put("message", "s3cret details");
    }
    byte[] bytes = JsonMapper.shared().writeValueAsBytes(body);
    exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.1");
    exchange.sendResponseHeaders(code == null ? 200 : 400, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private synchronized @Nullable String perform(String target, JsonNode request, ObjectNode body) {
    String name = request.path("SecretId").asString("");
    Deque<Version> versions = secrets.get(name);
    if (versions == null) {
      return "ResourceNotFoundException";
    }
    if (target.equals("secretsmanager.PutSecretValue")) {
      put(name, request.path("SecretString").asString(""));
      return null;
    }
    boolean previous = request.path("VersionStage").asString("").equals("AWSPREVIOUS");
    if (previous && versions.size() < MOST_VERSIONS) {
      return "ResourceNotFoundException";
    }
    Version version = previous ? versions.getLast() : versions.getFirst();
    body.put("Name", name)
        .put("VersionId", version.id())
        .put("SecretString", version.value())
        .put("CreatedDate", version.made().toEpochMilli() / 1000.0);
    return null;
  }
}
