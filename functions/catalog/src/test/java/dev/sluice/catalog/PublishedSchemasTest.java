package dev.sluice.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import dev.sluice.catalog.MistakeCase.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What editors read and what the reader does must agree. */
class PublishedSchemasTest {
  private static final Path CATALOG = Path.of("..", "..", "catalog");
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final SchemaRegistry REGISTRY =
      SchemaRegistry.withDefaultDialect(Dialects.getDraft202012());

  @ParameterizedTest
  @EnumSource
  void schema_fitsItsOwnStandard(Kind kind) throws IOException {
    JsonNode standard =
        JSON.createObjectNode().put("$ref", "https://json-schema.org/draft/2020-12/schema");
    assertThat(REGISTRY.getSchema(standard).validate(read(kind))).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void schema_explainsEveryKey(Kind kind) throws IOException {
    List<String> silent = new ArrayList<>();
    JsonNode schema = read(kind);
    JsonNode fields = kind == Kind.RELATIONS ? schema.path("items") : schema;
    assertThat(schema.path("description").asString("")).isNotEmpty();
    fields
        .path("properties")
        .forEachEntry(
            (key, value) -> {
              if (!value.hasNonNull("title") || !value.hasNonNull("description")) {
                silent.add(key);
              }
            });
    assertThat(silent).isEmpty();
  }

  @Test
  void schemas_haveTheReadersKeys() throws IOException {
    assertThat(keys(read(Kind.TOOL))).containsExactlyInAnyOrderElementsOf(ToolReader.KEYS);
    assertThat(keys(read(Kind.PROMPT))).containsExactlyInAnyOrderElementsOf(PromptReader.KEYS);
    assertThat(keys(read(Kind.PROMPT).at("/properties/arguments/items")))
        .containsExactlyInAnyOrderElementsOf(PromptReader.ARGUMENT_KEYS);
    JsonNode budgets = read(Kind.BUDGETS);
    assertThat(keys(budgets)).containsExactlyInAnyOrderElementsOf(BudgetsReader.KEYS);
    for (String key : BudgetsReader.KEYS) {
      assertThat(keys(budgets.at("/properties/" + key)))
          .containsExactlyInAnyOrderElementsOf(BudgetsReader.ALLOWANCE_KEYS);
    }
    JsonNode relation = read(Kind.RELATIONS).path("items");
    assertThat(keys(relation)).containsExactlyInAnyOrderElementsOf(RelationsReader.KEYS);
    assertThat(keys(relation.at("/properties/mask/additionalProperties")))
        .containsExactlyInAnyOrderElementsOf(MaskCheck.KEYS);
  }

  @ParameterizedTest
  @EnumSource
  void schema_validFile_isValid(Kind kind) throws IOException {
    assertThat(errors(kind, kind.valid)).isEmpty();
  }

  static Stream<MistakeCase> structural() {
    return MistakeCases.all().stream().filter(MistakeCase::structural);
  }

  @ParameterizedTest
  @MethodSource("structural")
  void schema_mistakeOfStructure_isInvalid(MistakeCase mistake) throws IOException {
    assertThat(errors(mistake.kind(), mistake.text())).isNotEmpty();
  }

  static Stream<MistakeCase> others() {
    return MistakeCases.all().stream()
        .filter(mistake -> !mistake.structural())
        .filter(mistake -> YamlDocument.parse("x", mistake.text()).mistakes().isEmpty());
  }

  @ParameterizedTest
  @MethodSource("others")
  void schema_anyOtherMistake_isNotPromisedToEditors(MistakeCase mistake) throws IOException {
    assertThat(errors(mistake.kind(), mistake.text())).isEmpty();
  }

  @Test
  void sampleFiles_nameTheirSchemaAndFitIt() throws IOException {
    List<Path> files;
    try (Stream<Path> found = Files.walk(CATALOG)) {
      files = found.filter(file -> file.toString().endsWith(".yaml")).toList();
    }
    assertThat(files).hasSizeGreaterThanOrEqualTo(3);
    String prefix = "# yaml-language-server: $schema=";
    for (Path file : files) {
      String text = Files.readString(file);
      String first = text.lines().findFirst().orElse("");
      assertThat(first).as(file.toString()).startsWith(prefix);
      Path schema = file.resolveSibling(first.substring(prefix.length()));
      assertThat(schema.normalize().getParent()).isEqualTo(CATALOG.resolve("schema"));
      assertThat(errors(Files.readString(schema), text)).as(file.toString()).isEmpty();
    }
  }

  private static List<String> keys(JsonNode schema) {
    return List.copyOf(((ObjectNode) schema.path("properties")).propertyNames());
  }

  private static List<Error> errors(Kind kind, String text) throws IOException {
    return errors(Files.readString(CATALOG.resolve("schema").resolve(kind.schema)), text);
  }

  private static List<Error> errors(String schemaText, String text) {
    Schema schema = REGISTRY.getSchema(JSON.readTree(schemaText));
    YamlDocument document = YamlDocument.parse("file", text);
    return schema.validate(document.root());
  }

  private static JsonNode read(Kind kind) throws IOException {
    return JSON.readTree(Files.readString(CATALOG.resolve("schema").resolve(kind.schema)));
  }
}
