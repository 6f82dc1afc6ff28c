package dev.sluice.identity.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.StringWriter;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.json.JsonMapper;

/**
 * A record as one line of JSON. Its last field is the SHA-256 of all the text before that field, in
 * which the hash of the line before it stands: so a line is judged by its very characters.
 */
final class AuditLine {
  /** What the first line of an environment has for the hash of the one before. */
  static final String NOTHING_BEFORE = "0".repeat(64);

  /** Where the hashed text ends. */
  static final String HASH = ",\"hash\":\"";

  private static final JsonMapper JSON = JsonMapper.shared();

  private AuditLine() {}

  static String of(AuditRecord call, String environment, long sequence, String previous) {
    StringWriter text = new StringWriter(512);
    try (JsonGenerator line = JSON.createGenerator(text)) {
      line.writeStartObject();
      line.writeNumberProperty("audit", 1);
      line.writeStringProperty("environment", environment);
      line.writeNumberProperty("sequence", sequence);
      line.writeStringProperty("previous", previous);
      line.writeStringProperty("at", call.at().toString());
      line.writeStringProperty("reference", call.reference());
      line.writeStringProperty("subject", call.subject());
      line.writeStringProperty("tenant", call.tenant());
      line.writeStringProperty("door", call.door());
      line.writeStringProperty("name", call.name());
      line.writeStringProperty("arguments", call.arguments());
      line.writeStringProperty("verdict", call.verdict());
      line.writeStringProperty("layer", call.layer());
      line.writeStringProperty("code", call.code());
      line.writeStringProperty("source", call.source());
      line.writeNumberProperty("rows", call.rows());
      line.writeNumberProperty("bytes", call.bytes());
      line.writeNumberProperty("milliseconds", call.millis());
      line.writeNumberProperty("status", call.status());
      line.writeEndObject();
    }
    String open = text.toString();
    String hashed = open.substring(0, open.length() - 1);
    return hashed + HASH + hash(hashed) + "\"}";
  }

  static String hash(String text) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** The hash that a line carries; its text must end as ours do. */
  static String hashOf(String line) {
    int at = line.lastIndexOf(HASH) + HASH.length();
    return line.substring(at, line.length() - 2);
  }
}
