package dev.sluice.identity.subject.aws;

import dev.sluice.identity.subject.SubjectKeysException;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ResourceInUseException;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/**
 * The table of subjects' keys: one key attribute, no index, no TTL. What creates it elsewhere must
 * say the same, and must not stream it, back it up beyond what erasures are replayed for, or give
 * anything but the functions access.
 */
public final class SubjectTable {
  /** SHA-256 of the subject, in hexadecimal. */
  public static final String ID = "id";

  /** The key: 32 bytes. */
  static final String KEY = "key";

  private SubjectTable() {}

  /**
   * Creates the table where there is none, and waits until it can be used.
   *
   * @param clients makes a client for it, which is closed in the end
   */
  public static void create(Supplier<DynamoDbClient> clients, String name)
      throws SubjectKeysException {
    try (DynamoDbClient client = clients.get()) {
      try {
        client.createTable(definition(name));
      } catch (ResourceInUseException _) {
        // Another was quicker, or it is there from before.
      }
      client.waiter().waitUntilTableExists(table -> table.tableName(name));
    } catch (SdkException e) {
      throw new SubjectKeysException("could not create the table " + name, e);
    }
  }

  static CreateTableRequest definition(String name) {
    return CreateTableRequest.builder()
        .tableName(name)
        .billingMode(BillingMode.PAY_PER_REQUEST)
        .attributeDefinitions(
            AttributeDefinition.builder()
                .attributeName(ID)
                .attributeType(ScalarAttributeType.S)
                .build())
        .keySchema(KeySchemaElement.builder().attributeName(ID).keyType(KeyType.HASH).build())
        .build();
  }
}
