package dev.sluice.task.aws;

import dev.sluice.task.TaskLimits;
import dev.sluice.task.TaskStore;
import dev.sluice.task.TaskStoreContract;
import dev.sluice.task.TaskStoreException;
import dev.sluice.telemetry.Telemetry;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class DynamoDbTaskStoreIT extends TaskStoreContract {
  private static DynamoBackend dynamo;

  @BeforeAll
  static void start() throws Exception {
    dynamo = DynamoBackend.start();
  }

  @AfterAll
  static void stop() throws Exception {
    dynamo.stop();
  }

  @Override
  protected TaskStore store(TaskLimits limits) throws TaskStoreException {
    String table = "tasks-" + UUID.randomUUID();
    TaskTable.create(dynamo.access(), table);
    return new DynamoDbTaskStore(dynamo.access(), table, limits, Telemetry.discarding());
  }
}
