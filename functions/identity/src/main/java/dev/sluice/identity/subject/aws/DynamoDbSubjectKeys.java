package dev.sluice.identity.subject.aws;

import dev.sluice.call.subject.Subject;
import dev.sluice.identity.subject.Pseudonyms;
import dev.sluice.identity.subject.SubjectKeys;
import dev.sluice.identity.subject.SubjectKeysException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.exception.SdkServiceException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;

/**
 * Keys of subjects in a table of DynamoDB, as {@link SubjectTable} has it. Nothing is sent twice:
 * the next call asks again. Safe for use by several threads.
 */
public final class DynamoDbSubjectKeys implements SubjectKeys {
  /** Of a request; two of them fit into the second that the port promises. */
  private static final Duration REQUEST = Duration.ofMillis(500);

  private static final AwsRequestOverrideConfiguration SOON =
      AwsRequestOverrideConfiguration.builder().apiCallTimeout(REQUEST).build();

  /** The first request of a process loads classes, and opens TLS. */
  private static final Duration FIRST_REQUEST = Duration.ofSeconds(2);

  private static final AwsRequestOverrideConfiguration FIRST =
      AwsRequestOverrideConfiguration.builder().apiCallTimeout(FIRST_REQUEST).build();

  /** Its connection is closed behind it. */
  private static final AwsRequestOverrideConfiguration REHEARSAL =
      AwsRequestOverrideConfiguration.builder()
          .apiCallTimeout(FIRST_REQUEST)
          .putHeader("Connection", "close")
          .build();

  /** No hash of a subject. */
  private static final String NOBODY = "nobody";

  private final DynamoDbClient client;
  private final String table;
  private volatile boolean isWarm;

  /**
   * Over a table that is there.
   *
   * @param client stays the caller's; should send nothing twice by itself
   * @param table its name
   */
  public DynamoDbSubjectKeys(DynamoDbClient client, String table) {
    this.client = client;
    this.table = table;
  }

  @Override
  public byte[] key(Subject subject) throws SubjectKeysException {
    Optional<byte[]> found = find(subject);
    return found.isPresent() ? found.get() : make(subject);
  }

  @Override
  public Optional<byte[]> find(Subject subject) throws SubjectKeysException {
    // Consistent: a key that was erased must not be read once more.
    GetItemRequest request =
        GetItemRequest.builder()
            .tableName(table)
            .key(id(subject))
            .consistentRead(true)
            .overrideConfiguration(isWarm ? SOON : FIRST)
            .build();
    Map<String, AttributeValue> item = ask("read", () -> client.getItem(request).item());
    return item.isEmpty() ? Optional.empty() : Optional.of(key(item));
  }

  @Override
  public boolean erase(Subject subject) throws SubjectKeysException {
    DeleteItemRequest request =
        DeleteItemRequest.builder()
            .tableName(table)
            .key(id(subject))
            .returnValues(ReturnValue.ALL_OLD)
            .overrideConfiguration(SOON)
            .build();
    return ask("erase", () -> client.deleteItem(request).hasAttributes());
  }

  @Override
  public void rehearse() throws SubjectKeysException {
    GetItemRequest request =
        GetItemRequest.builder()
            .tableName(table)
            .key(Map.of(SubjectTable.ID, AttributeValue.fromS(NOBODY)))
            .consistentRead(true)
            .overrideConfiguration(REHEARSAL)
            .build();
    Object _ = ask("rehearse", () -> client.getItem(request));
  }

  /** Of several that are made at the same time the first is everybody's. */
  private byte[] make(Subject subject) throws SubjectKeysException {
    byte[] made = Pseudonyms.randomKey();
    PutItemRequest request =
        PutItemRequest.builder()
            .tableName(table)
            .item(
                Map.of(
                    SubjectTable.ID,
                    AttributeValue.fromS(subject.hash()),
                    SubjectTable.KEY,
                    AttributeValue.fromB(SdkBytes.fromByteArray(made))))
            .conditionExpression("attribute_not_exists(#id)")
            .expressionAttributeNames(Map.of("#id", SubjectTable.ID))
            .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
            .overrideConfiguration(SOON)
            .build();
    return ask(
        "make",
        () -> {
          try {
            client.putItem(request);
            return made;
          } catch (ConditionalCheckFailedException e) {
            return key(e.item());
          }
        });
  }

  private static Map<String, AttributeValue> id(Subject subject) {
    return Map.of(SubjectTable.ID, AttributeValue.fromS(subject.hash()));
  }

  private static byte[] key(Map<String, AttributeValue> item) {
    AttributeValue key = item.get(SubjectTable.KEY);
    if (key == null || key.b() == null || key.b().asByteArray().length != KEY_BYTES) {
      throw new IllegalStateException("an item of the table has no key of 32 bytes");
    }
    return key.b().asByteArray();
  }

  /** A message without what the service says: that may hold names of an account. */
  private <T> T ask(String what, Supplier<T> request) throws SubjectKeysException {
    try {
      return request.get();
    } catch (SdkException e) {
      String why =
          e instanceof SdkServiceException service
              ? service.getClass().getSimpleName() + ", HTTP " + service.statusCode()
              : e.getClass().getSimpleName();
      throw new SubjectKeysException("could not " + what + " the key of a subject: " + why, e);
    } catch (IllegalStateException e) {
      throw new SubjectKeysException("could not " + what + " the key of a subject", e);
    } finally {
      isWarm = true;
    }
  }
}
