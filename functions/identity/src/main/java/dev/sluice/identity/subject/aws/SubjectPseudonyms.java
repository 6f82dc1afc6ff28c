package dev.sluice.identity.subject.aws;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.call.Deadline;
import dev.sluice.call.subject.Subject;
import dev.sluice.call.subject.SubjectData;
import dev.sluice.call.subject.SubjectDataException;
import dev.sluice.call.subject.Subjects;
import dev.sluice.identity.subject.Pseudonym;
import dev.sluice.identity.subject.Pseudonyms;
import dev.sluice.identity.subject.SubjectKeysException;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;

/**
 * The keys of subjects' pseudonyms: without its key nobody can tell which records are a subject's.
 * Safe for use by several threads.
 */
public final class SubjectPseudonyms implements SubjectData {
  private final DynamoDbClient client;
  private final String table;
  private final Pseudonyms pseudonyms;

  /**
   * Over a table that is there.
   *
   * @param client stays the caller's
   * @param pseudonyms under the keys of that table
   */
  public SubjectPseudonyms(DynamoDbClient client, String table, Pseudonyms pseudonyms) {
    this.client = client;
    this.table = table;
    this.pseudonyms = pseudonyms;
  }

  @Override
  public String store() {
    return "pseudonyms";
  }

  @Override
  public long count(Subjects whose, Deadline deadline) throws SubjectDataException {
    return whose.only().isPresent()
        ? find(whose.only().get()).stream().count()
        : ids(whose, deadline).size();
  }

  @Override
  public void erase(Subjects whose, Deadline deadline) throws SubjectDataException {
    Optional<Subject> only = whose.only();
    try {
      if (only.isPresent()) {
        boolean _ = pseudonyms.erase(only.get());
        return;
      }
      for (String id : ids(whose, deadline)) {
        client.deleteItem(
            delete ->
                delete.tableName(table).key(Map.of(SubjectTable.ID, AttributeValue.fromS(id))));
      }
    } catch (SubjectKeysException e) {
      throw failed(e);
    } catch (SdkException e) {
      throw failed(e);
    }
  }

  /** One file, {@code pseudonym.txt}: what the audit trail calls the subject, where it does. */
  @Override
  public void export(Subject whose, Export export, Deadline deadline)
      throws SubjectDataException, IOException {
    Optional<Pseudonym> pseudonym = find(whose);
    if (pseudonym.isPresent()) {
      export.put("pseudonym.txt", (pseudonym.get().text() + "\n").getBytes(UTF_8));
    }
  }

  private Optional<Pseudonym> find(Subject whose) throws SubjectDataException {
    try {
      return pseudonyms.find(whose);
    } catch (SubjectKeysException e) {
      throw failed(e);
    }
  }

  private List<String> ids(Subjects whose, Deadline deadline) throws SubjectDataException {
    List<String> ids = new ArrayList<>();
    Map<String, AttributeValue> after = null;
    do {
      if (deadline.expired()) {
        throw new SubjectDataException("not all keys of pseudonyms were looked at in time", null);
      }
      ScanRequest request =
          ScanRequest.builder()
              .tableName(table)
              .consistentRead(true)
              .projectionExpression("#id")
              .expressionAttributeNames(Map.of("#id", SubjectTable.ID))
              .exclusiveStartKey(after)
              .build();
      ScanResponse page = asked(() -> client.scan(request));
      for (Map<String, AttributeValue> item : page.items()) {
        AttributeValue id = item.get(SubjectTable.ID);
        if (id != null && whose.include(id.s(), Instant.EPOCH)) {
          ids.add(id.s());
        }
      }
      after = page.hasLastEvaluatedKey() ? page.lastEvaluatedKey() : null;
    } while (after != null);
    return ids;
  }

  private static <T> T asked(Supplier<T> request) throws SubjectDataException {
    try {
      return request.get();
    } catch (SdkException e) {
      throw failed(e);
    }
  }

  private static SubjectDataException failed(Exception e) {
    String why = e instanceof SdkException ? e.getClass().getSimpleName() : e.getMessage();
    return new SubjectDataException("pseudonyms: " + why, e);
  }
}
