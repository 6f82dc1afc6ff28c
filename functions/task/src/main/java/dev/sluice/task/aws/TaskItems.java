package dev.sluice.task.aws;

import static java.util.Objects.requireNonNull;

import dev.sluice.call.Principal;
import dev.sluice.task.Task;
import dev.sluice.task.TaskId;
import dev.sluice.task.TaskStatus;
import dev.sluice.task.TaskStatus.Ended;
import dev.sluice.task.TaskStatus.Waiting;
import dev.sluice.task.TaskStore.Listed;
import dev.sluice.task.Work;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Tasks as items of the table, and back. */
final class TaskItems {
  static final String VERSION = "version";

  /** Which write it was: by that a writer knows its own, when the first answer was lost. */
  static final String WRITE = "write";

  /** Which tasks have, and counters do not. */
  static final String OWNER = "owner";

  static final String IN_LINE_TO_WAIT = "waiting";
  static final String IN_LINE_WITH_TURN = "turn";

  private static final JsonMapper JSON = JsonMapper.shared();

  private TaskItems() {}

  static Map<String, AttributeValue> item(Task task, String write) {
    Map<String, AttributeValue> item = new HashMap<>();
    item.put(TaskTable.KEY, text(task.id().text()));
    item.put(VERSION, number(task.version()));
    item.put(WRITE, text(write));
    item.put(TaskTable.TENANT, text(task.owner().tenant()));
    item.put(OWNER, text(owner(task.owner()).toString()));
    item.put("tool", text(task.work().tool()));
    item.put("arguments", text(task.work().arguments().toString()));
    item.put("catalog", text(task.work().version()));
    item.put("status", text(StatusJson.write(task.status()).toString()));
    item.put("answers", text(StatusJson.object(task.answers()).toString()));
    item.put("createdAt", number(task.createdAt().toEpochMilli()));
    item.put("updatedAt", number(task.updatedAt().toEpochMilli()));
    item.put("expiresAt", number(task.expiresAt().toEpochMilli()));
    stand(item, task);
    return item;
  }

  /** What DynamoDB deleted would keep its turn: only what has ended may be deleted. */
  private static void stand(Map<String, AttributeValue> item, Task task) {
    TaskStatus status = task.status();
    if (status instanceof Ended) {
      item.put(TaskTable.TTL, number(task.expiresAt().getEpochSecond()));
      return;
    }
    boolean waits = status instanceof Waiting;
    item.put(TaskTable.LINE, text(waits ? IN_LINE_TO_WAIT : IN_LINE_WITH_TURN));
    item.put(TaskTable.SINCE, number((waits ? task.createdAt() : task.updatedAt()).toEpochMilli()));
  }

  static Task task(Map<String, AttributeValue> item) {
    return new Task(
        new TaskId(text(item, TaskTable.KEY)),
        principal(JSON.readTree(text(item, OWNER))),
        new Work(
            text(item, "tool"),
            (ObjectNode) JSON.readTree(text(item, "arguments")),
            text(item, "catalog")),
        StatusJson.read(JSON.readTree(text(item, "status"))),
        StatusJson.map(JSON.readTree(text(item, "answers"))),
        instant(item, "createdAt"),
        instant(item, "updatedAt"),
        instant(item, "expiresAt"),
        Long.parseLong(requireNonNull(value(item, VERSION).n())));
  }

  static Listed listed(Map<String, AttributeValue> item) {
    return new Listed(
        new TaskId(text(item, TaskTable.KEY)),
        text(item, TaskTable.TENANT),
        instant(item, TaskTable.SINCE));
  }

  static AttributeValue text(String text) {
    return AttributeValue.fromS(text);
  }

  static AttributeValue number(long number) {
    return AttributeValue.fromN(Long.toString(number));
  }

  private static JsonNode owner(Principal principal) {
    ObjectNode owner = JSON.createObjectNode();
    owner.put("subject", principal.subject());
    owner.put("tenant", principal.tenant());
    principal.scopes().stream().sorted().forEach(owner.putArray("scopes")::add);
    owner.put("unrestricted", principal.unrestricted());
    return owner;
  }

  private static Principal principal(JsonNode owner) {
    Set<String> scopes = new HashSet<>();
    owner.required("scopes").forEach(scope -> scopes.add(scope.stringValue()));
    return new Principal(
        owner.required("subject").stringValue(),
        owner.required("tenant").stringValue(),
        scopes,
        owner.required("unrestricted").booleanValue());
  }

  private static Instant instant(Map<String, AttributeValue> item, String name) {
    return Instant.ofEpochMilli(Long.parseLong(requireNonNull(value(item, name).n())));
  }

  private static String text(Map<String, AttributeValue> item, String name) {
    return requireNonNull(value(item, name).s());
  }

  private static AttributeValue value(Map<String, AttributeValue> item, String name) {
    return requireNonNull(item.get(name), () -> "an item of the table lacks '" + name + "'");
  }
}
