package dev.sluice.tool.task;

import dev.sluice.call.Call;
import dev.sluice.call.Layer;
import dev.sluice.protocol.feature.Exchange;
import dev.sluice.protocol.feature.ToolException;
import dev.sluice.protocol.feature.ToolOutcome;
import dev.sluice.task.Task;
import dev.sluice.task.TaskEngine;
import dev.sluice.task.TaskRefusedException;
import dev.sluice.task.TaskStoreException;
import dev.sluice.task.Work;

/**
 * Starts work that outlives its call, whoever calls: a client that knows tasks gets one of MCP's,
 * any other its id and how to go on. Safe for use by several threads.
 */
public final class TaskStart {
  /** The extension by which a client says that it knows tasks. */
  public static final String EXTENSION = "io.modelcontextprotocol/tasks";

  private final TaskEngine engine;
  private final LongQueries queries;
  private final TaskViews views;

  /**
   * Over an engine.
   *
   * @param queries refuse at once what would be refused when it runs
   */
  public TaskStart(TaskEngine engine, LongQueries queries, TaskViews views) {
    this.engine = engine;
    this.queries = queries;
    this.views = views;
  }

  /**
   * Starts it.
   *
   * @throws ToolException where it may not be started, or could not
   */
  public ToolOutcome start(Work work, Exchange exchange) {
    check(work, exchange.call());
    try {
      Task task = engine.start(work, exchange.call());
      return exchange.clientHasExtension(EXTENSION)
          ? new ToolOutcome.Started(views.state(task, exchange.call()))
          : new ToolOutcome.Done(views.status(task, exchange.call()));
    } catch (TaskRefusedException e) {
      exchange.call().notes().refused(Layer.TASK, "task_refused");
      throw new ToolException("No task was started: " + e.getMessage() + ".", e);
    } catch (TaskStoreException e) {
      exchange.call().notes().failed(Layer.TASK, "task_store");
      throw new ToolException(
          "It is not known whether a task was started: what keeps tasks does not answer. Try again"
              + " in a minute. Reference: "
              + exchange.call().reference(),
          e);
    }
  }

  private void check(Work work, Call call) {
    try {
      LongQuery _ = queries.of(work, call.principal(), call.deadline());
    } catch (ToolException e) {
      call.notes().refused(Layer.STATEMENT, "statement_refused");
      throw e;
    }
  }
}
