package dev.sluice.alarms.paging;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.sluice.testkit.SelfSigned;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A topic with one HTTPS subscriber, as SNS is to it: envelopes, headers, signature version 2, and
 * a subscription that gets nothing before it is confirmed. Plain HTTP on loopback.
 */
final class SnsTopic implements AutoCloseable {
  static final String ARN = "arn:aws:sns:eu-central-1:123456789012:pages";

  private final HttpServer server;
  private final HttpClient client = HttpClient.newHttpClient();
  private final PrivateKey key;
  private final byte[] certificate;
  private final String token = UUID.randomUUID().toString();
  private @Nullable URI subscriber;
  private volatile boolean confirmed;

  SnsTopic(Path folder) throws IOException, InterruptedException, GeneralSecurityException {
    SelfSigned own = SelfSigned.make(folder, "sns.amazonaws.com", "RSA");
    this.key = own.key();
    this.certificate = own.certificatePem().getBytes(US_ASCII);
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/cert.pem", exchange -> answer(exchange, certificate));
    server.createContext("/confirm", this::confirm);
    server.start();
  }

  String certificateUrl() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/cert.pem";
  }

  boolean isConfirmed() {
    return confirmed;
  }

  /** Subscribes, and asks the endpoint to confirm. */
  int subscribe(URI endpoint) throws Exception {
    subscriber = endpoint;
    ObjectNode envelope = envelope("SubscriptionConfirmation");
    envelope.put("Message", "You have chosen to subscribe to the topic " + ARN + ".");
    envelope.put("Token", token);
    envelope.put(
        "SubscribeURL",
        "http://127.0.0.1:" + server.getAddress().getPort() + "/confirm?Token=" + token);
    return send(signed(envelope));
  }

  /** An envelope of a message, signed. */
  ObjectNode notification(String subject, String message) throws GeneralSecurityException {
    ObjectNode envelope = envelope("Notification");
    envelope.put("Subject", subject);
    envelope.put("Message", message);
    return signed(envelope);
  }

  /** The status that the subscriber answered with; 0 where there is none that confirmed. */
  int publish(ObjectNode envelope) throws Exception {
    return confirmed ? send(envelope) : 0;
  }

  private ObjectNode envelope(String type) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("Type", type)
        .put("MessageId", UUID.randomUUID().toString())
        .put("TopicArn", ARN)
        .put("Timestamp", Instant.now().toString())
        .put("SignatureVersion", "2");
  }

  private ObjectNode signed(ObjectNode envelope) throws GeneralSecurityException {
    Signature signature = Signature.getInstance("SHA256withRSA");
    signature.initSign(key);
    signature.update(SnsEnvelope.signed(envelope));
    return envelope
        .put("Signature", Base64.getEncoder().encodeToString(signature.sign()))
        .put("SigningCertURL", certificateUrl());
  }

  private int send(ObjectNode envelope) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(java.util.Objects.requireNonNull(subscriber))
            .header("Content-Type", "text/plain; charset=UTF-8")
            .header("User-Agent", "Amazon Simple Notification Service Agent")
            .header("x-amz-sns-message-type", envelope.path("Type").asString())
            .header("x-amz-sns-message-id", envelope.path("MessageId").asString())
            .header("x-amz-sns-topic-arn", ARN)
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    JsonMapper.shared().writeValueAsString(envelope), UTF_8))
            .build();
    return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
  }

  private void confirm(HttpExchange exchange) throws IOException {
    confirmed = ("Token=" + token).equals(exchange.getRequestURI().getQuery());
    answer(exchange, "<ConfirmSubscriptionResponse/>".getBytes(UTF_8));
  }

  private static void answer(HttpExchange exchange, byte[] body) throws IOException {
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
