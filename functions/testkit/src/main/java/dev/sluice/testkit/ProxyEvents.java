package dev.sluice.testkit;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Builds events as API Gateway's REST API sends them to a function (Lambda proxy integration):
 * about 3 kB with the headers an MCP client and CloudFront bring along. Not thread-safe; {@link
 * #toBytes} may be called again and again.
 */
public final class ProxyEvents {

  private static final DateTimeFormatter REQUEST_TIME =
      DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final String method;
  private final String path;
  private final Map<String, String> headers = usualHeaders();
  private Map<String, Object> authorizer = Map.of();
  private String requestId = UUID.randomUUID().toString();
  private Instant requestTime = Instant.now();
  private @Nullable String body;
  private boolean base64;

  private ProxyEvents(String method, String path) {
    this.method = method;
    this.path = path;
  }

  /** An event of a method on a path, which begins with a slash; it has no body yet. */
  public static ProxyEvents of(String method, String path) {
    return new ProxyEvents(method, path);
  }

  /** A POST of a JSON text. */
  public static ProxyEvents post(String path, String json) {
    return of("POST", path).body(json);
  }

  /** Sets a header; it replaces one of that name in any case. */
  public ProxyEvents header(String name, String value) {
    headers.keySet().removeIf(name::equalsIgnoreCase);
    headers.put(name, value);
    return this;
  }

  /** Takes away a header of that name, whatever its case. */
  public ProxyEvents withoutHeader(String name) {
    headers.keySet().removeIf(name::equalsIgnoreCase);
    return this;
  }

  /** Sets the body as text. */
  public ProxyEvents body(String text) {
    body = text;
    base64 = false;
    return this;
  }

  /** Sets the body as API Gateway sends binary media types. */
  public ProxyEvents base64Body(byte[] bytes) {
    body = Base64.getEncoder().encodeToString(bytes);
    base64 = true;
    return this;
  }

  /** Sets the gateway's request id; random otherwise. */
  public ProxyEvents requestId(String id) {
    requestId = id;
    return this;
  }

  /** Sets when the gateway took the request; the time of building otherwise. */
  public ProxyEvents requestTime(Instant time) {
    requestTime = time;
    return this;
  }

  /** Sets what the authorizer put into its context; without it there was no authorizer. */
  public ProxyEvents authorizer(Map<String, Object> context) {
    authorizer = Map.copyOf(context);
    return this;
  }

  /** The event as JSON. */
  public byte[] toBytes() {
    ObjectNode event = JsonMapper.shared().createObjectNode();
    event.put("resource", path).put("path", path).put("httpMethod", method);
    ObjectNode single = event.putObject("headers");
    headers.forEach(single::put);
    ObjectNode multiple = event.putObject("multiValueHeaders");
    headers.forEach((name, value) -> multiple.putArray(name).add(value));
    event.putNull("queryStringParameters").putNull("multiValueQueryStringParameters");
    event.putNull("pathParameters");
    event.putNull("stageVariables");
    requestContext(event.putObject("requestContext"));
    event.put("body", body).put("isBase64Encoded", base64);
    return JsonMapper.shared().writeValueAsBytes(event);
  }

  private void requestContext(ObjectNode context) {
    context.put("resourceId", "q1w2e3").put("resourcePath", path);
    if (!authorizer.isEmpty()) {
      context.set("authorizer", JsonMapper.shared().valueToTree(authorizer));
    }
    context.put("httpMethod", method);
    context.put("extendedRequestId", "T0xYzEXAMPLEabc=");
    context.put("requestTime", REQUEST_TIME.format(requestTime));
    context.put("path", "/prod" + path).put("accountId", "123456789012");
    context.put("protocol", "HTTP/1.1").put("stage", "prod");
    context.put("domainPrefix", "a1b2c3d4e5");
    context.put("requestTimeEpoch", requestTime.toEpochMilli()).put("requestId", requestId);
    ObjectNode identity = context.putObject("identity");
    for (String absent :
        new String[] {
          "cognitoIdentityPoolId",
          "accountId",
          "cognitoIdentityId",
          "caller",
          "principalOrgId",
          "accessKey",
          "cognitoAuthenticationType",
          "cognitoAuthenticationProvider",
          "userArn",
          "user"
        }) {
      identity.putNull(absent);
    }
    identity.put("sourceIp", "203.0.113.7").put("userAgent", headers.get("User-Agent"));
    context.put("domainName", "a1b2c3d4e5.execute-api.eu-west-1.amazonaws.com");
    context.put("deploymentId", "d9e8f7").put("apiId", "a1b2c3d4e5");
  }

  private static Map<String, String> usualHeaders() {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Accept", "application/json, text/event-stream");
    headers.put("Accept-Encoding", "gzip, deflate");
    headers.put("Accept-Language", "*");
    headers.put("Content-Type", "application/json");
    headers.put("CloudFront-Forwarded-Proto", "https");
    headers.put("CloudFront-Is-Desktop-Viewer", "true");
    headers.put("CloudFront-Is-Mobile-Viewer", "false");
    headers.put("CloudFront-Is-SmartTV-Viewer", "false");
    headers.put("CloudFront-Is-Tablet-Viewer", "false");
    headers.put("CloudFront-Viewer-ASN", "64496");
    headers.put("CloudFront-Viewer-Country", "DE");
    headers.put("Host", "a1b2c3d4e5.execute-api.eu-west-1.amazonaws.com");
    headers.put("Sec-Fetch-Mode", "cors");
    headers.put("User-Agent", "node");
    headers.put("Via", "1.1 4f0example0d2c.cloudfront.net (CloudFront)");
    headers.put("X-Amz-Cf-Id", "9vExampleExampleExampleExampleExampleExampleExampleExample==");
    headers.put("X-Amzn-Trace-Id", "Root=1-6923c1f0-0123456789abcdef01234567");
    headers.put("X-Forwarded-For", "203.0.113.7, 198.51.100.9");
    headers.put("X-Forwarded-Port", "443");
    headers.put("X-Forwarded-Proto", "https");
    return headers;
  }
}
