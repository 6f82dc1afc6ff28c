package dev.sluice.gateway;

import dev.sluice.function.ops.SweepHandler;
import dev.sluice.function.task.TaskHandler;
import dev.sluice.servers.AwsStores;
import dev.sluice.states.Executions;
import dev.sluice.states.Functions;
import dev.sluice.states.StatesEndpoint;
import dev.sluice.states.machine.StateMachine;
import dev.sluice.task.TaskStoreException;
import dev.sluice.task.aws.AwsAccess;
import dev.sluice.task.aws.TaskTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * What tasks need, on one machine: DynamoDB Local and s3proxy, whose data is kept between runs, the
 * deployed state machine in an interpreter, the function that it calls, and the sweep once a
 * minute.
 */
final class LocalTasks implements AutoCloseable {
  private static final String REGION = "local";
  private static final String TABLE = "tasks";
  private static final String FUNCTION = "sluice-task";
  private static final Duration SWEEP = Duration.ofMinutes(1);

  private final AwsStores stores;
  private final Executions executions;
  private final StatesEndpoint endpoint;
  private final Thread sweeper;

  private LocalTasks(
      AwsStores stores, Executions executions, StatesEndpoint endpoint, Thread sweeper) {
    this.stores = stores;
    this.executions = executions;
    this.endpoint = endpoint;
    this.sweeper = sweeper;
  }

  /**
   * Starts all of it but the function, which the first task starts.
   *
   * @param fresh deletes what was kept first
   * @param problems is told what goes wrong behind the scenes, a line each
   */
  static LocalTasks start(boolean fresh, Consumer<String> problems) {
    Path folder = Installation.cache().resolve("tasks");
    if (fresh) {
      delete(folder);
    }
    AwsStores stores = AwsStores.start(Installation.root().resolve("sam-local/stores"), folder);
    try {
      TaskTable.create(
          new AwsAccess(
              REGION,
              stores.dynamoDb(),
              () -> new AwsAccess.Keys(AwsStores.ACCESS_KEY, AwsStores.SECRET_KEY, null)),
          TABLE);
    } catch (TaskStoreException e) {
      stores.close();
      throw new CommandException("the table of tasks cannot be made: " + e.getMessage(), e);
    }
    LocalHandler steps = new LocalHandler(TaskHandler::new);
    Executions executions =
        new Executions(List.of(machine()), (_, payload) -> steps.invoke(payload));
    StatesEndpoint endpoint = endpoint(executions);
    LocalHandler sweep = new LocalHandler(SweepHandler::new);
    Thread sweeper = Thread.ofVirtual().name("sweeper").start(() -> sweep(sweep, problems));
    return new LocalTasks(stores, executions, endpoint, sweeper);
  }

  /** What a function's environment would say. */
  Map<String, String> settings() {
    return Map.of(
        "AWS_REGION",
        REGION,
        "AWS_ACCESS_KEY_ID",
        AwsStores.ACCESS_KEY,
        "AWS_SECRET_ACCESS_KEY",
        AwsStores.SECRET_KEY,
        "AWS_ENDPOINT_URL_DYNAMODB",
        stores.dynamoDb().toString(),
        "AWS_ENDPOINT_URL_S3",
        stores.s3().toString(),
        "AWS_ENDPOINT_URL_SFN",
        endpoint.uri().toString(),
        "SLUICE_TASKS_TABLE",
        TABLE,
        "SLUICE_TASKS_BUCKET",
        AwsStores.BUCKET,
        "SLUICE_TASKS_STATE_MACHINE",
        Executions.machineArn("query-task"));
  }

  @Override
  public void close() {
    sweeper.interrupt();
    endpoint.close();
    executions.close();
    stores.close();
  }

  private static StatesEndpoint endpoint(Executions executions) {
    try {
      return StatesEndpoint.start(executions, 0);
    } catch (IOException e) {
      throw new CommandException("the interpreter of state machines: " + e.getMessage(), e);
    }
  }

  private static StateMachine machine() {
    Path file = Installation.root().resolve("statemachines/query-task.asl.json");
    try {
      return StateMachine.read(file, Map.of("TaskFunction", FUNCTION));
    } catch (IOException e) {
      throw new CommandException(file + " cannot be read: " + e.getMessage(), e);
    }
  }

  /** What was left half done by a run before is looked at first. */
  private static void sweep(LocalHandler sweep, Consumer<String> problems) {
    try {
      while (true) {
        Thread.sleep(SWEEP);
        if (sweep.invoke("{}") instanceof Functions.Failed failed) {
          problems.accept("the sweep of tasks failed: " + failed.errorMessage());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void delete(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (IOException e) {
      throw new CommandException(folder + " cannot be deleted: " + e.getMessage(), e);
    }
  }
}
