package dev.sluice.states.cases;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * One case of a state machine.
 *
 * @param input of the execution
 * @param expected what is called, what that does, and how it ends
 * @param differences what another program makes of the case, by its name
 * @param notRun why another program cannot run the case, by its name
 */
public record MachineCase(
    String name,
    JsonNode input,
    Expected expected,
    Map<String, Difference> differences,
    Map<String, String> notRun) {

  /** What must happen, and what the functions do meanwhile. */
  public record Expected(
      List<Scripted> calls, String status, Optional<String> error, Optional<String> cause) {
    /** The same, as it will have been seen. */
    public Trace trace() {
      return new Trace(calls.stream().map(Scripted::call).toList(), status, error, cause);
    }
  }

  /**
   * Where another program does not do as Step Functions does.
   *
   * @param why in words
   */
  public record Difference(String why, Expected expected) {}

  /** What must happen where a program runs it. */
  public Expected expectedOf(String program) {
    Difference difference = differences.get(program);
    return difference == null ? expected : difference.expected();
  }
}
