package dev.sluice.gateway;

import static java.util.Map.entry;

import dev.sluice.control.aws.SwitchSettings;
import dev.sluice.control.aws.SwitchTable;
import dev.sluice.control.off.SwitchStoreException;
import dev.sluice.function.ops.erasure.ErasureTable;
import dev.sluice.identity.subject.SubjectKeysException;
import dev.sluice.identity.subject.aws.SubjectTable;
import dev.sluice.servers.AwsStores;
import dev.sluice.states.Executions;
import dev.sluice.states.Functions;
import dev.sluice.states.StatesEndpoint;
import dev.sluice.states.machine.StateMachine;
import dev.sluice.task.TaskStoreException;
import dev.sluice.task.aws.AwsAccess;
import dev.sluice.task.aws.TaskTable;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What tasks and erasures run on, on one machine, but for the functions that do them: DynamoDB
 * Local and s3proxy, and the deployed state machines in an interpreter. Safe for use by several
 * threads.
 */
public final class TaskStack implements AutoCloseable {
  /** The name of the function, as state machines have it. */
  public static final String FUNCTION = "sluice-task";

  /** The name of the function that erases. */
  public static final String ERASE_FUNCTION = "sluice-erase";

  private static final String MACHINE = "query-task";
  private static final String ERASURE_MACHINE = "erasure";
  private static final String REGION = "local";
  private static final String TABLE = "tasks";
  private static final String SUBJECTS = "subjects";
  private static final String SWITCHES = "switches";
  private static final String ERASURES = "erasures";

  private final AwsStores stores;
  private final Executions executions;
  private final StatesEndpoint endpoint;

  private TaskStack(AwsStores stores, Executions executions, StatesEndpoint endpoint) {
    this.stores = stores;
    this.executions = executions;
    this.endpoint = endpoint;
  }

  /**
   * Starts it.
   *
   * @param root the working copy, which is built
   * @param folder to keep records and results in; null keeps them in memory
   * @param others state machines beside the deployed ones
   * @param functions invokes the functions
   */
  public static TaskStack start(
      Path root, @Nullable Path folder, List<StateMachine> others, Functions functions)
      throws IOException {
    List<StateMachine> machines = new ArrayList<>(others);
    machines.add(
        StateMachine.read(
            root.resolve("statemachines/" + MACHINE + StateMachine.SUFFIX),
            Map.of("TaskFunction", FUNCTION)));
    machines.add(
        StateMachine.read(
            root.resolve("statemachines/" + ERASURE_MACHINE + StateMachine.SUFFIX),
            Map.of("EraseFunction", ERASE_FUNCTION)));
    AwsStores stores = AwsStores.start(root.resolve("sam-local/stores"), folder);
    AwsAccess access = access(stores.dynamoDb());
    try {
      TaskTable.create(access, TABLE);
      SubjectTable.create(access::dynamoDb, SUBJECTS);
      SwitchTable.create(access, SWITCHES);
      ErasureTable.create(access, ERASURES);
      Executions executions = new Executions(machines, functions);
      return new TaskStack(stores, executions, StatesEndpoint.start(executions, 0));
    } catch (TaskStoreException | SubjectKeysException | SwitchStoreException e) {
      stores.close();
      throw new IOException("the tables cannot be made: " + e.getMessage(), e);
    }
  }

  /** The switches of what runs at an endpoint of DynamoDB Local. */
  static SwitchSettings switches(URI dynamoDb) {
    return new SwitchSettings(access(dynamoDb), SWITCHES);
  }

  private static AwsAccess access(URI dynamoDb) {
    return new AwsAccess(
        REGION,
        dynamoDb,
        () -> new AwsAccess.Keys(AwsStores.ACCESS_KEY, AwsStores.SECRET_KEY, null));
  }

  /** What a function's environment would say of it. */
  public Map<String, String> environment() {
    return environment(MACHINE);
  }

  /**
   * The same where another state machine runs tasks.
   *
   * @param machine its name
   */
  public Map<String, String> environment(String machine) {
    return Map.ofEntries(
        entry("AWS_REGION", REGION),
        entry("AWS_ACCESS_KEY_ID", AwsStores.ACCESS_KEY),
        entry("AWS_SECRET_ACCESS_KEY", AwsStores.SECRET_KEY),
        entry("AWS_ENDPOINT_URL_DYNAMODB", stores.dynamoDb().toString()),
        entry("AWS_ENDPOINT_URL_S3", stores.s3().toString()),
        entry("AWS_ENDPOINT_URL_SFN", endpoint.uri().toString()),
        entry("SLUICE_TASKS_TABLE", TABLE),
        entry("SLUICE_TASKS_BUCKET", AwsStores.BUCKET),
        entry("SLUICE_TASKS_STATE_MACHINE", Executions.machineArn(machine)),
        entry("SLUICE_SUBJECTS_TABLE", SUBJECTS),
        entry("SLUICE_SWITCHES_TABLE", SWITCHES),
        entry("SLUICE_ERASURES_TABLE", ERASURES),
        entry("SLUICE_ERASURES_STATE_MACHINE", Executions.machineArn(ERASURE_MACHINE)));
  }

  @Override
  public void close() {
    endpoint.close();
    executions.close();
    stores.close();
  }
}
