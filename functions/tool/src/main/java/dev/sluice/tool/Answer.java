package dev.sluice.tool;

import dev.sluice.call.Reference;
import dev.sluice.catalog.Limits;
import dev.sluice.catalog.shape.Column;
import dev.sluice.data.Rows;
import dev.sluice.protocol.wire.Content;
import dev.sluice.protocol.wire.ToolResult;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * How rows become an answer: objects for programs, and for models a table that names each column
 * once, since names repeated in every row are what costs tokens.
 */
final class Answer {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private Answer() {}

  static ToolResult of(Rows rows, Limits limits, Reference reference) {
    return new ToolResult(
        List.of(new Content.Text(text(rows, limits))), structured(rows, limits, reference), false);
  }

  private static ObjectNode structured(Rows rows, Limits limits, Reference reference) {
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
    answer.put("complete", rows.cut() == Rows.Cut.NONE);
    if (rows.cut() != Rows.Cut.NONE) {
      answer.put("cut", cut(rows, limits));
    }
    answer.put("source", rows.source().server());
    answer.put("reference", reference.text());
    return answer;
  }

  private static String text(Rows rows, Limits limits) {
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
    text.append(" from ").append(rows.source().server()).append(')');
    if (rows.cut() != Rows.Cut.NONE) {
      text.append('\n').append(cut(rows, limits));
    }
    return text.toString();
  }

  /** Why the answer ends early, and how to get the rest. */
  private static String cut(Rows rows, Limits limits) {
    String limit =
        rows.cut() == Rows.Cut.BY_ROWS
            ? limits.maxRows() + " rows"
            : limits.maxBytes() + " bytes of rows";
    return "Cut: there are more rows; this tool answers at most "
        + limit
        + ". Ask more narrowly to see the others.";
  }

  private static String cell(JsonNode value) {
    return value.isNull() ? "" : cell(value.isString() ? value.asString() : value.toString());
  }

  /** Quoted as RFC 4180 has it; an empty text is quoted too, to differ from null. */
  private static String cell(String text) {
    boolean plain =
        !text.isEmpty()
            && text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
  }
}
