package dev.sluice.testkit.conformance;

import static dev.sluice.testkit.conformance.FixtureTools.text;
import static dev.sluice.testkit.conformance.FixtureTools.tool;

import dev.sluice.protocol.feature.Exchange;
import dev.sluice.protocol.feature.LogLevel;
import dev.sluice.protocol.feature.Tool;
import dev.sluice.protocol.feature.ToolOutcome;
import java.util.List;
import tools.jackson.databind.node.StringNode;

/** Tools that tell the client something ahead of their answer. */
final class TellingTools {
  private TellingTools() {}

  static List<Tool> all() {
    return List.of(
        tool("test_tool_with_progress", (_, exchange) -> progress(exchange)),
        tool("test_tool_with_logging", (_, exchange) -> log(exchange)),
        tool("test_logging_tool", (_, exchange) -> log(exchange)));
  }

  private static ToolOutcome progress(Exchange exchange) {
    for (int done = 0; done <= 100; done += 50) {
      exchange.progress(done, 100.0, null);
    }
    return text("Done, and told how far it was.");
  }

  private static ToolOutcome log(Exchange exchange) {
    for (String message :
        List.of("Tool execution started", "Tool processing data", "Tool execution completed")) {
      exchange.log(LogLevel.INFO, StringNode.valueOf(message));
    }
    return text("Done, and logged.");
  }
}
