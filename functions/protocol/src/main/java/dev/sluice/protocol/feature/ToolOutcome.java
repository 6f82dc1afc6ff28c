package dev.sluice.protocol.feature;

import dev.sluice.protocol.wire.TaskState;
import dev.sluice.protocol.wire.ToolResult;

/** What a call of a tool came to. */
public sealed interface ToolOutcome permits ToolOutcome.Done, ToolOutcome.Started, InputRequired {

  /**
   * It is done, well or badly.
   *
   * @param result what the client sees
   */
  record Done(ToolResult result) implements ToolOutcome {}

  /**
   * It runs on as a task, which was stored before.
   *
   * @param task as it stands
   */
  record Started(TaskState task) implements ToolOutcome {}
}
