package dev.sluice.protocol.feature;

import dev.sluice.call.Call;
import dev.sluice.protocol.wire.TaskState;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * Work that runs on after its call was answered (the extension {@code
 * io.modelcontextprotocol/tasks}). A caller sees its own tasks only. Implementations are safe for
 * use by several threads.
 */
public interface Tasks {

  /** A task as it stands; empty when the caller has none of that id. */
  Optional<TaskState> get(String id, Call call);

  /**
   * Gives a task what it asked for; what it did not ask for is passed over.
   *
   * @return whether the caller has such a task
   */
  boolean update(String id, ObjectNode inputResponses, Call call);

  /**
   * Asks a task to end; a task that has ended stays as it is.
   *
   * @return whether the caller has such a task
   */
  boolean cancel(String id, Call call);
}
