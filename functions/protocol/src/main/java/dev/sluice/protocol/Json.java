package dev.sluice.protocol;

import dev.sluice.protocol.wire.JsonRpcRequest;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Reads requests strictly, and writes answers. Safe for use by several threads. */
final class Json {
  /** API Gateway's and Lambda's limits lie above it; a question is never this long. */
  static final int MAX_BODY_BYTES = 1_048_576;

  static final int MAX_DEPTH = 200;
  static final int MAX_NUMBER_CHARS = 400;

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(MAX_DEPTH)
                          .maxNumberLength(MAX_NUMBER_CHARS)
                          .maxStringLength(MAX_BODY_BYTES)
                          .build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  private Json() {}

  /**
   * Reads a body.
   *
   * @throws ProtocolException when it is not JSON, or goes over a limit
   */
  static JsonNode read(byte[] body) {
    if (body.length > MAX_BODY_BYTES) {
      throw new ProtocolException(
          ErrorCode.INVALID_REQUEST,
          "The body has " + body.length + " bytes; send at most " + MAX_BODY_BYTES + ".");
    }
    try {
      JsonNode node = MAPPER.readTree(decode(body));
      if (node == null || node.isMissingNode()) {
        throw new ProtocolException(ErrorCode.PARSE_ERROR, "The body is empty; send JSON.");
      }
      return node;
    } catch (StreamConstraintsException e) {
      throw new ProtocolException(
          ErrorCode.PARSE_ERROR,
          "The JSON goes over a limit: nest at most "
              + MAX_DEPTH
              + " deep, with numbers of at most "
              + MAX_NUMBER_CHARS
              + " digits.");
    } catch (JacksonException e) {
      throw new ProtocolException(ErrorCode.PARSE_ERROR, "The body is not JSON: " + where(e));
    }
  }

  /**
   * Reads a request out of JSON.
   *
   * @throws ProtocolException when it is none
   */
  static JsonRpcRequest request(JsonNode json) {
    if (!(json instanceof ObjectNode object)) {
      throw new ProtocolException(
          ErrorCode.INVALID_REQUEST, "The body must be one JSON-RPC object, not a batch or value.");
    }
    if (!"2.0".equals(object.path("jsonrpc").asString(""))) {
      throw new ProtocolException(ErrorCode.INVALID_REQUEST, "'jsonrpc' must be \"2.0\".");
    }
    if (!object.path("method").isString()) {
      throw new ProtocolException(ErrorCode.INVALID_REQUEST, "'method' must be text.");
    }
    if (object.has("id") && id(object) == null) {
      throw new ProtocolException(
          ErrorCode.INVALID_REQUEST, "'id' must be text or a whole number.");
    }
    JsonNode params = object.get("params");
    if (params != null && !params.isObject()) {
      throw new ProtocolException(ErrorCode.INVALID_REQUEST, "'params' must be an object.");
    }
    return new JsonRpcRequest(
        id(object),
        object.get("method").asString(),
        params instanceof ObjectNode given ? given : object.objectNode());
  }

  /**
   * The id of what may not even be a request; null where there is none that could be given back.
   */
  static @Nullable JsonNode id(JsonNode json) {
    JsonNode id = json.get("id");
    return id != null && (id.isString() || id.isIntegralNumber()) ? id : null;
  }

  static byte[] write(Object value) {
    return MAPPER.writeValueAsBytes(value);
  }

  static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  /** Strict, because the parser lets some ill-formed sequences pass. */
  private static String decode(byte[] body) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT)
          .decode(ByteBuffer.wrap(body))
          .toString();
    } catch (CharacterCodingException e) {
      throw new ProtocolException(ErrorCode.PARSE_ERROR, "The body is not UTF-8.");
    }
  }

  private static String where(JacksonException e) {
    return "look at line "
        + e.getLocation().getLineNr()
        + ", column "
        + e.getLocation().getColumnNr()
        + ".";
  }
}
