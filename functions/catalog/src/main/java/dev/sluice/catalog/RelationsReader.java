package dev.sluice.catalog;

import dev.sluice.call.RelationName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Turns {@code relations.yaml} into declared relations, or into mistakes. */
final class RelationsReader {
  static final List<String> KEYS =
      List.of("relation", "description", "columns", "varies_by", "mask");

  private static final int MAX_RELATIONS = 10_000;
  private static final int MAX_DESCRIPTION_CHARS = 1_024;
  private static final int MAX_RELATION_CHARS = 256;
  private static final Pattern PLAIN = Pattern.compile("[a-z_][a-z0-9_]*");
  private static final Pattern UNQUOTED = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  private final YamlDocument document;
  private final List<Mistake> mistakes;
  private final Map<RelationName, RelationDeclaration> relations = new TreeMap<>();

  RelationsReader(YamlDocument document, List<Mistake> mistakes) {
    this.document = document;
    this.mistakes = mistakes;
  }

  /** The relations without a mistake, in the order of their names. */
  List<RelationDeclaration> read() {
    JsonNode root = document.root();
    if (!root.isArray() || root.isEmpty()) {
      add(
          root.isArray() ? "the list is empty" : "this file holds no list",
          "Write '- relation: schema.name' and its columns for each relation, or delete the file");
      return List.of();
    }
    if (root.size() > MAX_RELATIONS) {
      add("there are " + root.size() + " relations", "Keep at most " + MAX_RELATIONS);
    }
    for (int i = 0; i < root.size(); i++) {
      String pointer = "/" + i;
      if (root.get(i) instanceof ObjectNode object) {
        read(new Fields(document, mistakes, pointer, object, "a relation"));
      } else {
        mistakes.add(
            new Mistake(
                document.at(pointer),
                "a relation must be a mapping",
                "Write '- relation: schema.name', and below it 'columns: [ … ]'"));
      }
    }
    return List.copyOf(relations.values());
  }

  private void read(Fields fields) {
    fields.refuseOthers(KEYS);
    Optional<RelationName> name = name(fields);
    String description = fields.optionalText("description", MAX_DESCRIPTION_CHARS);
    if (!fields.object().has("columns")) {
      fields.add("", "the relation has no 'columns'", "Add the line 'columns: [ … ]'");
    }
    List<String> columns = fields.names("columns", Names.COLUMNS);
    List<String> variesBy = fields.names("varies_by", Names.VARIES_BY);
    Map<String, Mask> masks = new MaskCheck(fields, columns).masks();
    name.ifPresent(
        present -> {
          RelationDeclaration declaration =
              new RelationDeclaration(
                  present, description, columns, variesBy, masks, fields.at(""));
          RelationDeclaration other = relations.get(present);
          if (other != null) {
            fields.add(
                "relation",
                "the relation '" + present + "' is declared at " + other.at() + " already",
                "Make the two one");
          } else {
            relations.put(present, declaration);
          }
        });
  }

  private Optional<RelationName> name(Fields fields) {
    String text = fields.text("relation", MAX_RELATION_CHARS);
    Optional<RelationName> name = RelationName.parse(text);
    if (name.isEmpty() && !text.isEmpty()) {
      fields.add("relation", "'" + text + "' " + problem(text), remedy(text));
    }
    return name;
  }

  private static String problem(String text) {
    if (isOnePart(text)) {
      return "names no schema";
    }
    return isUnquoted(text)
        ? "has capitals, which PostgreSQL keeps in quotes only"
        : "is not a relation's name";
  }

  private static String remedy(String text) {
    if (isOnePart(text)) {
      return "Write 'public." + quoted(text) + "', if public is its schema";
    }
    return isUnquoted(text)
        ? "Write " + quoted(text) + ", or all of it in small letters, if the database has it so"
        : "Write schema.name, a part in double quotes where it has more than a-z, 0-9 and _";
  }

  private static boolean isOnePart(String text) {
    return UNQUOTED.matcher(text).matches();
  }

  private static boolean isUnquoted(String text) {
    String[] parts = text.split("\\.", -1);
    return parts.length == 2
        && UNQUOTED.matcher(parts[0]).matches()
        && UNQUOTED.matcher(parts[1]).matches();
  }

  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder();
    for (String part : text.split("\\.", -1)) {
      quoted
          .append(quoted.isEmpty() ? "" : ".")
          .append(PLAIN.matcher(part).matches() ? part : '"' + part + '"');
    }
    return quoted.toString();
  }

  private void add(String problem, String remedy) {
    mistakes.add(new Mistake(document.at(""), problem, remedy));
  }
}
