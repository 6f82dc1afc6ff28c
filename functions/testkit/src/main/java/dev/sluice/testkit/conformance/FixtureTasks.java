package dev.sluice.testkit.conformance;

import dev.sluice.call.Call;
import dev.sluice.protocol.feature.Tasks;
import dev.sluice.protocol.wire.TaskState;
import tools.jackson.databind.node.ObjectNode;

/**
 * Tasks that do what {@link FixtureWork} says. Implementations are safe for use by several threads.
 */
public interface FixtureTasks extends Tasks {

  /**
   * Stores a task of the caller's, and starts it.
   *
   * @param tool whose work it is
   */
  TaskState start(String tool, ObjectNode arguments, Call call);
}
