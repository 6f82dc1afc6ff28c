package dev.sluice.protocol.operation;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.protocol.ErrorCode;
import dev.sluice.protocol.ProtocolException;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One page of a list that has an order of its own (MCP, "Pagination").
 *
 * @param items of this page
 * @param nextCursor where the next begins; null on the last
 */
record Page<T>(List<T> items, @Nullable String nextCursor) {
  /** Models read a list whole; a client that must page gets few pages. */
  static final int MAX_ITEMS = 250;

  private static final int MAX_CURSOR_CHARS = 2_048;
  private static final String PREFIX = "after:";

  /** Copies the list. */
  Page {
    items = List.copyOf(items);
  }

  /**
   * The page that a request asks for: the first without a cursor, or with an empty one.
   *
   * @param name what each item is known by, all different
   * @throws ProtocolException when the cursor is none of ours
   */
  static <T> Page<T> of(List<T> all, Function<T, String> name, ObjectNode params) {
    int from = from(all, name, params.get("cursor"));
    int to = Math.min(from + MAX_ITEMS, all.size());
    String next = to < all.size() ? cursor(name.apply(all.get(to - 1))) : null;
    return new Page<>(all.subList(from, to), next);
  }

  /** After the item that the cursor names; where that is gone, the list begins again. */
  private static <T> int from(List<T> all, Function<T, String> name, @Nullable JsonNode cursor) {
    if (cursor == null || cursor.isNull() || cursor.asString("").isEmpty()) {
      if (cursor != null && !cursor.isNull() && !cursor.isString()) {
        throw invalid();
      }
      return 0;
    }
    String last = read(cursor);
    for (int i = 0; i < all.size(); i++) {
      if (name.apply(all.get(i)).equals(last)) {
        return i + 1;
      }
    }
    throw invalid();
  }

  private static String cursor(String last) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString((PREFIX + last).getBytes(UTF_8));
  }

  private static String read(JsonNode cursor) {
    if (!cursor.isString() || cursor.asString().length() > MAX_CURSOR_CHARS) {
      throw invalid();
    }
    try {
      String text = new String(Base64.getUrlDecoder().decode(cursor.asString()), UTF_8);
      if (text.startsWith(PREFIX)) {
        return text.substring(PREFIX.length());
      }
    } catch (IllegalArgumentException e) {
      // Said below.
    }
    throw invalid();
  }

  private static ProtocolException invalid() {
    return new ProtocolException(
        ErrorCode.INVALID_PARAMS,
        "'params.cursor' is none that this list gave; leave it out to begin anew.");
  }
}
