package dev.sluice.function.ops.erasure;

import static java.util.Objects.requireNonNull;

import dev.sluice.call.subject.Subject;
import dev.sluice.task.TaskStoreException;
import dev.sluice.task.aws.AwsAccess;
import dev.sluice.task.aws.Retries;
import dev.sluice.telemetry.Telemetry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Erasures in a table of DynamoDB, as {@link ErasureTable} has it. A receipt is kept for {@link
 * #KEPT}. Safe for use by several threads.
 */
public final class DynamoDbErasureStore implements ErasureStore, AutoCloseable {
  /** As long as somebody may ask whether it was done; far longer than any backup. */
  public static final Duration KEPT = Duration.ofDays(3 * 365);

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String VERSION = "version";
  private static final String ERASURE = "erasure";

  private final DynamoDbClient client;
  private final String table;
  private final Retries retries;

  /** Over a table that is there. */
  public DynamoDbErasureStore(AwsAccess access, String table, Telemetry telemetry) {
    this.client = access.dynamoDb();
    this.table = table;
    this.retries = new Retries(telemetry);
  }

  @Override
  public Optional<Erasure> find(String id) throws TaskStoreException {
    Map<String, AttributeValue> item =
        retries.ask(
            "read an erasure",
            () ->
                client
                    .getItem(
                        get ->
                            get.tableName(table)
                                .key(Map.of(ErasureTable.KEY, AttributeValue.fromS(id)))
                                .consistentRead(true))
                    .item());
    return item.isEmpty() ? Optional.empty() : Optional.of(erasure(item));
  }

  @Override
  public boolean put(Erasure erasure) throws TaskStoreException {
    Map<String, AttributeValue> item = item(erasure);
    PutItemRequest.Builder put =
        PutItemRequest.builder()
            .tableName(table)
            .item(item)
            .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD);
    if (erasure.version() == 1) {
      put.conditionExpression("attribute_not_exists(#id)")
          .expressionAttributeNames(Map.of("#id", ErasureTable.KEY));
    } else {
      put.conditionExpression("#version = :before")
          .expressionAttributeNames(Map.of("#version", VERSION))
          .expressionAttributeValues(Map.of(":before", number(erasure.version() - 1)));
    }
    return retries.ask(
        "write an erasure",
        () -> {
          try {
            client.putItem(put.build());
            return true;
          } catch (ConditionalCheckFailedException e) {
            // The very same is ours, sent twice because an answer was lost, or does the same.
            return e.hasItem() && e.item().equals(item);
          }
        });
  }

  @Override
  public List<Erasure> all() throws TaskStoreException {
    List<Erasure> all = new ArrayList<>();
    Map<String, AttributeValue> after = null;
    do {
      ScanRequest request =
          ScanRequest.builder()
              .tableName(table)
              .consistentRead(true)
              .exclusiveStartKey(after)
              .build();
      ScanResponse page = retries.ask("list erasures", () -> client.scan(request));
      page.items().forEach(item -> all.add(erasure(item)));
      after = page.hasLastEvaluatedKey() ? page.lastEvaluatedKey() : null;
    } while (after != null);
    return all;
  }

  /** Ends its connections; it may be used no more. */
  @Override
  public void close() {
    client.close();
  }

  private static Map<String, AttributeValue> item(Erasure erasure) {
    Map<String, AttributeValue> item = new HashMap<>();
    item.put(ErasureTable.KEY, AttributeValue.fromS(erasure.id()));
    item.put(VERSION, number(erasure.version()));
    item.put(ERASURE, AttributeValue.fromS(json(erasure).toString()));
    if (erasure.completedAt() != null) {
      item.put(ErasureTable.TTL, number(erasure.completedAt().plus(KEPT).getEpochSecond()));
    }
    return item;
  }

  private static ObjectNode json(Erasure erasure) {
    ObjectNode json = JSON.createObjectNode();
    json.put("tombstone", erasure.tombstone());
    json.put("nameTombstone", erasure.nameTombstone());
    if (erasure.subject() != null) {
      json.put("tenant", erasure.subject().tenant()).put("subject", erasure.subject().name());
    }
    json.put("request", erasure.request()).put("askedBy", erasure.askedBy());
    json.put("openedAt", erasure.openedAt().toString());
    if (erasure.found() != null) {
      ObjectNode found = json.putObject("found");
      erasure.found().forEach(found::put);
    }
    ObjectNode erased = json.putObject("erased");
    erasure.erased().forEach((name, time) -> erased.put(name, time.toString()));
    if (erasure.completedAt() != null) {
      json.put("completedAt", erasure.completedAt().toString());
    }
    json.put("failure", erasure.failure());
    return json;
  }

  private static Erasure erasure(Map<String, AttributeValue> item) {
    JsonNode json = JSON.readTree(requireNonNull(value(item, ERASURE).s()));
    SortedMap<String, Long> found = json.has("found") ? new TreeMap<>() : null;
    if (found != null) {
      json.path("found").forEachEntry((name, count) -> found.put(name, count.longValue()));
    }
    SortedMap<String, Instant> erased = new TreeMap<>();
    json.path("erased")
        .forEachEntry((name, at) -> erased.put(name, Instant.parse(at.stringValue())));
    return new Erasure(
        requireNonNull(value(item, ErasureTable.KEY).s()),
        text(json, "tombstone"),
        text(json, "nameTombstone"),
        json.has("subject")
            ? new Subject(
                json.required("tenant").stringValue(), json.required("subject").stringValue())
            : null,
        json.required("request").stringValue(),
        json.required("askedBy").stringValue(),
        Instant.parse(json.required("openedAt").stringValue()),
        found,
        erased,
        json.has("completedAt") ? Instant.parse(json.required("completedAt").stringValue()) : null,
        text(json, "failure"),
        Long.parseLong(requireNonNull(value(item, VERSION).n())));
  }

  private static @Nullable String text(JsonNode json, String name) {
    return json.path(name).asStringOpt().orElse(null);
  }

  private static AttributeValue value(Map<String, AttributeValue> item, String name) {
    return requireNonNull(item.get(name), () -> "an item of the table lacks '" + name + "'");
  }

  private static AttributeValue number(long number) {
    return AttributeValue.fromN(Long.toString(number));
  }
}
