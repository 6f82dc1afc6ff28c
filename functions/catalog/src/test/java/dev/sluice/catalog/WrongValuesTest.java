package dev.sluice.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import dev.sluice.catalog.MistakeCase.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Puts every wrong value into every place of a valid file. */
class WrongValuesTest {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final List<String> VALUES =
      List.of(
          "null",
          "true",
          "-1",
          "1.5",
          "99999999999999999999",
          "\"\"",
          "\"x\"",
          "\"Ä b\"",
          "[]",
          "[null]",
          "[\"x\", \"x\"]",
          "{}",
          "{\"type\": \"string\"}");

  private static final String MANY_KEYWORDS =
      "status: { type: [string, 'null'], enum: [O], maxLength: 3, minimum: 1.5, pattern: x, format: y,"
          + " title: z, description: z, items: {}, not: false, anyOf: [{ required: [b] }], properties: { a: true },"
          + " required: [a], default: 1 }";

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource
  void read_wrongValueAnywhere_isReadOrRefusedWithAPlace(Kind kind) throws IOException {
    String text = kind.valid.replace("status: { type: string, enum: [O, F, P] }", MANY_KEYWORDS);
    JsonNode valid = YamlDocument.parse("valid", text).root();
    Schema schema = schema(kind);
    assertThat(mistakesOf(kind, text)).isEmpty();
    assertThat(schema.validate(valid)).isEmpty();
    List<JsonPointer> places = new ArrayList<>();
    collect(valid, JsonPointer.empty(), places);
    List<String> disagreements = new ArrayList<>();
    int refused = 0;
    for (JsonPointer place : places) {
      for (String value : VALUES) {
        JsonNode changed = replace(valid, place, JSON.readTree(value));
        // JSON is YAML.
        List<Mistake> mistakes = mistakesOf(kind, changed.toString());
        refused += mistakes.isEmpty() ? 0 : 1;
        assertThat(mistakes).allMatch(mistake -> mistake.at().file().equals(kind.file));
        if (mistakes.isEmpty() && !schema.validate(changed).isEmpty()) {
          disagreements.add(place + " = " + value + ": " + schema.validate(changed));
        }
      }
    }
    assertThat(disagreements).as("read, but underlined by editors").isEmpty();
    assertThat(refused).isGreaterThan(places.size() * VALUES.size() / 2);
  }

  private List<Mistake> mistakesOf(Kind changed, String text) throws IOException {
    Files.createDirectories(folder.resolve(Catalog.TOOLS_FOLDER));
    Files.createDirectories(folder.resolve(Catalog.PROMPTS_FOLDER));
    Files.writeString(folder.resolve(changed.file), text);
    try {
      Catalog.read(folder);
      return List.of();
    } catch (CatalogException e) {
      return e.mistakes();
    }
  }

  private static void collect(JsonNode node, JsonPointer at, List<JsonPointer> places) {
    places.add(at);
    if (node instanceof ObjectNode object) {
      object.forEachEntry((key, value) -> collect(value, at.appendProperty(key), places));
    }
    for (int i = 0; node instanceof ArrayNode && i < node.size(); i++) {
      collect(node.path(i), at.appendIndex(i), places);
    }
  }

  private static JsonNode replace(JsonNode root, JsonPointer place, JsonNode value) {
    if (place.matches()) {
      return value;
    }
    JsonNode copy = root.deepCopy();
    JsonNode parent = copy.at(place.head());
    if (parent instanceof ObjectNode object) {
      object.set(place.last().getMatchingProperty(), value);
    } else if (parent instanceof ArrayNode array) {
      array.set(place.last().getMatchingIndex(), value);
    }
    return copy;
  }

  private static Schema schema(Kind kind) throws IOException {
    Path file = Path.of("..", "..", "catalog", "schema", kind.schema);
    return SchemaRegistry.withDefaultDialect(Dialects.getDraft202012())
        .getSchema(JSON.readTree(Files.readString(file)));
  }
}
