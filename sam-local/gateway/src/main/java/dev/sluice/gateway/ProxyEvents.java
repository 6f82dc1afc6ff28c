package dev.sluice.gateway;

import dev.sluice.gateway.HttpExchange.Header;
import dev.sluice.gateway.HttpExchange.Request;
import java.io.ByteArrayOutputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.json.JsonMapper;

/**
 * Turns requests into events as a REST API does that has one resource for each path before a
 * function, and takes every media type as binary (API Gateway developer guide, "Input format of a
 * Lambda function for proxy integration"). Safe for use by several threads.
 */
final class ProxyEvents {
  private static final String STAGE = "local";
  private static final String API = "sluice";

  /** What lies between the client and API Gateway only (developer guide, "Important notes"). */
  private static final Set<String> NOT_PASSED_ON =
      Set.of(
          "connection",
          "content-length",
          "expect",
          "keep-alive",
          "max-forwards",
          "proxy-authenticate",
          "proxy-connection",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade");

  private static final DateTimeFormatter REQUEST_TIME =
      DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ROOT).withZone(ZoneOffset.UTC);

  private static final JsonMapper JSON = JsonMapper.shared();

  private final InstantSource clock;

  ProxyEvents(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * The event of a request, as JSON; what is not known is left out.
   *
   * @param authorizer what the authorizer said of the caller; empty where none was asked
   */
  byte[] of(Request request, String requestId, String traceId, Map<String, String> authorizer) {
    Map<String, List<String>> headers = headers(request, traceId);
    Map<String, List<String>> query = query(request.rawQuery());
    byte[] body = request.body();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(4096 + body.length / 3 * 4);
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      json.writeStringProperty("resource", request.path());
      json.writeStringProperty("path", request.path());
      json.writeStringProperty("httpMethod", request.method());
      writeLists("multiValueHeaders", headers, json);
      writeLasts("headers", headers, json);
      if (!query.isEmpty()) {
        writeLists("multiValueQueryStringParameters", query, json);
        writeLasts("queryStringParameters", query, json);
      }
      writeContext(request, requestId, headers.get("User-Agent"), authorizer, json);
      if (body.length > 0) {
        json.writeName("body").writeBinary(body);
      }
      json.writeBooleanProperty("isBase64Encoded", body.length > 0);
      json.writeEndObject();
    }
    return bytes.toByteArray();
  }

  private void writeContext(
      Request request,
      String requestId,
      @Nullable List<String> userAgent,
      Map<String, String> authorizer,
      JsonGenerator json) {
    Instant now = clock.instant();
    json.writeObjectPropertyStart("requestContext");
    json.writeStringProperty("accountId", "000000000000");
    json.writeStringProperty("apiId", API);
    json.writeStringProperty("resourceId", API);
    json.writeStringProperty("resourcePath", request.path());
    json.writeStringProperty("stage", STAGE);
    json.writeStringProperty("path", "/" + STAGE + request.path());
    json.writeStringProperty("httpMethod", request.method());
    json.writeStringProperty("protocol", "HTTP/1.1");
    json.writeStringProperty("requestId", requestId);
    json.writeStringProperty("extendedRequestId", requestId);
    json.writeStringProperty("requestTime", REQUEST_TIME.format(now));
    json.writeNumberProperty("requestTimeEpoch", now.toEpochMilli());
    json.writeStringProperty("domainName", "localhost");
    json.writeStringProperty("domainPrefix", "localhost");
    json.writeObjectPropertyStart("identity");
    json.writeStringProperty("sourceIp", request.sourceIp());
    if (userAgent != null) {
      json.writeStringProperty("userAgent", userAgent.getLast());
    }
    json.writeEndObject();
    if (!authorizer.isEmpty()) {
      json.writeObjectPropertyStart("authorizer");
      authorizer.forEach(json::writeStringProperty);
      json.writeEndObject();
    }
    json.writeEndObject();
  }

  /** Lines of one name in any case come under the name of the first. */
  private static Map<String, List<String>> headers(Request request, String traceId) {
    Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (Header header : request.headers()) {
      if (!NOT_PASSED_ON.contains(header.name().toLowerCase(Locale.ROOT))) {
        headers.computeIfAbsent(header.name(), _ -> new ArrayList<>()).add(header.value());
      }
    }
    headers.put("X-Amzn-Trace-Id", List.of(traceId));
    headers.put("X-Forwarded-For", List.of(request.sourceIp()));
    headers.put("X-Forwarded-Port", List.of("443"));
    headers.put("X-Forwarded-Proto", List.of("https"));
    return headers;
  }

  private static Map<String, List<String>> query(String rawQuery) {
    Map<String, List<String>> query = new TreeMap<>();
    for (String pair : rawQuery.split("&", -1)) {
      if (!pair.isEmpty()) {
        int equals = pair.indexOf('=');
        String name = equals < 0 ? pair : pair.substring(0, equals);
        String value = equals < 0 ? "" : pair.substring(equals + 1);
        query.computeIfAbsent(decode(name), _ -> new ArrayList<>()).add(decode(value));
      }
    }
    return query;
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return text; // A stray percent sign stays as it is.
    }
  }

  private static void writeLists(
      String property, Map<String, List<String>> values, JsonGenerator json) {
    json.writeObjectPropertyStart(property);
    values.forEach(
        (name, all) -> {
          json.writeArrayPropertyStart(name);
          all.forEach(json::writeString);
          json.writeEndArray();
        });
    json.writeEndObject();
  }

  private static void writeLasts(
      String property, Map<String, List<String>> values, JsonGenerator json) {
    json.writeObjectPropertyStart(property);
    values.forEach((name, all) -> json.writeStringProperty(name, all.getLast()));
    json.writeEndObject();
  }
}
