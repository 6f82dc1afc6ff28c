package dev.sluice.data;

import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads rows and hands them on until a limit is reached. For one answer, by one thread. */
final class RowCollector {
  /** Quotes, colon and comma around a value in a JSON object. */
  private static final int BYTES_AROUND_VALUE = 6;

  private static final int BYTES_OF_NULL = 4;

  /** As in \\u0000. */
  private static final int BYTES_OF_ESCAPE = 6;

  private final Columns columns;
  private final long maxRows;
  private final long maxBytes;
  private final Consumer<List<JsonNode>> taker;
  private final int bytesOfNames;
  private long rows;
  private long bytes;
  private Rows.Cut cut = Rows.Cut.NONE;

  RowCollector(Columns columns, long maxRows, long maxBytes, Consumer<List<JsonNode>> taker) {
    this.columns = columns;
    this.maxRows = maxRows;
    this.maxBytes = maxBytes;
    this.taker = taker;
    this.bytesOfNames =
        columns.columns().stream()
            .mapToInt(column -> jsonLength(column.name()) + BYTES_AROUND_VALUE)
            .sum();
  }

  boolean wantsMore() {
    return cut == Rows.Cut.NONE;
  }

  /** Says that the next row is too large to be taken. */
  void cutByBytes() {
    cut = Rows.Cut.BY_BYTES;
  }

  /** Takes the row the cursor stands on, unless it is one too many. */
  void add(ResultSet results) throws SQLException {
    if (rows == maxRows) {
      cut = Rows.Cut.BY_ROWS;
      return;
    }
    @Nullable String[] texts = new @Nullable String[columns.readings().size()];
    long rowBytes = bytesOfNames;
    for (int i = 0; i < texts.length; i++) {
      String text = columns.readings().get(i).text(results);
      texts[i] = text;
      rowBytes += text == null ? BYTES_OF_NULL : jsonLength(text);
    }
    if (bytes + rowBytes > maxBytes) {
      cutByBytes();
      return;
    }
    List<JsonNode> row = new ArrayList<>(texts.length);
    for (int i = 0; i < texts.length; i++) {
      JsonNode value = columns.readings().get(i).values().toJson(texts[i]);
      row.add(value);
      if (value.isContainer()) {
        // A list is longer as JSON than as PostgreSQL writes it.
        rowBytes +=
            value.toString().getBytes(StandardCharsets.UTF_8).length
                - jsonLength(String.valueOf(texts[i]));
      }
    }
    if (bytes + rowBytes > maxBytes) {
      cutByBytes();
      return;
    }
    bytes += rowBytes;
    rows++;
    taker.accept(row);
  }

  /** Of the rows that were handed on, as JSON. */
  long bytes() {
    return bytes;
  }

  /** Whether rows were left out, and by which limit. */
  Rows.Cut cut() {
    return cut;
  }

  /** Bytes of a text in a JSON document in UTF-8, without its quotes. */
  private static int jsonLength(String text) {
    int length = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < 0x80) {
        length += c == '"' || c == '\\' ? 2 : c < ' ' ? BYTES_OF_ESCAPE : 1;
      } else {
        // Half of a pair counts two: a whole one has four bytes.
        length += c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
      }
    }
    return length;
  }
}
