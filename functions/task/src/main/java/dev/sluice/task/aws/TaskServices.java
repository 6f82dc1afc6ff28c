package dev.sluice.task.aws;

import dev.sluice.task.TaskBook;
import dev.sluice.task.TaskEngine;
import dev.sluice.task.result.S3ObjectStore;
import dev.sluice.telemetry.Telemetry;
import java.time.InstantSource;

/**
 * Tasks on AWS: what functions start and follow them with, and what runs them. No connection is
 * opened before the first call. Safe for use by several threads.
 *
 * @param store of records
 * @param executions of the state machine
 * @param results of what they came to
 * @param book over the first two
 * @param engine over all
 */
public record TaskServices(
    DynamoDbTaskStore store,
    SfnExecutions executions,
    S3ObjectStore results,
    TaskBook book,
    TaskEngine engine)
    implements AutoCloseable {

  /** What the settings name. */
  public static TaskServices of(TaskSettings settings, InstantSource clock, Telemetry telemetry) {
    DynamoDbTaskStore store =
        new DynamoDbTaskStore(settings.tasks(), settings.table(), settings.limits(), telemetry);
    SfnExecutions executions =
        new SfnExecutions(settings.machines(), settings.stateMachine(), telemetry);
    TaskBook book = new TaskBook(store, executions, clock, telemetry);
    return new TaskServices(
        store,
        executions,
        new S3ObjectStore(settings.results(), settings.objects().credentials()),
        book,
        new TaskEngine(store, book, executions, settings.limits()));
  }

  @Override
  public void close() {
    store.close();
    executions.close();
    results.close();
  }
}
