package dev.sluice.function.ops.erasure;

import dev.sluice.task.TaskStoreException;
import dev.sluice.task.aws.AwsAccess;
import dev.sluice.task.aws.Retries;
import dev.sluice.telemetry.Telemetry;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ResourceInUseException;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/**
 * The table of erasures: one key attribute, no index, and the attribute by which DynamoDB deletes.
 * What creates it elsewhere must say the same, protect it against deletion, and not put what a
 * backup knew in its place.
 */
public final class ErasureTable {
  /** The erasure's id. */
  static final String KEY = "id";

  /** When DynamoDB may delete a receipt, in seconds of the epoch. */
  static final String TTL = "deleteAt";

  private ErasureTable() {}

  /** Creates the table where there is none, and waits until it can be used. */
  public static void create(AwsAccess access, String name) throws TaskStoreException {
    try (DynamoDbClient client = access.dynamoDb()) {
      Retries retries = new Retries(Telemetry.discarding());
      boolean created = retries.ask("create the table " + name, () -> created(client, name));
      client.waiter().waitUntilTableExists(table -> table.tableName(name));
      if (created) {
        retries.ask(
            "set the TTL of the table " + name,
            () ->
                client.updateTimeToLive(
                    update ->
                        update
                            .tableName(name)
                            .timeToLiveSpecification(ttl -> ttl.enabled(true).attributeName(TTL))));
      }
    }
  }

  private static boolean created(DynamoDbClient client, String name) {
    try {
      client.createTable(
          CreateTableRequest.builder()
              .tableName(name)
              .billingMode(BillingMode.PAY_PER_REQUEST)
              .attributeDefinitions(
                  AttributeDefinition.builder()
                      .attributeName(KEY)
                      .attributeType(ScalarAttributeType.S)
                      .build())
              .keySchema(
                  KeySchemaElement.builder().attributeName(KEY).keyType(KeyType.HASH).build())
              .build());
      return true;
    } catch (ResourceInUseException _) {
      return false;
    }
  }
}
