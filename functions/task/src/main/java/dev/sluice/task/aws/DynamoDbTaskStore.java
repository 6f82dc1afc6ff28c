package dev.sluice.task.aws;

import static dev.sluice.task.aws.TaskItems.number;
import static dev.sluice.task.aws.TaskItems.text;

import dev.sluice.task.Task;
import dev.sluice.task.TaskId;
import dev.sluice.task.TaskLimits;
import dev.sluice.task.TaskStatus;
import dev.sluice.task.TaskStatus.Ended;
import dev.sluice.task.TaskStatus.Waiting;
import dev.sluice.task.TaskStore;
import dev.sluice.task.TaskStoreException;
import dev.sluice.telemetry.Telemetry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClientBuilder;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.Update;

/**
 * Tasks in a table of DynamoDB, as {@link TaskTable} has it. How many wait and have their turn
 * stands in items of its own, changed together with the task. Safe for use by several threads; each
 * call ends within about ten seconds at the very worst, usually in milliseconds.
 */
public final class DynamoDbTaskStore implements TaskStore, AutoCloseable {
  /** DynamoDB keeps 400 kB in an item; names and numbers need a little of it. */
  private static final int MOST_ITEM_BYTES = 390_000;

  /** Transactions that touch the same counter at the same time: one is told to come again. */
  private static final int MOST_CONFLICTS = 8;

  private static final String ALL = "#all";
  private static final String WAITING = "waiting";
  private static final String TURNS = "turns";
  private static final String CONDITION_FAILED = "ConditionalCheckFailed";
  private static final String CONFLICT = "TransactionConflict";

  private final DynamoDbClient client;
  private final String table;
  private final TaskLimits limits;
  private final Retries retries;

  /**
   * Over a table that is there.
   *
   * @param table its name
   * @param limits of turns and of waiting
   */
  public DynamoDbTaskStore(AwsAccess access, String table, TaskLimits limits, Telemetry telemetry) {
    this.client = client(access);
    this.table = table;
    this.limits = limits;
    this.retries = new Retries(telemetry);
  }

  static DynamoDbClient client(AwsAccess access) {
    DynamoDbClientBuilder builder =
        DynamoDbClient.builder()
            .region(Region.of(access.region()))
            .credentialsProvider(access.credentials())
            .httpClient(Patience.http())
            .overrideConfiguration(Patience.once());
    return (access.endpoint() == null ? builder : builder.endpointOverride(access.endpoint()))
        .build();
  }

  @Override
  public Written create(Task task) throws TaskStoreException {
    if (!(task.status() instanceof Waiting)) {
      throw new IllegalArgumentException("a new task waits");
    }
    String write = UUID.randomUUID().toString();
    Map<String, AttributeValue> item = checked(TaskItems.item(task, write));
    Put put =
        Put.builder()
            .tableName(table)
            .item(item)
            .conditionExpression("attribute_not_exists(#id)")
            .expressionAttributeNames(Map.of("#id", TaskTable.KEY))
            .build();
    return transact("store a task", put, task, new Counted(1, 0), write);
  }

  @Override
  public Optional<Task> find(TaskId id) throws TaskStoreException {
    Map<String, AttributeValue> item =
        retries.ask(
            "read a task",
            () ->
                client
                    .getItem(
                        get ->
                            get.tableName(table)
                                .key(Map.of(TaskTable.KEY, text(id.text())))
                                .consistentRead(true))
                    .item());
    return item.isEmpty() ? Optional.empty() : Optional.of(TaskItems.task(item));
  }

  @Override
  public Written change(Task before, Task after) throws TaskStoreException {
    if (!before.id().equals(after.id()) || after.version() != before.version() + 1) {
      throw new IllegalArgumentException("a change is of the same task, and one version on");
    }
    String write = UUID.randomUUID().toString();
    Map<String, AttributeValue> item = checked(TaskItems.item(after, write));
    Counted counted = Counted.of(after.status()).minus(Counted.of(before.status()));
    return counted.isNothing()
        ? put(item, before, write)
        : transact("change a task", conditional(item, before), after, counted, write);
  }

  @Override
  public List<Listed> waiting(int most) throws TaskStoreException {
    return line(TaskItems.IN_LINE_TO_WAIT, Instant.ofEpochMilli(Long.MAX_VALUE / 2), most);
  }

  @Override
  public List<Listed> silent(Instant since, int most) throws TaskStoreException {
    return line(TaskItems.IN_LINE_WITH_TURN, since, most);
  }

  /** What the table itself holds, not its index, which is behind. */
  @Override
  public Page all(@Nullable String after) throws TaskStoreException {
    ScanRequest request =
        ScanRequest.builder()
            .tableName(table)
            .consistentRead(true)
            .filterExpression("attribute_exists(#owner)")
            .expressionAttributeNames(Map.of("#owner", TaskItems.OWNER))
            .exclusiveStartKey(after == null ? null : Map.of(TaskTable.KEY, text(after)))
            .build();
    ScanResponse page = retries.ask("list all tasks", () -> client.scan(request));
    AttributeValue next = page.lastEvaluatedKey().get(TaskTable.KEY);
    return new Page(
        page.items().stream().map(TaskItems::task).toList(), next == null ? null : next.s());
  }

  @Override
  public Written delete(Task ended) throws TaskStoreException {
    if (!(ended.status() instanceof Ended)) {
      throw new IllegalArgumentException("only a task that has ended is deleted");
    }
    return retries.ask(
        "delete a task",
        () -> {
          try {
            client.deleteItem(
                delete ->
                    delete
                        .tableName(table)
                        .key(Map.of(TaskTable.KEY, text(ended.id().text())))
                        .conditionExpression("attribute_not_exists(#id) OR #version = :version")
                        .expressionAttributeNames(
                            Map.of("#id", TaskTable.KEY, "#version", TaskItems.VERSION))
                        .expressionAttributeValues(Map.of(":version", number(ended.version()))));
            return Written.DONE;
          } catch (ConditionalCheckFailedException _) {
            return Written.CHANGED;
          }
        });
  }

  /** Ends its connections; it may be used no more. */
  @Override
  public void close() {
    client.close();
  }

  /** How many more wait and have their turn. */
  private record Counted(int waiting, int turns) {
    static Counted of(TaskStatus status) {
      return new Counted(status instanceof Waiting ? 1 : 0, status.hasTurn() ? 1 : 0);
    }

    Counted minus(Counted other) {
      return new Counted(waiting - other.waiting, turns - other.turns);
    }

    boolean isNothing() {
      return waiting == 0 && turns == 0;
    }
  }

  private Written put(Map<String, AttributeValue> item, Task before, String write)
      throws TaskStoreException {
    Put put = conditional(item, before);
    PutItemRequest request =
        PutItemRequest.builder()
            .tableName(table)
            .item(item)
            .conditionExpression(put.conditionExpression())
            .expressionAttributeNames(put.expressionAttributeNames())
            .expressionAttributeValues(put.expressionAttributeValues())
            .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
            .build();
    return retries.ask(
        "change a task",
        () -> {
          try {
            client.putItem(request);
            return Written.DONE;
          } catch (ConditionalCheckFailedException e) {
            // Sent again, because the first answer was lost: then it is our own that is there.
            boolean ours = e.hasItem() && text(write).equals(e.item().get(TaskItems.WRITE));
            return ours ? Written.DONE : Written.CHANGED;
          }
        });
  }

  private Put conditional(Map<String, AttributeValue> item, Task before) {
    return Put.builder()
        .tableName(table)
        .item(item)
        .conditionExpression("#version = :version")
        .expressionAttributeNames(Map.of("#version", TaskItems.VERSION))
        .expressionAttributeValues(Map.of(":version", number(before.version())))
        .build();
  }

  /** The task and its counters, all or none. */
  private Written transact(String what, Put put, Task task, Counted counted, String write)
      throws TaskStoreException {
    List<TransactWriteItem> items = new ArrayList<>();
    items.add(TransactWriteItem.builder().put(put).build());
    items.add(counter("#tenant#" + task.owner().tenant(), limits.mostTurnsPerTenant(), counted));
    if (counted.turns() != 0) {
      items.add(counter(ALL, limits.mostTurnsInAll(), new Counted(0, counted.turns())));
    }
    for (int tries = 1; ; tries++) {
      // Known by its token: sent again, because an answer was lost, it does the same as once.
      String token = tries == 1 ? write : UUID.randomUUID().toString();
      TransactWriteItemsRequest request =
          TransactWriteItemsRequest.builder()
              .transactItems(items)
              .clientRequestToken(token)
              .build();
      Optional<Written> written = retries.ask(what, () -> transact(request));
      if (written.isPresent()) {
        return written.get();
      }
      if (tries == MOST_CONFLICTS) {
        throw new TaskStoreException(
            "could not " + what + ": others changed the same counters each of " + tries + " times");
      }
      Retries.pause(what);
    }
  }

  /** Empty where another transaction was at the same items. */
  private Optional<Written> transact(TransactWriteItemsRequest request) {
    try {
      client.transactWriteItems(request);
      return Optional.of(Written.DONE);
    } catch (TransactionCanceledException e) {
      List<String> reasons =
          e.cancellationReasons().stream().map(CancellationReason::code).toList();
      return switch (reasons.indexOf(CONDITION_FAILED)) {
        case 0 -> Optional.of(Written.CHANGED);
        case 1 -> Optional.of(Written.TENANT_FULL);
        case 2 -> Optional.of(Written.ALL_FULL);
        default -> {
          if (reasons.contains(CONFLICT)) {
            yield Optional.empty();
          }
          throw e;
        }
      };
    }
  }

  /** What is given back needs no condition; what is taken must be there. */
  private TransactWriteItem counter(String id, int mostTurns, Counted counted) {
    List<String> adds = new ArrayList<>();
    List<String> conditions = new ArrayList<>();
    Map<String, String> names = new HashMap<>();
    Map<String, AttributeValue> values = new HashMap<>();
    Map<String, Integer> by = Map.of(WAITING, counted.waiting(), TURNS, counted.turns());
    Map<String, Integer> most = Map.of(WAITING, limits.mostWaitingPerTenant(), TURNS, mostTurns);
    by.forEach(
        (name, delta) -> {
          if (delta == 0) {
            return;
          }
          adds.add("#" + name + " :" + name);
          names.put("#" + name, name);
          values.put(":" + name, number(delta));
          if (delta > 0) {
            conditions.add("(attribute_not_exists(#%1$s) OR #%1$s < :most_%1$s)".formatted(name));
            values.put(":most_" + name, number(most.getOrDefault(name, 0)));
          }
        });
    Update.Builder update =
        Update.builder()
            .tableName(table)
            .key(Map.of(TaskTable.KEY, text(id)))
            .updateExpression("ADD " + String.join(", ", adds))
            .expressionAttributeNames(names)
            .expressionAttributeValues(values);
    if (!conditions.isEmpty()) {
      update.conditionExpression(String.join(" AND ", conditions));
    }
    return TransactWriteItem.builder().update(update.build()).build();
  }

  private List<Listed> line(String line, Instant until, int most) throws TaskStoreException {
    QueryRequest request =
        QueryRequest.builder()
            .tableName(table)
            .indexName(TaskTable.INDEX)
            .keyConditionExpression("#line = :line AND #since <= :until")
            .expressionAttributeNames(Map.of("#line", TaskTable.LINE, "#since", TaskTable.SINCE))
            .expressionAttributeValues(
                Map.of(":line", text(line), ":until", number(until.toEpochMilli())))
            .limit(most)
            .build();
    // One page of what an index shows is more than anybody asks for.
    return retries.ask("list tasks", () -> client.query(request)).items().stream()
        .map(TaskItems::listed)
        .toList();
  }

  /** Each part is bounded where it comes from; this is for what nobody thought of. */
  private static Map<String, AttributeValue> checked(Map<String, AttributeValue> item) {
    long bytes =
        item.entrySet().stream()
            .mapToLong(
                entry ->
                    entry.getKey().length()
                        + (entry.getValue().s() == null
                            ? 21L
                            : entry
                                .getValue()
                                .s()
                                .getBytes(java.nio.charset.StandardCharsets.UTF_8)
                                .length))
            .sum();
    if (bytes > MOST_ITEM_BYTES) {
      throw new IllegalArgumentException(
          "a task takes " + bytes + " bytes, and the table keeps " + MOST_ITEM_BYTES + " of each");
    }
    return item;
  }
}
