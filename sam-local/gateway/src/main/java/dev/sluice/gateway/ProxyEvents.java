package dev.sluice.gateway;

import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent.ProxyRequestContext;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent.RequestIdentity;
import com.amazonaws.services.lambda.runtime.serialization.PojoSerializer;
import com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers;
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
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Turns requests into events as a REST API does that has {@code ANY /} and {@code ANY /{proxy+}}
 * before a function, and takes every media type as binary (API Gateway developer guide, "Input
 * format of a Lambda function for proxy integration"). Safe for use by several threads.
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

  private final InstantSource clock;
  private final PojoSerializer<APIGatewayProxyRequestEvent> serializer =
      LambdaEventSerializers.serializerFor(
          APIGatewayProxyRequestEvent.class, ProxyEvents.class.getClassLoader());

  ProxyEvents(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * The event of a request, as JSON.
   *
   * @param authorizer what the authorizer said of the caller; empty where none was asked
   */
  byte[] of(Request request, String requestId, String traceId, Map<String, Object> authorizer) {
    boolean root = request.path().equals("/");
    Map<String, List<String>> headers = headers(request, traceId);
    Map<String, List<String>> query = query(request.rawQuery());
    APIGatewayProxyRequestEvent event = new APIGatewayProxyRequestEvent();
    event.setResource(root ? "/" : "/{proxy+}");
    event.setPath(request.path());
    event.setHttpMethod(request.method());
    event.setHeaders(lastOfEach(headers));
    event.setMultiValueHeaders(headers);
    event.setQueryStringParameters(query.isEmpty() ? null : lastOfEach(query));
    event.setMultiValueQueryStringParameters(query.isEmpty() ? null : query);
    event.setPathParameters(root ? null : Map.of("proxy", request.path().substring(1)));
    ProxyRequestContext context = context(request, requestId, headers.get("User-Agent"));
    if (!authorizer.isEmpty()) {
      context.setAuthorizer(authorizer);
    }
    event.setRequestContext(context);
    boolean hasBody = request.body().length > 0;
    event.setBody(hasBody ? Base64.getEncoder().encodeToString(request.body()) : null);
    event.setIsBase64Encoded(hasBody);
    ByteArrayOutputStream json = new ByteArrayOutputStream(4096);
    serializer.toJson(event, json);
    return json.toByteArray();
  }

  private ProxyRequestContext context(
      Request request, String requestId, @Nullable List<String> userAgent) {
    Instant now = clock.instant();
    RequestIdentity identity = new RequestIdentity();
    identity.setSourceIp(request.sourceIp());
    identity.setUserAgent(userAgent == null ? null : userAgent.getLast());
    ProxyRequestContext context = new ProxyRequestContext();
    context.setAccountId("000000000000");
    context.setApiId(API);
    context.setResourceId(API);
    context.setResourcePath(request.path().equals("/") ? "/" : "/{proxy+}");
    context.setStage(STAGE);
    context.setPath("/" + STAGE + request.path());
    context.setHttpMethod(request.method());
    context.setProtocol("HTTP/1.1");
    context.setRequestId(requestId);
    context.setExtendedRequestId(requestId);
    context.setRequestTime(REQUEST_TIME.format(now));
    context.setRequestTimeEpoch(now.toEpochMilli());
    context.setDomainName("localhost");
    context.setDomainPrefix("localhost");
    context.setIdentity(identity);
    return context;
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

  private static Map<String, String> lastOfEach(Map<String, List<String>> values) {
    Map<String, String> last = new TreeMap<>();
    values.forEach((name, all) -> last.put(name, all.getLast()));
    return last;
  }
}
