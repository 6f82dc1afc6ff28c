package dev.sluice.function.mcp;

import dev.sluice.call.Reference;
import dev.sluice.protocol.HttpResponse;
import java.io.ByteArrayOutputStream;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.json.JsonMapper;

/**
 * What API Gateway wants back (API Gateway developer guide, "Output format of a Lambda function for
 * proxy integration").
 */
final class ProxyAnswer {
  /** Names the call's record; every answer has it, whatever its body is. */
  static final String REFERENCE = "Sluice-Reference";

  private static final JsonMapper JSON = JsonMapper.shared();

  private ProxyAnswer() {}

  /** The bytes of an answer, whose body goes out as the text that it is, never as Base64. */
  static byte[] of(HttpResponse response, Reference reference) {
    byte[] body = response.body();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(512 + body.length + body.length / 4);
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      json.writeNumberProperty("statusCode", response.status());
      json.writeObjectPropertyStart("headers");
      response.headers().forEach(json::writeStringProperty);
      json.writeStringProperty("Cache-Control", "no-store");
      json.writeStringProperty(REFERENCE, reference.text());
      if (response.contentType() != null) {
        json.writeStringProperty("Content-Type", response.contentType());
      }
      json.writeEndObject();
      json.writeName("body").writeUTF8String(body, 0, body.length);
      json.writeBooleanProperty("isBase64Encoded", false);
      json.writeEndObject();
    }
    return bytes.toByteArray();
  }
}
