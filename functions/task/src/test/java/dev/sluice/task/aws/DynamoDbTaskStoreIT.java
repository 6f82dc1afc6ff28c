package dev.sluice.task.aws;

import dev.sluice.task.Backend;
import dev.sluice.task.TaskLimits;
import dev.sluice.task.TaskStore;
import dev.sluice.task.TaskStoreContract;
import dev.sluice.task.TaskStoreException;
import dev.sluice.telemetry.Telemetry;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class DynamoDbTaskStoreIT extends TaskStoreContract {
  private static Backend dynamo;

  @BeforeAll
  static void start() throws Exception {
    dynamo = Backend.start();
  }

  @AfterAll
  static void stop() throws Exception {
    dynamo.close();
  }

  @Override
  protected TaskStore store(TaskLimits limits) throws TaskStoreException {
    String table = "tasks-" + UUID.randomUUID();
    TaskTable.create(Access.to(dynamo.dynamoDb()), table);
    return new DynamoDbTaskStore(
        Access.to(dynamo.dynamoDb()), table, limits, Telemetry.discarding());
  }
}
