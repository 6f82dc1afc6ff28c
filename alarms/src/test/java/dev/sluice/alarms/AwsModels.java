package dev.sluice.alarms;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What AWS's command line takes: services, operations and options, of the models in the npm package
 * {@code aws-sdk}, under the names that the command line makes of theirs (botocore's {@code
 * xform_name}).
 */
final class AwsModels {
  /** Where the command line's name is not the model's. */
  private static final Map<String, String> FILES =
      Map.of(
          "cloudwatch", "monitoring",
          "deploy", "codedeploy",
          "stepfunctions", "states",
          "events", "eventbridge");

  private static final Set<String> GLOBAL = Set.of("query", "output", "region", "profile");

  /** Which the command line has renamed, since it has options of these names itself. */
  private static final Map<String, String> RENAMED =
      Map.of("subscribe endpoint", "notification-endpoint");

  private final Path apis;
  private final Map<String, JsonNode> models = new HashMap<>();

  AwsModels(Path apis) {
    this.apis = apis;
  }

  /** What is wrong with a command; empty where nothing is. */
  Optional<String> problem(String command) throws IOException {
    List<String> words = words(command);
    if (words.size() < 3) {
      return Optional.of("it names no service and operation");
    }
    Optional<JsonNode> model = model(words.get(1));
    if (model.isEmpty()) {
      return Optional.of("there is no service '" + words.get(1) + "'");
    }
    JsonNode operation = null;
    for (Map.Entry<String, JsonNode> each : model.get().path("operations").properties()) {
      if (kebab(each.getKey()).equals(words.get(2))) {
        operation = each.getValue();
      }
    }
    if (operation == null) {
      return Optional.of(words.get(1) + " has no operation '" + words.get(2) + "'");
    }
    return problem(words, operation.path("input"), model.get().path("shapes"));
  }

  private static Optional<String> problem(List<String> words, JsonNode input, JsonNode shapes) {
    Map<String, String> types = new HashMap<>();
    List<String> wanted = new ArrayList<>();
    for (Map.Entry<String, JsonNode> member :
        resolved(input, shapes).path("members").properties()) {
      String option = option(words.get(2), member.getKey());
      types.put(option, resolved(member.getValue(), shapes).path("type").asString("string"));
    }
    resolved(input, shapes)
        .path("required")
        .forEach(name -> wanted.add(option(words.get(2), name.asString())));
    for (int i = 3; i < words.size(); i++) {
      String word = words.get(i);
      if (!word.startsWith("--")) {
        continue;
      }
      String option = word.substring(2);
      String positive = option.startsWith("no-") ? option.substring(3) : option;
      wanted.remove(option);
      String type = types.get(option);
      if (type == null && "boolean".equals(types.get(positive))) {
        wanted.remove(positive);
        continue;
      }
      if (type == null && !GLOBAL.contains(option)) {
        return Optional.of(words.get(2) + " has no option '--" + option + "'");
      }
      if (!"boolean".equals(type) && (i + 1 == words.size() || words.get(i + 1).startsWith("--"))) {
        return Optional.of("'--" + option + "' has no value");
      }
    }
    return wanted.isEmpty()
        ? Optional.empty()
        : Optional.of(words.get(2) + " wants '--" + wanted.getFirst() + "'");
  }

  private static String option(String operation, String member) {
    String option = kebab(member);
    return RENAMED.getOrDefault(operation + " " + option, option);
  }

  private static JsonNode resolved(JsonNode node, JsonNode shapes) {
    return node.has("shape") ? shapes.path(node.path("shape").asString()) : node;
  }

  private Optional<JsonNode> model(String service) throws IOException {
    if (!models.containsKey(service)) {
      String name = FILES.getOrDefault(service, service);
      try (Stream<Path> files = Files.list(apis)) {
        Optional<Path> newest =
            files
                .filter(
                    file ->
                        String.valueOf(file.getFileName())
                            .matches(name + "-\\d{4}-\\d\\d-\\d\\d\\.min\\.json"))
                .max(Path::compareTo);
        if (newest.isEmpty()) {
          return Optional.empty();
        }
        models.put(service, JsonMapper.shared().readTree(Files.readString(newest.get())));
      }
    }
    return Optional.ofNullable(models.get(service));
  }

  static String kebab(String name) {
    return name.replaceAll("(.)([A-Z][a-z]+)", "$1-$2")
        .replaceAll("([a-z0-9])([A-Z])", "$1-$2")
        .toLowerCase(Locale.ROOT);
  }

  /** As a shell splits them: quotes hold together, and what a closing parenthesis ends is cut. */
  static List<String> words(String command) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    char quote = 0;
    int depth = 0;
    for (char c : (command + " ").toCharArray()) {
      if (quote != 0) {
        quote = c == quote ? 0 : quote;
        word.append(c);
      } else if (c == '"' || c == '\'') {
        quote = c;
        word.append(c);
      } else if (c == '(') {
        depth++;
        word.append(c);
      } else if (c == ')' && depth-- == 0) {
        break;
      } else if (c == '|' || c == ';') {
        break;
      } else if (c == ' ' && depth <= 0) {
        if (!word.isEmpty()) {
          words.add(word.toString());
          word.setLength(0);
        }
      } else {
        word.append(c);
      }
    }
    if (!word.isEmpty()) {
      words.add(word.toString());
    }
    return words;
  }
}
