package dev.sluice.tool.relation;

import dev.sluice.catalog.Spelling;
import dev.sluice.catalog.shape.RelationShape;
import dev.sluice.protocol.feature.Tool;
import dev.sluice.protocol.feature.ToolException;
import dev.sluice.protocol.feature.ToolOutcome;
import dev.sluice.protocol.wire.Content;
import dev.sluice.protocol.wire.ToolDescriptor;
import dev.sluice.protocol.wire.ToolResult;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The tools that tell of relations. */
public final class RelationTools {
  /** A model reads all of it: some 4,000 tokens. */
  static final int MAX_LIST_BYTES = 16_384;

  private static final int MAX_SEARCH_CHARS = 200;

  /** Two names of 63 bytes, each character quoted. */
  private static final int MAX_NAME_CHARS = 256;

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final Relations relations;

  private RelationTools(Relations relations) {
    this.relations = relations;
  }

  /** The tools over some relations. */
  public static List<Tool> of(Relations relations) {
    RelationTools tools = new RelationTools(relations);
    return List.of(
        Tool.of(
            new ToolDescriptor(
                "list_relations",
                null,
                "Tables and views; search finds by words of names, columns and comments.",
                schema(
                    """
                    {"type":"object","properties":{
                      "search":{"type":"string","maxLength":%d},
                      "cursor":{"type":"string"}},
                     "additionalProperties":false}
                    """
                        .formatted(MAX_SEARCH_CHARS)),
                null),
            (arguments, _) -> tools.list(arguments)),
        Tool.of(
            new ToolDescriptor(
                "describe_relation",
                null,
                "Columns and keys of a table or view.",
                schema(
                    """
                    {"type":"object","properties":{"relation":{"type":"string","maxLength":%d}},
                     "required":["relation"],"additionalProperties":false}
                    """
                        .formatted(MAX_NAME_CHARS)),
                null),
            (arguments, _) -> tools.describe(arguments)));
  }

  private ToolOutcome list(ObjectNode arguments) {
    String search = arguments.path("search").asString("");
    List<Relation> found = relations.search(search);
    int from = from(found, arguments.path("cursor").asString(""));
    ObjectNode answer = JSON.objectNode();
    ArrayNode shown = answer.putArray("relations");
    StringBuilder text = new StringBuilder();
    int at = from;
    int bytes = 0;
    while (at < found.size()) {
      Relation relation = found.get(at);
      ObjectNode entry = entry(relation);
      String line = relation.line() + description(relation) + '\n';
      bytes += Math.max(bytes(line), bytes(entry.toString()) + 1);
      if (bytes > MAX_LIST_BYTES - 512 && at > from) {
        break;
      }
      shown.add(entry);
      text.append(line);
      at++;
    }
    boolean complete = at == found.size();
    text.append('(').append(at - from).append(" of ").append(found.size()).append(" relations)");
    answer.put("relation_count", found.size()).put("complete", complete);
    if (!complete) {
      String cursor = found.get(at - 1).name().toString();
      answer.put("next_cursor", cursor);
      text.append("\nCut: search narrows it; to go on, call again with this cursor.");
      text.append("\nnext_cursor: ").append(cursor);
    }
    return done(text.toString(), answer);
  }

  /** Behind the relation that the cursor names. */
  private static int from(List<Relation> found, String cursor) {
    if (cursor.isEmpty()) {
      return 0;
    }
    for (int i = 0; i < found.size(); i++) {
      if (found.get(i).name().toString().equals(cursor)) {
        return i + 1;
      }
    }
    throw new ToolException("'cursor' is none that this search gave; leave it out to begin anew.");
  }

  private ToolOutcome describe(ObjectNode arguments) {
    String name = arguments.path("relation").asString("").strip();
    Relation relation = relations.find(name).orElseThrow(() -> unknown(name));
    ObjectNode answer = entry(relation);
    ArrayNode columns = answer.putArray("columns");
    for (RelationShape.RelationColumn column : relation.shape().columns()) {
      ObjectNode each = columns.addObject().put("name", column.name()).put("type", column.type());
      each.put("nullable", column.nullable());
      putIfPresent(each, "description", column.comment());
    }
    relation.shape().primaryKey().forEach(answer.withArrayProperty("primary_key")::add);
    for (RelationShape.ForeignKey key : relation.shape().foreignKeys()) {
      ObjectNode each = answer.withArrayProperty("references").addObject();
      key.columns().forEach(each.putArray("columns")::add);
      each.put("relation", key.relation());
      key.otherColumns().forEach(each.putArray("other_columns")::add);
    }
    answer.put("row_level_security", relation.shape().rowSecurity());
    return done(relation.text(), answer);
  }

  private ToolException unknown(String name) {
    return new ToolException(
        "There is no relation '"
            + name
            + "'. "
            + Spelling.nearest(
                    name, relations.all().stream().map(each -> each.name().toString()).toList())
                .map(nearest -> "Did you mean '" + nearest + "'?")
                .orElse("list_relations names them, and finds by words."));
  }

  private static ObjectNode entry(Relation relation) {
    ObjectNode entry =
        JSON.objectNode().put("name", relation.name().toString()).put("kind", relation.kind());
    if (!relation.description().isEmpty()) {
      entry.put("description", relation.summary());
    }
    return entry;
  }

  private static String description(Relation relation) {
    return relation.description().isEmpty() ? "" : " -- " + relation.summary();
  }

  private static void putIfPresent(ObjectNode object, String key, @Nullable String value) {
    if (value != null) {
      object.put(key, value);
    }
  }

  private static ToolOutcome done(String text, ObjectNode answer) {
    return new ToolOutcome.Done(new ToolResult(List.of(new Content.Text(text)), answer, false));
  }

  private static ObjectNode schema(String json) {
    return (ObjectNode) JsonMapper.shared().readTree(json);
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
