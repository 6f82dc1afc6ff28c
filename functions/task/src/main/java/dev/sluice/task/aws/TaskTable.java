package dev.sluice.task.aws;

import dev.sluice.task.TaskStoreException;
import dev.sluice.telemetry.Telemetry;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ResourceInUseException;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.UpdateTimeToLiveRequest;

/**
 * The table of tasks: its keys, its index, and the attribute by which DynamoDB deletes. What
 * creates it elsewhere must say the same.
 */
public final class TaskTable {
  /** The task's id; the counters have {@code #} in theirs. */
  static final String KEY = "id";

  /**
   * Where a task stands in line: those that wait and those that have their turn; what has ended
   * stands nowhere, and is not in the index.
   */
  static final String LINE = "line";

  /** Since when it stands there, in milliseconds of the epoch. */
  static final String SINCE = "since";

  /** When DynamoDB may delete it, in seconds of the epoch. */
  static final String TTL = "deleteAt";

  /** The index by line and time. */
  static final String INDEX = "byLine";

  /** What the index shows beside the keys. */
  static final String TENANT = "tenant";

  private TaskTable() {}

  /** Creates the table where there is none, and waits until it can be used. */
  public static void create(AwsAccess access, String name) throws TaskStoreException {
    try (DynamoDbClient client = DynamoDbTaskStore.client(access)) {
      Retries retries = new Retries(Telemetry.discarding());
      boolean created = retries.ask("create the table " + name, () -> created(client, name));
      client.waiter().waitUntilTableExists(table -> table.tableName(name));
      if (created) {
        retries.ask("set the TTL of the table " + name, () -> client.updateTimeToLive(ttl(name)));
      }
    }
  }

  private static boolean created(DynamoDbClient client, String name) {
    try {
      client.createTable(definition(name));
      return true;
    } catch (ResourceInUseException _) {
      return false;
    }
  }

  static CreateTableRequest definition(String name) {
    return CreateTableRequest.builder()
        .tableName(name)
        .billingMode(BillingMode.PAY_PER_REQUEST)
        .attributeDefinitions(
            attribute(KEY, ScalarAttributeType.S),
            attribute(LINE, ScalarAttributeType.S),
            attribute(SINCE, ScalarAttributeType.N))
        .keySchema(key(KEY, KeyType.HASH))
        .globalSecondaryIndexes(
            GlobalSecondaryIndex.builder()
                .indexName(INDEX)
                .keySchema(key(LINE, KeyType.HASH), key(SINCE, KeyType.RANGE))
                .projection(
                    shown -> shown.projectionType(ProjectionType.INCLUDE).nonKeyAttributes(TENANT))
                .build())
        .build();
  }

  private static UpdateTimeToLiveRequest ttl(String name) {
    return UpdateTimeToLiveRequest.builder()
        .tableName(name)
        .timeToLiveSpecification(ttl -> ttl.enabled(true).attributeName(TTL))
        .build();
  }

  private static AttributeDefinition attribute(String name, ScalarAttributeType type) {
    return AttributeDefinition.builder().attributeName(name).attributeType(type).build();
  }

  private static KeySchemaElement key(String name, KeyType type) {
    return KeySchemaElement.builder().attributeName(name).keyType(type).build();
  }
}
