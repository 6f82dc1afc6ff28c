package dev.sluice.tool.task;

import dev.sluice.call.Call;
import dev.sluice.call.Reference;
import dev.sluice.data.DataException;
import dev.sluice.data.LongReads;
import dev.sluice.data.Streamed;
import dev.sluice.protocol.feature.ToolException;
import dev.sluice.task.Outcome;
import dev.sluice.task.Task;
import dev.sluice.task.result.ObjectStore;
import dev.sluice.task.result.ResultIndex;
import dev.sluice.task.result.ResultWriter;
import dev.sluice.task.step.RunContext;
import dev.sluice.task.step.Runner;
import dev.sluice.task.step.TaskInterrupted;
import dev.sluice.task.step.TaskUnavailable;
import dev.sluice.task.step.WorkFailedException;
import java.io.IOException;

/**
 * Does a task's work: reads its statement's rows as its owner may see them, and stores them as they
 * come. Safe for use by several threads.
 */
public final class QueryRunner implements Runner {
  private static final int INVALID_PARAMS = -32602;
  private static final int INTERNAL_ERROR = -32603;

  private final LongQueries queries;
  private final LongReads reads;
  private final ObjectStore results;

  /** From a database into a store. */
  public QueryRunner(LongQueries queries, LongReads reads, ObjectStore results) {
    this.queries = queries;
    this.reads = reads;
    this.results = results;
  }

  @Override
  public Outcome run(Task task, int attempt, RunContext context) throws WorkFailedException {
    Call call = new Call(task.owner(), context.deadline(), Reference.next());
    ResultWriter writer = new ResultWriter(results, task.id(), attempt, context::progress);
    try {
      LongQuery asked = queries.of(task.work(), task.owner(), context.deadline());
      Streamed streamed =
          reads.stream(asked.query(), asked.limits(), call, context::isStillWanted, writer);
      ResultIndex index = writer.finish(streamed);
      return Outcome.ofRows(index.rows(), index.bytes());
    } catch (ToolException e) {
      throw new WorkFailedException(INVALID_PARAMS, String.valueOf(e.getMessage()));
    } catch (DataException e) {
      throw failure(e, call.reference());
    } catch (IOException e) {
      throw new TaskUnavailable("what results are stored in is away", e);
    }
  }

  /** Whether the same is worth trying again, from its beginning. */
  private static WorkFailedException failure(DataException e, Reference reference) {
    return switch (e) {
      case DataException.Cancelled _, DataException.BrokenOff _ ->
          throw new TaskInterrupted(String.valueOf(e.getMessage()));
      case DataException.Unavailable _, DataException.Busy _ ->
          throw new TaskUnavailable(String.valueOf(e.getMessage()), e);
      case DataException.TimedOut _, DataException.Stale _, DataException.Refused _ ->
          new WorkFailedException(INTERNAL_ERROR, e.getMessage() + " Reference: " + reference);
    };
  }
}
