package dev.sluice.gateway;

import java.io.PrintWriter;
import java.util.StringJoiner;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Lists the tools that are served, each with its arguments. */
@Command(name = "tools")
@SuppressWarnings("NullAway.Init") // picocli fills the fields.
final class ToolsCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(names = "--url")
  private String url = McpClient.DEFAULT_URL;

  @Override
  public Integer call() {
    JsonNode result =
        new McpClient(url).ask("tools/list", "", JsonMapper.shared().createObjectNode());
    PrintWriter out = spec.commandLine().getOut();
    for (JsonNode tool : result.path("tools")) {
      out.println(tool.path("name").asString("") + arguments(tool.path("inputSchema")));
      out.println("    " + tool.path("description").asString(""));
    }
    return 0;
  }

  /** Optional ones in brackets, as commands write them. */
  private static String arguments(JsonNode schema) {
    StringJoiner arguments = new StringJoiner(", ", "(", ")");
    schema
        .path("properties")
        .forEachEntry(
            (name, property) -> {
              String typed = name + ": " + type(property);
              arguments.add(isRequired(schema, name) ? typed : "[" + typed + "]");
            });
    return arguments.toString();
  }

  private static String type(JsonNode property) {
    if (property.path("enum").isArray()) {
      StringJoiner values = new StringJoiner("|");
      property.path("enum").forEach(value -> values.add(value.asString("null")));
      return values.toString();
    }
    JsonNode type = property.path("type");
    // An argument that may be null lists its types; that it may be left out is told otherwise.
    String name =
        type.isArray()
            ? type.valueStream()
                .map(each -> each.asString(""))
                .filter(each -> !each.equals("null"))
                .collect(Collectors.joining("|"))
            : type.asString("any");
    return property.path("format").asString(name);
  }

  private static boolean isRequired(JsonNode schema, String name) {
    for (JsonNode required : schema.path("required")) {
      if (required.asString("").equals(name)) {
        return true;
      }
    }
    return false;
  }
}
