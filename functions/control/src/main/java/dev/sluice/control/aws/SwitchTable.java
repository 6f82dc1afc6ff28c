package dev.sluice.control.aws;

import dev.sluice.control.off.SwitchStoreException;
import dev.sluice.task.aws.AwsAccess;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ResourceInUseException;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/** The table of switches. What creates it elsewhere must say the same. */
public final class SwitchTable {
  /** The target, as {@link dev.sluice.control.off.Target#toString} writes it. */
  static final String KEY = "target";

  static final String WHY = "why";

  /** In milliseconds of the epoch. */
  static final String SINCE = "since";

  private SwitchTable() {}

  /** Creates the table where there is none, and waits until it can be used. */
  public static void create(AwsAccess access, String name) throws SwitchStoreException {
    try (DynamoDbClient client = DynamoDbSwitchStore.client(access)) {
      try {
        client.createTable(
            table ->
                table
                    .tableName(name)
                    .billingMode(BillingMode.PAY_PER_REQUEST)
                    .attributeDefinitions(
                        AttributeDefinition.builder()
                            .attributeName(KEY)
                            .attributeType(ScalarAttributeType.S)
                            .build())
                    .keySchema(
                        KeySchemaElement.builder()
                            .attributeName(KEY)
                            .keyType(KeyType.HASH)
                            .build()));
      } catch (ResourceInUseException _) {
        // It is there.
      }
      client.waiter().waitUntilTableExists(table -> table.tableName(name));
    } catch (SdkException e) {
      throw DynamoDbSwitchStore.failed("create the table " + name, e);
    }
  }
}
