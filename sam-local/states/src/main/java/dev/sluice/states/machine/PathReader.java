package dev.sluice.states.machine;

import com.jayway.jsonpath.InvalidPathException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** The paths and templates of a state. */
final class PathReader {
  static final String TASK_TOKEN = "$$.Task.Token";

  /** What the context object has here for every path. */
  private static final List<String> CONTEXT =
      List.of("$$.Execution.Id", "$$.Execution.Name", "$$.State.Name", "$$.State.RetryCount");

  /** What it has for the parameters of a task as well. */
  private static final List<String> OF_TASKS = List.of(TASK_TOKEN);

  /** What it has for the selector of a map's items as well. */
  private static final List<String> OF_ITEMS = List.of("$$.Map.Item.Index", "$$.Map.Item.Value");

  private final Fields fields;

  PathReader(Fields fields) {
    this.fields = fields;
  }

  /** All five fields that a state with a result has. */
  DataFlow flow() {
    return new DataFlow(
        path("InputPath"), template("ResultSelector"), result(fields), path("OutputPath"));
  }

  DataFlow flowWithoutSelector() {
    return new DataFlow(path("InputPath"), null, result(fields), path("OutputPath"));
  }

  /** What a state without a result has. */
  DataFlow ends() {
    return new DataFlow(path("InputPath"), null, ResultPath.WHOLE, path("OutputPath"));
  }

  /** A path; the whole where it is left out, an empty object where it is null. */
  DataPath path(String field) {
    if (!fields.has(field)) {
      return DataPath.WHOLE;
    }
    JsonNode value = fields.get(field);
    if (value != null && value.isNull() && field.endsWith("putPath")) {
      return DataPath.NOTHING;
    }
    String text = fields.text(field);
    return text == null ? DataPath.WHOLE : path(fields, field, text).orElse(DataPath.WHOLE);
  }

  /** Where a result goes. */
  static ResultPath result(Fields fields) {
    JsonNode value = fields.get("ResultPath");
    if (value == null) {
      return ResultPath.WHOLE;
    }
    if (value.isNull()) {
      return ResultPath.NOWHERE;
    }
    return ResultPath.of(value.asString(""))
        .orElseGet(
            () -> {
              fields.add(
                  "ResultPath",
                  "'ResultPath' is " + value,
                  "Write names alone, such as '$.error', or null");
              return ResultPath.WHOLE;
            });
  }

  /** A template; null where it is left out. */
  @Nullable Template template(String field) {
    return template(field, List.of());
  }

  /** A template that may take the task's token. */
  @Nullable Template templateOfTask(String field) {
    return template(field, OF_TASKS);
  }

  /** A template that may take the item it is filled for. */
  @Nullable Template templateOfItems(String field) {
    return template(field, OF_ITEMS);
  }

  Template nothing() {
    return new Template(JsonNodeFactory.instance.objectNode(), Map.of());
  }

  private @Nullable Template template(String field, List<String> special) {
    JsonNode json = fields.get(field);
    if (json == null) {
      return null;
    }
    Map<String, DataPath> paths = new HashMap<>();
    collect(json, fields.at(field), special, paths);
    return new Template(json, paths);
  }

  private void collect(
      JsonNode part, String pointer, List<String> special, Map<String, DataPath> paths) {
    part.properties()
        .forEach(
            entry -> {
              String name = entry.getKey();
              JsonNode value = entry.getValue();
              String at = pointer + "/" + name;
              if (!name.endsWith(Template.SUFFIX)) {
                collect(value, at, special, paths);
              } else if (!value.isString()) {
                fields.mistakes().add(at, "this is not a path", "Write one in quotes");
              } else {
                String text = value.asString();
                read(fields.mistakes(), at, text, special).ifPresent(path -> paths.put(text, path));
              }
            });
    if (part.isArray()) {
      for (int i = 0; i < part.size(); i++) {
        collect(part.get(i), pointer + "/" + i, special, paths);
      }
    }
  }

  static Optional<DataPath> path(Fields fields, String field, String text) {
    return read(fields.mistakes(), fields.at(field), text, List.of());
  }

  private static Optional<DataPath> read(
      Mistakes mistakes, String at, String text, List<String> special) {
    if (!text.startsWith("$")) {
      mistakes.add(
          at,
          text.startsWith("States.")
              ? "the intrinsic function '" + text + "' is not run here"
              : "'" + text + "' is not a path",
          "Write a path, which starts with $");
      return Optional.empty();
    }
    if (text.startsWith("$$") && !CONTEXT.contains(text) && !special.contains(text)) {
      mistakes.add(
          at,
          "'" + text + "' is not in the context object here",
          "Write one of "
              + String.join(", ", Stream.concat(CONTEXT.stream(), special.stream()).toList()));
      return Optional.empty();
    }
    try {
      return Optional.of(DataPath.of(text));
    } catch (InvalidPathException e) {
      mistakes.add(at, "'" + text + "' is not a JSONPath", "Write one such as $.taskId");
      return Optional.empty();
    }
  }
}
