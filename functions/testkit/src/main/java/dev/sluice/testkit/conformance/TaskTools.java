package dev.sluice.testkit.conformance;

import static dev.sluice.testkit.conformance.FixtureTools.text;
import static dev.sluice.testkit.conformance.FixtureTools.tool;

import dev.sluice.protocol.feature.Exchange;
import dev.sluice.protocol.feature.Tool;
import dev.sluice.protocol.feature.ToolOutcome;
import dev.sluice.protocol.wire.InputRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/** Tools that run on after their call was answered, and one that does not. */
final class TaskTools {
  private static final String EXTENSION = "io.modelcontextprotocol/tasks";
  private static final int INTERNAL_ERROR = -32603;

  private final MemoryTasks tasks;

  private TaskTools(MemoryTasks tasks) {
    this.tasks = tasks;
  }

  static List<Tool> all(MemoryTasks tasks) {
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
        tool(
            "failing_job",
            (_, exchange) ->
                all.start(Duration.ofSeconds(1), TaskEnding.toolError("It failed."), exchange)),
        tool(
            "protocol_error_job",
            (_, exchange) ->
                all.start(
                    Duration.ofMillis(100),
                    TaskEnding.protocolError(INTERNAL_ERROR, "It broke."),
                    exchange)),
        tool("confirm_delete", (_, exchange) -> all.startAsking(exchange, "delete")),
        tool("multi_input", (_, exchange) -> all.startAsking(exchange, "first", "second")),
        tool("test_tool_with_task", (_, exchange) -> all.askThenStart(exchange)));
  }

  /** Nothing is computed, so a client without tasks need not wait. */
  private ToolOutcome compute(ObjectNode arguments, Exchange exchange) {
    long millis = (long) (arguments.path("seconds").asDouble(0) * 1_000);
    String done = "Computed " + arguments.path("label").asString("it") + ".";
    return exchange.clientHasExtension(EXTENSION)
        ? start(Duration.ofMillis(millis), TaskEnding.text(done), exchange)
        : text(done);
  }

  private ToolOutcome start(Duration work, TaskEnding ending, Exchange exchange) {
    exchange.requireClientExtension(EXTENSION);
    return new ToolOutcome.Started(tasks.start(work, ending, Map.of(), exchange.call()));
  }

  private ToolOutcome startAsking(Exchange exchange, String... questions) {
    exchange.requireClientExtension(EXTENSION);
    Map<String, InputRequest> open =
        Stream.of(questions)
            .collect(
                Collectors.toMap(
                    name -> name + "-" + UUID.randomUUID(),
                    name -> Questions.confirmation("Confirm: " + name, "confirm")));
    return new ToolOutcome.Started(
        tasks.start(Duration.ZERO, TaskEnding.text("Confirmed."), open, exchange.call()));
  }

  private ToolOutcome askThenStart(Exchange exchange) {
    exchange.requireClientExtension(EXTENSION);
    return Questions.isFilled(exchange, "user_name", "name")
        ? start(
            Duration.ofMillis(100),
            TaskEnding.text("Hello, " + Questions.filled(exchange, "user_name", "name") + "!"),
            exchange)
        : Questions.ask("user_name", Questions.form("What is your name?", "name"), null);
  }
}
