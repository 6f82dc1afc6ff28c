package dev.sluice.tool.declared;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.protocol.feature.ToolException;
import dev.sluice.protocol.wire.CanonicalArguments;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

/**
 * Where an answer was cut, for the caller to bring back. It holds only what the caller has seen;
 * {@link Cursors} signs it.
 *
 * @param question of which it is a part
 * @param key the last row's, as text, null for NULL
 */
record Cursor(String question, List<@Nullable String> key) {
  /** The argument that brings it back. */
  static final String ARGUMENT = "cursor";

  /** Keys are short; a cursor is read by a model, and sent back by it. */
  static final int MAX_CHARS = 8_192;

  private static final int QUESTION_BYTES = 6;
  private static final JsonMapper JSON = JsonMapper.shared();

  Cursor {
    key = Collections.unmodifiableList(new ArrayList<>(key));
  }

  /** What tells a question from others: the tool, its statement, the {@link CanonicalArguments}. */
  static String question(String tool, String statement, String arguments) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update((tool + '\0' + statement + '\0').getBytes(UTF_8));
      byte[] hash = digest.digest(arguments.getBytes(UTF_8));
      return HexFormat.of().formatHex(hash, 0, QUESTION_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** In Base64 for URLs. */
  String text() {
    ArrayNode parts = JSON.createArrayNode().add(question);
    key.forEach(parts::add);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(JSON.writeValueAsBytes(parts));
  }

  /**
   * Reads what was written.
   *
   * @param keys how many there must be
   * @throws ToolException when it is none, or one of another question
   */
  static Cursor read(String text, String question, int keys) {
    Cursor cursor = parse(text);
    if (cursor == null || cursor.key().size() != keys) {
      throw unknown();
    }
    if (!cursor.question().equals(question)) {
      throw new ToolException(
          "'cursor' belongs to a question with other arguments, or the tool has changed since."
              + " Repeat the arguments of the answer it came from, or leave it out to begin anew.");
    }
    return cursor;
  }

  static ToolException unknown() {
    return new ToolException(
        "'cursor' is none that this tool gave. Give the next_cursor of an answer, unchanged, or"
            + " leave it out to begin anew.");
  }

  private static @Nullable Cursor parse(String text) {
    if (text.length() > MAX_CHARS) {
      return null;
    }
    try {
      JsonNode parts = JSON.readTree(Base64.getUrlDecoder().decode(text));
      if (!(parts instanceof ArrayNode array) || !array.path(0).isString()) {
        return null;
      }
      List<@Nullable String> key = new ArrayList<>();
      for (int i = 1; i < array.size(); i++) {
        if (!array.get(i).isString() && !array.get(i).isNull()) {
          return null;
        }
        key.add(array.get(i).isNull() ? null : array.get(i).asString());
      }
      return new Cursor(array.get(0).asString(), key);
    } catch (IllegalArgumentException | JacksonException e) {
      return null;
    }
  }
}
