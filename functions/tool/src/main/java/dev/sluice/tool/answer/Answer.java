package dev.sluice.tool.answer;

import dev.sluice.call.Call;
import dev.sluice.call.Reference;
import dev.sluice.catalog.Limits;
import dev.sluice.catalog.Mask;
import dev.sluice.catalog.shape.Column;
import dev.sluice.data.Rows;
import dev.sluice.protocol.wire.Content;
import dev.sluice.protocol.wire.ToolResult;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Rows on their way to becoming an answer: objects for programs, and for models a table that names
 * each column once, since names repeated in every row are what costs tokens.
 *
 * @param rows what is shown
 * @param cut why it ends early and how to get the rest; null when it is complete
 * @param nextCursor where the rest begins; null when it is complete or cannot be continued
 * @param masks of the columns that are not shown as they are, by their labels
 */
public record Answer(
    Rows rows, @Nullable String cut, @Nullable String nextCursor, Map<String, Mask> masks) {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /** All the rows there are. */
  public static Answer complete(Rows rows) {
    return new Answer(rows, null, null, Map.of());
  }

  /** A part of the rows, why it ends, and where the rest begins, if it can be had. */
  public static Answer cut(Rows rows, String cut, @Nullable String nextCursor) {
    return new Answer(rows, cut, nextCursor, Map.of());
  }

  /** The same answer, which says that it was read under these masks. */
  public Answer under(Map<String, Mask> masks) {
    return new Answer(rows, cut, nextCursor, masks);
  }

  /** By which limit an answer was cut, in words. */
  public static String reason(Rows.Cut cut, Limits limits) {
    return "Cut: there are more rows; this tool answers at most "
        + (cut == Rows.Cut.BY_ROWS
            ? limits.maxRows() + " rows."
            : limits.maxBytes() + " bytes of rows.");
  }

  /** Both forms of it, as a tool's result; how many rows it shows is noted. */
  public ToolResult result(Call call) {
    call.notes().read(source(), rows.rows().size());
    return new ToolResult(List.of(new Content.Text(text())), structured(call.reference()), false);
  }

  /** The form for programs. */
  public ObjectNode structured(Reference reference) {
    ObjectNode answer = JSON.objectNode();
    ArrayNode columns = answer.putArray("columns");
    for (Column column : rows.columns()) {
      columns.addObject().put("name", column.name()).put("type", column.type());
    }
    ArrayNode objects = answer.putArray("rows");
    for (List<JsonNode> row : rows.rows()) {
      ObjectNode object = objects.addObject();
      for (int i = 0; i < row.size(); i++) {
        object.set(rows.columns().get(i).name(), row.get(i));
      }
    }
    answer.put("row_count", rows.rows().size());
    answer.put("complete", cut == null);
    if (cut != null) {
      answer.put("cut", cut);
    }
    if (nextCursor != null) {
      answer.put("next_cursor", nextCursor);
    }
    if (!masks.isEmpty()) {
      ObjectNode masked = answer.putObject("masked");
      masks.forEach((label, mask) -> masked.put(label, mask.show().word()));
    }
    answer.put("source", source());
    Long seconds = ageSeconds();
    if (seconds != null) {
      answer.put("age_seconds", seconds);
    }
    if (rows.age().stale()) {
      answer.put("stale", true);
    }
    answer.put("reference", reference.text());
    return answer;
  }

  /** The form for models. */
  public String text() {
    StringBuilder text = new StringBuilder();
    text.append(
        rows.columns().stream()
            .map(Column::name)
            .map(Answer::cell)
            .collect(Collectors.joining(",")));
    for (List<JsonNode> row : rows.rows()) {
      text.append('\n');
      for (int i = 0; i < row.size(); i++) {
        text.append(i == 0 ? "" : ",").append(cell(row.get(i)));
      }
    }
    int count = rows.rows().size();
    text.append("\n(").append(count).append(count == 1 ? " row" : " rows");
    text.append(" from ").append(source()).append(age()).append(')');
    if (!masks.isEmpty()) {
      text.append(
          masks.entrySet().stream()
              .map(mask -> mask.getKey() + " (" + mask.getValue().show().word() + ")")
              .collect(Collectors.joining(", ", "\nMasked: ", "")));
    }
    if (cut != null) {
      text.append('\n').append(cut);
    }
    if (nextCursor != null) {
      text.append("\nnext_cursor: ").append(nextCursor);
    }
    return text.toString();
  }

  private String source() {
    return rows.source().word();
  }

  /** How old the rows can be, in words; nothing where nobody asked. */
  private String age() {
    Long seconds = ageSeconds();
    if (seconds == null) {
      return rows.age().stale() ? ", stale: nobody knows how old" : "";
    }
    return (rows.age().stale() ? ", stale: up to " : ", up to ") + seconds + " s old";
  }

  /** Rounded up. */
  private @Nullable Long ageSeconds() {
    Duration lag = rows.age().lag();
    return lag == null ? null : Math.ceilDiv(lag.toMillis(), 1_000L);
  }

  private static String cell(JsonNode value) {
    return value.isNull() ? "" : cell(value.isContainer() ? value.toString() : value.asString());
  }

  /** Quoted as RFC 4180 has it; an empty text is quoted too, to differ from null. */
  private static String cell(String text) {
    return isPlain(text) ? text : '"' + text.replace("\"", "\"\"") + '"';
  }

  private static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == ',' || c == '"' || c == '\n' || c == '\r') {
        return false;
      }
    }
    return !text.isEmpty();
  }
}
