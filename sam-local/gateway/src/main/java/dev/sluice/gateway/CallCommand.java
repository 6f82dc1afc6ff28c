package dev.sluice.gateway;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Calls one tool and prints its answer. */
@Command(name = "call")
@SuppressWarnings("NullAway.Init") // picocli fills the fields.
final class CallCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(names = "--url")
  private String url = McpClient.DEFAULT_URL;

  @Option(names = "--json")
  private boolean json;

  @Parameters(index = "0", paramLabel = "TOOL")
  private String tool;

  @Parameters(index = "1", paramLabel = "JSON", defaultValue = "{}")
  private String arguments;

  @Override
  public Integer call() {
    ObjectNode params = JsonMapper.shared().createObjectNode().put("name", tool);
    params.set("arguments", arguments());
    JsonNode result = new McpClient(url).ask("tools/call", tool, params);
    String text = text(result);
    if (result.path("isError").asBoolean(false)) {
      throw new CommandException(text);
    }
    spec.commandLine()
        .getOut()
        .println(json ? result.path("structuredContent").toPrettyString() : text);
    return 0;
  }

  private ObjectNode arguments() {
    try {
      if (JsonMapper.shared().readTree(arguments) instanceof ObjectNode object) {
        return object;
      }
    } catch (JacksonException e) {
      // Said below.
    }
    throw new ParameterException(
        spec.commandLine(),
        "the arguments are no JSON object: write them like '{\"customer_id\": 7}'");
  }

  private static String text(JsonNode result) {
    StringBuilder text = new StringBuilder();
    for (JsonNode part : result.path("content")) {
      text.append(text.isEmpty() ? "" : "\n").append(part.path("text").asString(""));
    }
    return text.toString();
  }
}
