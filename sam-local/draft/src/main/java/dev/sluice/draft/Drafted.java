package dev.sluice.draft;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A drafted tool.
 *
 * @param name its name
 * @param title for people
 * @param description for models
 * @param arguments what it takes
 * @param sql its statement
 * @param pageBy empty: a cut answer cannot be continued
 * @param maxRows of an answer
 * @param timeoutMillis of the statement
 */
record Drafted(
    String name,
    String title,
    String description,
    List<Argument> arguments,
    String sql,
    List<String> pageBy,
    int maxRows,
    int timeoutMillis) {
  private static final int MAX_BYTES = 262_144;
  private static final int MAX_TITLE_CHARS = 120;
  private static final int MAX_DESCRIPTION_CHARS = 600;

  /** Copies the lists. */
  Drafted {
    title = Words.line(title, MAX_TITLE_CHARS);
    description = Words.line(description, MAX_DESCRIPTION_CHARS);
    arguments = List.copyOf(arguments);
    pageBy = List.copyOf(pageBy);
  }

  /**
   * An argument.
   *
   * @param name as the statement has it
   * @param schema lines of JSON Schema as YAML
   * @param description for models
   * @param required whether it must be given
   * @param example null: the example goes without
   */
  record Argument(
      String name,
      String schema,
      String description,
      boolean required,
      @Nullable JsonNode example) {
    private static final int MAX_DESCRIPTION_CHARS = 300;

    Argument {
      description = Words.line(description, MAX_DESCRIPTION_CHARS);
    }
  }

  /** The same under another name, and continued by other columns. */
  Drafted named(String other, List<String> otherPageBy) {
    return new Drafted(
        other, title, description, arguments, sql, otherPageBy, maxRows, timeoutMillis);
  }

  /** The file that declares it. */
  String file() {
    StringBuilder file = new StringBuilder();
    file.append("# yaml-language-server: $schema=../schema/tool.schema.json\n");
    file.append("name: ").append(Yaml.text(name)).append('\n');
    file.append("title: ").append(Yaml.sentence(title)).append('\n');
    file.append("description: ").append(Yaml.sentence(description)).append('\n');
    file.append("input:\n  type: object\n  properties:\n");
    for (Argument argument : arguments) {
      file.append("    ").append(Yaml.text(argument.name())).append(":\n");
      file.append(argument.schema().indent(6));
      file.append("      description: ").append(Yaml.sentence(argument.description())).append('\n');
    }
    List<String> required =
        arguments.stream().filter(Argument::required).map(Argument::name).toList();
    if (!required.isEmpty()) {
      file.append(Yaml.list("  required:", required, 4));
    }
    file.append("  additionalProperties: false\n");
    file.append(Yaml.block("sql:", sql));
    if (!pageBy.isEmpty()) {
      file.append(Yaml.list("page_by:", pageBy, 2));
    }
    file.append("limits: { rows: ").append(maxRows).append(", bytes: ").append(MAX_BYTES);
    file.append(", timeout_ms: ").append(timeoutMillis).append(" }\n");
    file.append("examples:\n  - { ").append(example()).append(" }\n");
    return file.toString();
  }

  private String example() {
    return arguments.stream()
        .filter(argument -> argument.example() != null)
        .map(argument -> Yaml.text(argument.name()) + ": " + example(argument))
        .collect(Collectors.joining(", "));
  }

  private static String example(Argument argument) {
    JsonNode example = argument.example();
    return example == null ? "null" : Yaml.value(example);
  }
}
