package dev.sluice.testkit.conformance;

import static dev.sluice.testkit.conformance.FixtureTools.text;
import static dev.sluice.testkit.conformance.FixtureTools.tool;

import dev.sluice.protocol.feature.Exchange;
import dev.sluice.protocol.feature.Tool;
import dev.sluice.protocol.feature.ToolOutcome;
import java.util.List;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Tools that run on after their call was answered, and one that does not. */
final class TaskTools {
  private static final String EXTENSION = "io.modelcontextprotocol/tasks";

  private final FixtureTasks tasks;

  private TaskTools(FixtureTasks tasks) {
    this.tasks = tasks;
  }

  static List<Tool> all(FixtureTasks tasks) {
    TaskTools all = new TaskTools(tasks);
    return List.of(
        tool(
            "greet",
            """
            {"type": "object", "properties": {"name": {"type": "string"}}}
            """,
            (arguments, _) -> text("Hello, " + arguments.path("name").asString("you") + "!")),
        tool(
            "slow_compute",
            """
            {"type": "object",
             "properties": {"seconds": {"type": "number"}, "label": {"type": "string"}}}
            """,
            all::compute),
        tool("failing_job", all.starting("failing_job")),
        tool("protocol_error_job", all.starting("protocol_error_job")),
        tool("confirm_delete", all.starting("confirm_delete")),
        tool("multi_input", all.starting("multi_input")),
        tool("test_tool_with_task", (_, exchange) -> all.askThenStart(exchange)));
  }

  /** Nothing is computed, so a client without tasks need not wait. */
  private ToolOutcome compute(ObjectNode arguments, Exchange exchange) {
    return exchange.clientHasExtension(EXTENSION)
        ? start("slow_compute", arguments, exchange)
        : text(FixtureWork.computedText(arguments));
  }

  private Tool.Handler starting(String name) {
    return (arguments, exchange) -> start(name, arguments, exchange);
  }

  private ToolOutcome start(String name, ObjectNode arguments, Exchange exchange) {
    exchange.requireClientExtension(EXTENSION);
    return new ToolOutcome.Started(tasks.start(name, arguments, exchange.call()));
  }

  private ToolOutcome askThenStart(Exchange exchange) {
    exchange.requireClientExtension(EXTENSION);
    if (!Questions.isFilled(exchange, "user_name", "name")) {
      return Questions.ask("user_name", Questions.form("What is your name?", "name"), null);
    }
    ObjectNode arguments = JsonNodeFactory.instance.objectNode();
    arguments.put("name", Questions.filled(exchange, "user_name", "name"));
    return start("test_tool_with_task", arguments, exchange);
  }
}
