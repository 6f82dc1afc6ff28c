package dev.sluice.protocol;

import dev.sluice.call.Call;
import dev.sluice.protocol.feature.Features;
import dev.sluice.protocol.feature.Tool;
import dev.sluice.protocol.feature.ToolOutcome;
import dev.sluice.protocol.feature.Tools;
import dev.sluice.protocol.wire.Content;
import dev.sluice.protocol.wire.ServerInfo;
import dev.sluice.protocol.wire.ToolDescriptor;
import dev.sluice.protocol.wire.ToolResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/** Tools that a test makes up. */
final class FakeTools implements Tools {
  static final ServerInfo INFO = new ServerInfo("sluice", "Sluice", "0.1.0");

  private final List<Tool> tools = new ArrayList<>();

  FakeTools add(String name, String schema, Tool.Handler handler) {
    ObjectNode parsed = (ObjectNode) TestClient.JSON.readTree(schema);
    tools.add(Tool.of(new ToolDescriptor(name, "Title", "Description.", parsed, null), handler));
    return this;
  }

  FakeTools add(String name, Tool.Handler handler) {
    return add(name, "{\"type\":\"object\"}", handler);
  }

  Features features() {
    return Features.of(INFO, this);
  }

  static ToolOutcome say(String text) {
    return new ToolOutcome.Done(new ToolResult(List.of(new Content.Text(text)), null, false));
  }

  @Override
  public List<Tool> list(Call call) {
    return tools;
  }

  @Override
  public Optional<Tool> find(String name, Call call) {
    return tools.stream().filter(tool -> tool.descriptor().name().equals(name)).findFirst();
  }

  /** There is one tool that no caller is given. */
  @Override
  public Set<String> scopes(String name) {
    return name.equals("payments") ? Set.of("pii.read", "orders.read") : Set.of();
  }
}
