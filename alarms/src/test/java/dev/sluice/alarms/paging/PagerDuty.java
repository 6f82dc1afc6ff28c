package dev.sluice.alarms.paging;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What PagerDuty's integration for CloudWatch documents of itself: it confirms subscriptions, opens
 * an incident at ALARM, resolves the same at OK, and takes what it cannot read for nothing.
 */
final class PagerDuty implements AutoCloseable {
  private static final String PATH = "/integration/0123456789abcdef/enqueue";

  private final HttpServer server;
  private final HttpClient client = HttpClient.newHttpClient();
  private final String certificateUrl;
  private final Set<String> seen = new HashSet<>();
  private final List<Incident> incidents = new ArrayList<>();

  /**
   * One incident.
   *
   * @param key of the alarm
   * @param title as on-call reads it
   * @param details what the page says
   */
  record Incident(String key, String title, String details, boolean open) {}

  PagerDuty(String certificateUrl) throws IOException {
    this.certificateUrl = certificateUrl;
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(PATH, this::enqueue);
    server.start();
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + PATH);
  }

  synchronized List<Incident> incidents() {
    return List.copyOf(incidents);
  }

  private void enqueue(HttpExchange exchange) throws IOException {
    int status;
    try {
      status =
          taken(
              exchange.getRequestHeaders().getFirst("x-amz-sns-message-type"),
              JsonMapper.shared().readTree(exchange.getRequestBody()));
    } catch (GeneralSecurityException | RuntimeException _) {
      status = 400;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      status = 503;
    }
    exchange.sendResponseHeaders(status, -1);
    exchange.close();
  }

  private int taken(String type, JsonNode body)
      throws IOException, InterruptedException, GeneralSecurityException {
    if (!(body instanceof ObjectNode envelope)
        || !envelope.path("Type").asString("").equals(type)
        || !isSigned(envelope)) {
      return 403;
    }
    if (type.equals("SubscriptionConfirmation")) {
      URI confirm = URI.create(envelope.path("SubscribeURL").asString());
      return client
          .send(HttpRequest.newBuilder(confirm).build(), HttpResponse.BodyHandlers.discarding())
          .statusCode();
    }
    change(
        envelope.path("MessageId").asString(),
        envelope.path("Subject").asString(""),
        JsonMapper.shared().readTree(envelope.path("Message").asString()));
    return 202;
  }

  private synchronized void change(String id, String subject, JsonNode message) {
    for (String wanted :
        List.of("AlarmName", "AlarmArn", "NewStateValue", "StateChangeTime", "AWSAccountId")) {
      if (message.path(wanted).asString("").isEmpty()) {
        throw new IllegalArgumentException("no " + wanted);
      }
    }
    if (!seen.add(id)) {
      return;
    }
    String key = message.path("AlarmArn").asString();
    Optional<Incident> open =
        incidents.stream().filter(each -> each.open() && each.key().equals(key)).findFirst();
    switch (message.path("NewStateValue").asString()) {
      case "ALARM" -> {
        if (open.isEmpty()) {
          incidents.add(
              new Incident(key, subject, message.path("AlarmDescription").asString(), true));
        }
      }
      case "OK" ->
          open.ifPresent(
              each ->
                  incidents.set(
                      incidents.indexOf(each),
                      new Incident(each.key(), each.title(), each.details(), false)));
      default -> {}
    }
  }

  private boolean isSigned(ObjectNode envelope)
      throws IOException, InterruptedException, GeneralSecurityException {
    String url = envelope.path("SigningCertURL").asString("");
    if (!url.equals(certificateUrl)) {
      return false;
    }
    byte[] pem =
        client
            .send(
                HttpRequest.newBuilder(URI.create(url)).build(),
                HttpResponse.BodyHandlers.ofByteArray())
            .body();
    X509Certificate certificate =
        (X509Certificate)
            CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(pem));
    certificate.checkValidity();
    Signature signature = Signature.getInstance("SHA256withRSA");
    signature.initVerify(certificate);
    signature.update(SnsEnvelope.signed(envelope));
    return signature.verify(Base64.getDecoder().decode(envelope.path("Signature").asString("")));
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
