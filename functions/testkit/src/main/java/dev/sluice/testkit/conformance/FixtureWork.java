package dev.sluice.testkit.conformance;

import dev.sluice.protocol.wire.InputRequest;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a fixture's task does: nothing, for a time.
 *
 * @param duration how long, once nothing is open
 * @param ending what it comes to
 * @param questions what it asks first, by key; none for none
 */
public record FixtureWork(
    Duration duration, TaskEnding ending, Map<String, InputRequest> questions) {
  private static final int INTERNAL_ERROR = -32603;
  private static final Duration MOMENT = Duration.ofMillis(100);

  /** Copies the map. */
  public FixtureWork {
    questions = Map.copyOf(questions);
  }

  /**
   * The work of a tool.
   *
   * @param id of the task: its questions have keys of their own
   * @throws IllegalArgumentException for a tool that starts no task
   */
  public static FixtureWork of(String tool, ObjectNode arguments, String id) {
    return switch (tool) {
      case "slow_compute" ->
          ending(
              Duration.ofMillis((long) (arguments.path("seconds").asDouble(0) * 1_000)),
              TaskEnding.text(computedText(arguments)));
      case "failing_job" -> ending(Duration.ofSeconds(1), TaskEnding.toolError("It failed."));
      case "protocol_error_job" ->
          ending(MOMENT, TaskEnding.protocolError(INTERNAL_ERROR, "It broke."));
      case "confirm_delete" -> asking(id, "delete");
      case "multi_input" -> asking(id, "first", "second");
      case "test_tool_with_task" ->
          ending(MOMENT, TaskEnding.text("Hello, " + arguments.path("name").asString("you") + "!"));
      default -> throw new IllegalArgumentException("'" + tool + "' starts no task");
    };
  }

  /** What {@code slow_compute} comes to, as a task or without one. */
  static String computedText(ObjectNode arguments) {
    return "Computed " + arguments.path("label").asString("it") + ".";
  }

  private static FixtureWork ending(Duration duration, TaskEnding ending) {
    return new FixtureWork(duration, ending, Map.of());
  }

  private static FixtureWork asking(String id, String... names) {
    Map<String, InputRequest> questions = new TreeMap<>();
    for (String name : names) {
      questions.put(name + "-" + id, Questions.confirmation("Confirm: " + name, "confirm"));
    }
    return new FixtureWork(Duration.ZERO, TaskEnding.text("Confirmed."), questions);
  }
}
