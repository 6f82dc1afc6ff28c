package dev.sluice.testkit.conformance;

import dev.sluice.call.Call;
import dev.sluice.protocol.feature.Tool;
import dev.sluice.protocol.feature.ToolOutcome;
import dev.sluice.protocol.feature.Tools;
import dev.sluice.protocol.wire.Content;
import dev.sluice.protocol.wire.ToolDescriptor;
import dev.sluice.protocol.wire.ToolResult;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Tools that every caller may see, and the way to make one.
 *
 * @param all in the order of the list
 */
record FixtureTools(List<Tool> all) implements Tools {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String ANY_OBJECT = "{\"type\": \"object\"}";

  FixtureTools {
    all = List.copyOf(all);
  }

  @Override
  public List<Tool> list(Call call) {
    return all;
  }

  @Override
  public Optional<Tool> find(String name, Call call) {
    return all.stream().filter(tool -> tool.descriptor().name().equals(name)).findFirst();
  }

  /** A tool without arguments. */
  static Tool tool(String name, Tool.Handler handler) {
    return tool(name, ANY_OBJECT, handler);
  }

  /** A tool whose arguments fit a JSON Schema. */
  static Tool tool(String name, String inputSchema, Tool.Handler handler) {
    return Tool.of(
        new ToolDescriptor(
            name, name, "A fixture: " + name, JSON.readValue(inputSchema, ObjectNode.class), null),
        handler);
  }

  static ToolOutcome text(String text) {
    return answer(new Content.Text(text));
  }

  static ToolOutcome answer(Content... content) {
    return new ToolOutcome.Done(new ToolResult(List.of(content), null, false));
  }
}
