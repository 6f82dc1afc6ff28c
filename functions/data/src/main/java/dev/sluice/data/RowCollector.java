package dev.sluice.data;

import dev.sluice.catalog.Limits;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Gathers rows until a limit is reached. For one answer, by one thread. */
final class RowCollector {
  /** Quotes, colon and comma around a value in a JSON object. */
  private static final int BYTES_AROUND_VALUE = 6;

  private final List<Column> columns;
  private final List<Values> values;
  private final Limits limits;
  private final List<List<JsonNode>> rows = new ArrayList<>();
  private final int bytesOfNames;
  private long bytes;
  private Rows.Cut cut = Rows.Cut.NONE;

  RowCollector(List<Column> columns, Limits limits) {
    this.columns = columns;
    this.limits = limits;
    this.values = columns.stream().map(column -> Values.of(column.type())).toList();
    this.bytesOfNames =
        columns.stream().mapToInt(column -> utf8Length(column.name()) + BYTES_AROUND_VALUE).sum();
  }

  boolean wantsMore() {
    return cut == Rows.Cut.NONE;
  }

  /** Takes the row the cursor stands on, unless it is one too many. */
  void add(ResultSet results) throws SQLException {
    if (rows.size() == limits.maxRows()) {
      cut = Rows.Cut.BY_ROWS;
      return;
    }
    List<JsonNode> row = new ArrayList<>(columns.size());
    long rowBytes = bytesOfNames;
    for (int i = 0; i < values.size(); i++) {
      String text = results.getString(i + 1);
      rowBytes += text == null ? 4 : utf8Length(text);
      row.add(values.get(i).toJson(text));
    }
    if (bytes + rowBytes > limits.maxBytes()) {
      cut = Rows.Cut.BY_BYTES;
      return;
    }
    bytes += rowBytes;
    rows.add(row);
  }

  Rows rows(Rows.Source source) {
    return new Rows(columns, rows, cut, source);
  }

  private static int utf8Length(String text) {
    int length = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      // Half of a pair counts two: a whole one has four bytes.
      length += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
    }
    return length;
  }
}
