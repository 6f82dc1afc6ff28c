package dev.sluice.testkit.tokens;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * An issuer that publishes its keys on a port of 127.0.0.1, well or badly, and counts who asks.
 * Safe for use by several threads.
 */
public final class TokenIssuer implements AutoCloseable {
  static final JsonMapper JSON = JsonMapper.shared();
  private static final int P256_BYTES = 32;
  private static final int P384_BYTES = 48;

  // Made once for a process: RSA takes seconds on a busy machine. Some are one key by several
  // names.
  final SigningKey rsa = Made.RSA;
  final SigningKey next = Made.NEXT;
  final SigningKey pss = rsa.named("pss-1", "PS256");
  final SigningKey plain =
      rsa.named("plain-1", "RS256").published("alg", null).published("use", null);
  final SigningKey twin = rsa.named("twin", "RS256");
  final SigningKey otherTwin = next.named("twin", "RS256");
  final SigningKey encryption = rsa.named("enc-1", "RS256").published("use", "enc");
  final SigningKey ec = SigningKey.ec("ec-1", "secp256r1", "P-256", P256_BYTES);
  final SigningKey ed = SigningKey.ed25519("ed-1");
  final SigningKey p384 = SigningKey.ec("p384-1", "secp384r1", "P-384", P384_BYTES);
  final SigningKey small = Made.SMALL;
  final SigningKey stranger = Made.STRANGER;

  /** The costly ones. */
  private static final class Made {
    static final SigningKey RSA = SigningKey.rsa("rsa-1", "RS256", 2048);
    static final SigningKey NEXT = SigningKey.rsa("rsa-2", "RS256", 2048);
    static final SigningKey SMALL = SigningKey.rsa("short-1", "RS256", 1024);
    static final SigningKey STRANGER = SigningKey.rsa("stranger-1", "RS256", 2048);
  }

  /** A secret among the public keys: an issuer's mistake, or an attacker's in its place. */
  static final byte[] SECRET = "0123456789abcdef0123456789abcdef".getBytes(UTF_8);

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicInteger fetches = new AtomicInteger();
  private final AtomicInteger strays = new AtomicInteger();
  private volatile List<SigningKey> keys =
      List.of(rsa, pss, plain, twin, otherTwin, ec, ed, p384, encryption, small);
  private volatile Manner manner = new Manner.Publishes();

  /** How it answers who asks for its keys. */
  public sealed interface Manner {
    /** With its keys. */
    record Publishes() implements Manner {}

    /** With something else. */
    record Answers(int status, String body) implements Manner {}

    /** With an address where good keys are. */
    record Redirects() implements Manner {}

    /** With its keys, a byte at a time. */
    record Drips() implements Manner {}

    /** Not at all, for some seconds. */
    record Hangs() implements Manner {}
  }

  private TokenIssuer(HttpServer server) {
    this.server = server;
  }

  /** Starts one on a port that the system chooses. */
  public static TokenIssuer start() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
    TokenIssuer issuer = new TokenIssuer(server);
    server.setExecutor(issuer.threads);
    server.createContext("/keys", issuer::publish);
    server.createContext("/", issuer::stray);
    server.start();
    return issuer;
  }

  /** Its name, as in {@code iss}. */
  public String name() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/issuer";
  }

  /** Where its keys are. */
  public URI keysAddress() {
    return address("/keys");
  }

  /** Where nobody who checks a token may ever ask. */
  URI strayAddress() {
    return address("/stray");
  }

  /**
   * The variables of an authorizer that believes this issuer.
   *
   * @param resource the URL of {@code /mcp}, as tokens must name it
   */
  public Map<String, String> settings(String resource) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("SLUICE_ISSUER", name());
    settings.put("SLUICE_ISSUER_KEYS_URL", keysAddress().toString());
    settings.put("SLUICE_ISSUER_LOOPBACK", "true");
    settings.put("SLUICE_RESOURCE", resource);
    settings.put("SLUICE_TOKEN_FORM", "jwt");
    settings.put("SLUICE_TENANT_CLAIM", "tenant");
    return settings;
  }

  /** How often its keys were asked for. */
  public int fetches() {
    return fetches.get();
  }

  /** How often anything else was: what a token's header names is, if somebody believes it. */
  public int strayFetches() {
    return strays.get();
  }

  /** Answers differently from now on. */
  public void answer(Manner manner) {
    this.manner = manner;
  }

  /** Takes its first key out, and puts another in. */
  public void rotate() {
    List<SigningKey> changed = new ArrayList<>(keys);
    changed.set(0, next);
    keys = List.copyOf(changed);
  }

  /** A good token, for an hour, with claims added; null takes one out. */
  public String token(
      String resource, Instant now, Map<String, ? extends @Nullable Object> changes) {
    return sign(rsa, Map.of(), claims(resource, now, changes));
  }

  /** A good token of the key that comes after {@link #rotate}. */
  public String tokenOfNextKey(String resource, Instant now) {
    return sign(next, Map.of(), claims(resource, now, Map.of()));
  }

  /** A good token of a key that nobody has published. */
  public String tokenOfUnknownKey(String resource, Instant now, String kid) {
    return sign(stranger, Map.of("kid", kid), claims(resource, now, Map.of()));
  }

  /** A good token with another type in its header; null: with none. */
  public String tokenOfType(
      @Nullable String type, String resource, Instant now, Map<String, @Nullable Object> changes) {
    Map<String, @Nullable Object> header = new LinkedHashMap<>();
    header.put("typ", type);
    return sign(rsa, header, claims(resource, now, changes));
  }

  Map<String, @Nullable Object> claims(
      String resource, Instant now, Map<String, ? extends @Nullable Object> changes) {
    Map<String, @Nullable Object> claims = new LinkedHashMap<>();
    claims.put("iss", name());
    claims.put("aud", resource);
    claims.put("sub", "ada");
    claims.put("client_id", "client-1");
    claims.put("iat", now.getEpochSecond());
    claims.put("exp", now.getEpochSecond() + 3_600);
    claims.put("scope", "orders.read sql.query");
    return changed(claims, changes);
  }

  String sign(
      SigningKey key,
      Map<String, ? extends @Nullable Object> header,
      Map<String, ? extends @Nullable Object> claims) {
    String input = part(header(key, header)) + "." + part(claims);
    return input + "." + SigningKey.base64(key.sign(input));
  }

  static Map<String, @Nullable Object> header(
      SigningKey key, Map<String, ? extends @Nullable Object> changes) {
    Map<String, @Nullable Object> header = new LinkedHashMap<>();
    header.put("alg", key.algorithm());
    header.put("kid", key.kid());
    header.put("typ", "JWT");
    return changed(header, changes);
  }

  static String part(Object json) {
    return SigningKey.base64(JSON.writeValueAsBytes(json));
  }

  private static Map<String, @Nullable Object> changed(
      Map<String, @Nullable Object> map, Map<String, ? extends @Nullable Object> changes) {
    changes.forEach(
        (name, value) -> {
          if (value == null) {
            map.remove(name);
          } else {
            map.put(name, value);
          }
        });
    return map;
  }

  private URI address(String path) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
  }

  private String published() {
    List<Map<String, @Nullable String>> all = new ArrayList<>();
    keys.forEach(key -> all.add(key.jwk()));
    Map<String, @Nullable String> secret = new LinkedHashMap<>();
    secret.put("kty", "oct");
    secret.put("kid", "oct-1");
    secret.put("k", SigningKey.base64(SECRET));
    all.add(secret);
    Map<String, @Nullable String> unknown = new LinkedHashMap<>();
    unknown.put("kty", "LATTICE");
    unknown.put("kid", "lattice-1");
    all.add(unknown);
    return JSON.writeValueAsString(Map.of("keys", all));
  }

  private void publish(HttpExchange exchange) throws IOException {
    fetches.incrementAndGet();
    switch (manner) {
      case Manner.Publishes _ -> send(exchange, 200, published());
      case Manner.Answers answers -> send(exchange, answers.status(), answers.body());
      case Manner.Redirects _ -> {
        exchange.getResponseHeaders().set("Location", strayAddress().toString());
        send(exchange, 302, "");
      }
      case Manner.Drips _ -> drip(exchange);
      case Manner.Hangs _ -> {
        pause(Duration.ofSeconds(10));
        exchange.close();
      }
    }
  }

  /** What a redirect or a header leads to is a good set, so that it would work. */
  private void stray(HttpExchange exchange) throws IOException {
    strays.incrementAndGet();
    send(exchange, 200, JSON.writeValueAsString(Map.of("keys", List.of(stranger.jwk()))));
  }

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private void drip(HttpExchange exchange) throws IOException {
    byte[] bytes = published().getBytes(UTF_8);
    exchange.sendResponseHeaders(200, bytes.length);
    for (byte one : bytes) {
      exchange.getResponseBody().write(one);
      exchange.getResponseBody().flush();
      pause(Duration.ofMillis(100));
    }
    exchange.close();
  }

  private static void pause(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
