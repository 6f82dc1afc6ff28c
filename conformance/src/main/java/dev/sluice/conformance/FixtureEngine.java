package dev.sluice.conformance;

import dev.sluice.call.Call;
import dev.sluice.protocol.wire.TaskState;
import dev.sluice.task.Task;
import dev.sluice.task.TaskEngine;
import dev.sluice.task.TaskRefusedException;
import dev.sluice.task.TaskStoreException;
import dev.sluice.task.Work;
import dev.sluice.task.aws.TaskServices;
import dev.sluice.testkit.conformance.FixtureTasks;
import dev.sluice.testkit.conformance.FixtureWork;
import dev.sluice.tool.task.OwnTasks;
import dev.sluice.tool.task.TaskResults;
import dev.sluice.tool.task.TaskViews;
import java.time.Duration;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * Tasks of fixtures on what Sluice's own run on: those that ask something by a state machine of
 * their own, the others by the deployed one. Safe for use by several threads.
 */
final class FixtureEngine implements FixtureTasks {
  private static final Duration POLL = Duration.ofMillis(100);

  private final TaskEngine plain;
  private final TaskEngine asking;
  private final TaskViews views;
  private final OwnTasks own;

  /**
   * Over what runs them.
   *
   * @param plain by the deployed state machine
   * @param asking by one that waits for answers
   */
  FixtureEngine(TaskServices plain, TaskServices asking) {
    this.plain = plain.engine();
    this.asking = asking.engine();
    this.views = new TaskViews(new TaskResults(plain.results()), POLL);
    this.own = new OwnTasks(plain.engine(), views);
  }

  @Override
  public TaskState start(String tool, ObjectNode arguments, Call call) {
    boolean asks = !FixtureWork.of(tool, arguments, "").questions().isEmpty();
    try {
      Task task = (asks ? asking : plain).start(new Work(tool, arguments, "fixtures"), call);
      return views.state(task, call);
    } catch (TaskRefusedException | TaskStoreException e) {
      throw new IllegalStateException("a fixture's task was not started", e);
    }
  }

  @Override
  public Optional<TaskState> get(String id, Call call) {
    return own.get(id, call);
  }

  @Override
  public boolean update(String id, ObjectNode inputResponses, Call call) {
    return own.update(id, inputResponses, call);
  }

  @Override
  public boolean cancel(String id, Call call) {
    return own.cancel(id, call);
  }
}
