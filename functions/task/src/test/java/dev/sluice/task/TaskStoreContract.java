package dev.sluice.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.call.Principal;
import dev.sluice.task.TaskStatus.Asking;
import dev.sluice.task.TaskStatus.Cancelled;
import dev.sluice.task.TaskStatus.Completed;
import dev.sluice.task.TaskStatus.Failed;
import dev.sluice.task.TaskStatus.Running;
import dev.sluice.task.TaskStatus.Started;
import dev.sluice.task.TaskStore.Listed;
import dev.sluice.task.TaskStore.Written;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What a store must do, wherever it keeps tasks. */
public abstract class TaskStoreContract {
  private static final Instant NOW = Instant.parse("2026-11-26T04:00:00.123Z");
  private static final TaskLimits LIMITS = new TaskLimits(2, 3, 5, 3_600);

  /** A store in which there is nothing yet. */
  protected abstract TaskStore store(TaskLimits limits) throws TaskStoreException;

  @Test
  void find_nothingStored_isEmpty() throws Exception {
    assertThat(store(LIMITS).find(TaskId.random())).isEmpty();
  }

  @Test
  void find_stored_isTheVerySame() throws Exception {
    TaskStore store = store(LIMITS);
    ObjectNode arguments = JsonNodeFactory.instance.objectNode();
    arguments.put("text", "käse \u0001 \"quoted\" \ud83e\uddc0").put("number", 1.5).putNull("none");
    arguments.putObject("deep").putArray("list").add(1).add("x");
    Principal owner = new Principal("s|1", "tenant/ä#", Set.of("orders.read", "pii.read"), false);
    Task task =
        Task.waiting(
            TaskId.random(), owner, new Work("t", arguments, "v1"), NOW, NOW.plusSeconds(9));

    assertThat(store.create(task)).isEqualTo(Written.DONE);

    assertThat(store.find(task.id())).contains(task);
  }

  @Test
  void find_everyStatus_isTheVerySame() throws Exception {
    JsonNode value = JsonNodeFactory.instance.objectNode().put("a", "b");
    Outcome outcome = Outcome.ofResult(value);
    Asking asking = new Asking(Map.of("q1", value, "q2", value), Map.of("q1", value), "token");
    List<List<TaskStatus>> ways =
        List.of(
            List.of(
                new Started(),
                new Running(1, 0, null),
                new Running(1, 7, null),
                new Running(2, 0, null),
                new Running(2, 9, Outcome.ofRows(9, 99)),
                new Completed(2, 9, 99, null)),
            List.of(new Started(), asking, new Started("token"), new Running(1, 0, outcome)),
            List.of(new Failed(-32603, "it broke")),
            List.of(new Cancelled()));
    for (List<TaskStatus> way : ways) {
      TaskStore store = store(LIMITS);
      Task task = stored(store, "a");
      for (TaskStatus next : way) {
        Task after = task.becomes(next, Map.of("k", value), NOW.plusMillis(task.version()));
        assertThat(store.change(task, after)).isEqualTo(Written.DONE);
        assertThat(store.find(task.id())).contains(after);
        task = after;
      }
    }
  }

  @Test
  void create_againTheSameId_isChangedAndNotStored() throws Exception {
    TaskStore store = store(LIMITS);
    Task task = stored(store, "a");

    assertThat(store.create(task)).isNotEqualTo(Written.DONE);

    assertThat(store.find(task.id())).contains(task);
  }

  @Test
  void create_asManyWaitAsMay_isRefusedForThatTenantAlone() throws Exception {
    TaskStore store = store(LIMITS);
    Task first = stored(store, "a");
    for (int i = 1; i < LIMITS.mostWaitingPerTenant(); i++) {
      stored(store, "a");
    }
    Task more = waiting("a", NOW);

    assertThat(store.create(more)).isEqualTo(Written.TENANT_FULL);
    assertThat(store.find(more.id())).isEmpty();
    assertThat(store.create(waiting("b", NOW))).isEqualTo(Written.DONE);
    assertThat(store.create(waiting("", NOW))).isEqualTo(Written.DONE);

    assertThat(store.change(first, first.becomes(new Started(), NOW))).isEqualTo(Written.DONE);
    assertThat(store.create(more)).isEqualTo(Written.DONE);
  }

  @Test
  void change_readBeforeAnotherChange_isChangedAndDoesNothing() throws Exception {
    TaskStore store = store(LIMITS);
    Task task = stored(store, "a");
    Task started = task.becomes(new Started(), NOW);
    assertThat(store.change(task, started)).isEqualTo(Written.DONE);

    assertThat(store.change(task, task.becomes(new Cancelled(), NOW))).isEqualTo(Written.CHANGED);
    assertThat(store.change(task, started)).isEqualTo(Written.CHANGED);

    assertThat(store.find(task.id())).contains(started);
  }

  @Test
  void change_ofNothing_isChanged() throws Exception {
    Task task = waiting("a", NOW);

    assertThat(store(LIMITS).change(task, task.becomes(new Started(), NOW)))
        .isEqualTo(Written.CHANGED);
  }

  @Test
  void change_turnsOfATenantAreTaken_isTenantFullUntilOneIsGivenBack() throws Exception {
    TaskStore store = store(LIMITS);
    Task first = started(store, "a");
    Task unused = started(store, "a");
    Task third = stored(store, "a");

    assertThat(store.change(third, third.becomes(new Started(), NOW)))
        .isEqualTo(Written.TENANT_FULL);
    assertThat(store.find(third.id())).contains(third);

    assertThat(store.change(first, first.becomes(new Cancelled(), NOW))).isEqualTo(Written.DONE);
    assertThat(store.change(third, third.becomes(new Started(), NOW))).isEqualTo(Written.DONE);
    assertThat(unused.status().hasTurn()).isTrue();
  }

  @Test
  void change_turnsInAllAreTaken_isAllFullUntilOneIsGivenBack() throws Exception {
    TaskStore store = store(LIMITS);
    Task first = started(store, "a");
    started(store, "b");
    started(store, "c");
    Task fourth = stored(store, "d");

    assertThat(store.change(fourth, fourth.becomes(new Started(), NOW)))
        .isEqualTo(Written.ALL_FULL);

    Task running = first.becomes(new Running(1, 0, null), NOW);
    assertThat(store.change(first, running)).isEqualTo(Written.DONE);
    assertThat(store.change(fourth, fourth.becomes(new Started(), NOW)))
        .as("to go on is not to give back")
        .isEqualTo(Written.ALL_FULL);
    assertThat(store.change(running, running.becomes(new Failed(1, ""), NOW)))
        .isEqualTo(Written.DONE);
    assertThat(store.change(fourth, fourth.becomes(new Started(), NOW))).isEqualTo(Written.DONE);
  }

  @Test
  void change_endsBeforeItsTurn_givesBackWhereItWaitedAndNoTurn() throws Exception {
    TaskStore store = store(new TaskLimits(1, 1, 1, 3_600));
    Task waiting = stored(store, "a");
    assertThat(store.change(waiting, waiting.becomes(new Cancelled(), NOW)))
        .isEqualTo(Written.DONE);

    started(store, "a");
    Task second = stored(store, "a");
    assertThat(store.change(second, second.becomes(new Started(), NOW)))
        .isEqualTo(Written.TENANT_FULL);
  }

  @Test
  void change_by50AtOnce_isDoneOnce() throws Exception {
    TaskStore store = store(LIMITS);
    Task task = stored(store, "a");

    List<Object> started =
        AtOnce.times(50, () -> store.change(task, task.becomes(new Started(), NOW)));
    Task read = store.find(task.id()).orElseThrow();
    List<Object> running =
        AtOnce.times(50, () -> store.change(read, read.becomes(new Running(1, 0, null), NOW)));

    assertThat(started).containsOnlyOnce(Written.DONE).containsOnly(Written.DONE, Written.CHANGED);
    assertThat(running).containsOnlyOnce(Written.DONE).containsOnly(Written.DONE, Written.CHANGED);
    assertThat(store.find(task.id()).orElseThrow().version()).isEqualTo(3);
  }

  @Test
  void change_50TasksAtOnce_takesNoMoreTurnsThanThereAre() throws Exception {
    TaskStore store = store(new TaskLimits(20, 7, 100, 3_600));
    List<Object> came =
        AtOnce.times(
            50,
            () -> {
              Task task = waiting("a", NOW);
              while (true) {
                try {
                  store.create(task);
                  break;
                } catch (TaskStoreException _) {
                  // Too many at the same counter: it is told to come again.
                }
              }
              Task read = store.find(task.id()).orElseThrow();
              while (true) {
                try {
                  return store.change(read, read.becomes(new Started(), NOW));
                } catch (TaskStoreException _) {
                  // As above.
                }
              }
            });

    assertThat(came).containsOnly(Written.DONE, Written.ALL_FULL);
    assertThat(came.stream().filter(one -> one == Written.DONE)).hasSize(7);
    assertThat(store.silent(NOW, 100)).hasSize(7);
    assertThat(store.waiting(100)).hasSize(43);
  }

  @Test
  void waiting_severalTenants_areListedOldestFirst() throws Exception {
    TaskStore store = store(LIMITS);
    Task second = waiting("b", NOW.plusSeconds(2));
    Task first = waiting("", NOW.plusSeconds(1));
    Task third = waiting("a", NOW.plusSeconds(3));
    for (Task task : List.of(second, first, third)) {
      assertThat(store.create(task)).isEqualTo(Written.DONE);
    }
    started(store, "d");

    assertThat(store.waiting(2))
        .containsExactly(
            new Listed(first.id(), "", first.createdAt()),
            new Listed(second.id(), "b", second.createdAt()));
    assertThat(store.waiting(10)).hasSize(3);
  }

  @Test
  void silent_severalWithATurn_areListedLongestFirst() throws Exception {
    TaskStore store = store(LIMITS);
    Task first = started(store, "a");
    Task second = started(store, "b");
    Task third = started(store, "c");
    stored(store, "d");
    Task moved = first.becomes(new Running(1, 0, null), NOW.plusSeconds(5));
    assertThat(store.change(first, moved)).isEqualTo(Written.DONE);
    Task ended = third.becomes(new Cancelled(), NOW);
    assertThat(store.change(third, ended)).isEqualTo(Written.DONE);

    assertThat(store.silent(NOW.plusSeconds(4), 10))
        .extracting(Listed::id)
        .containsExactly(second.id());
    assertThat(store.silent(NOW.plusSeconds(5), 10))
        .extracting(Listed::id)
        .containsExactly(second.id(), first.id());
    assertThat(store.silent(NOW.plusSeconds(5), 1)).hasSize(1);
  }

  @Test
  void change_notOneVersionOn_isRefused() throws Exception {
    TaskStore store = store(LIMITS);
    Task task = stored(store, "a");
    Task started = task.becomes(new Started(), NOW);
    Task other = started(store, "b");

    assertThatThrownBy(() -> store.change(task, started.becomes(new Cancelled(), NOW)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> store.change(task, other))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> store.create(started)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void create_asLargeAsItMayBe_isFound() throws Exception {
    TaskStore store = store(LIMITS);
    JsonNode answer = large(TaskLimits.MOST_ANSWERS_BYTES);
    ObjectNode arguments = JsonNodeFactory.instance.objectNode();
    arguments.set("a", large(TaskLimits.MOST_ARGUMENTS_BYTES - 10));
    Task task =
        Task.waiting(
            TaskId.random(),
            new Principal("s", Set.of()),
            new Work("t", arguments, "v"),
            NOW,
            NOW.plus(Duration.ofDays(1)));
    assertThat(store.create(task)).isEqualTo(Written.DONE);
    Task started = task.becomes(new Started(), Map.of("old", answer), NOW);
    assertThat(store.change(task, started)).isEqualTo(Written.DONE);
    Task asking =
        started.becomes(
            new Asking(Map.of("q", large(TaskLimits.MOST_REQUESTS_BYTES)), Map.of(), "token"), NOW);

    assertThat(store.change(started, asking)).isEqualTo(Written.DONE);

    assertThat(store.find(task.id())).contains(asking);
  }

  @Test
  void all_pageByPage_areAllAndNoCounters() throws Exception {
    TaskStore store = store(LIMITS);
    Set<Task> stored = new HashSet<>();
    for (String tenant : List.of("a", "a", "b", "")) {
      stored.add(stored(store, tenant));
    }
    stored.add(started(store, "c"));
    Set<Task> found = new HashSet<>();
    String after = null;
    do {
      TaskStore.Page page = store.all(after);
      found.addAll(page.tasks());
      after = page.next();
    } while (after != null);

    assertThat(found).isEqualTo(stored);
  }

  @Test
  void delete_ended_isGoneAndTheTurnIsFree() throws Exception {
    TaskStore store = store(new TaskLimits(1, 1, 5, 3_600));
    Task started = started(store, "a");
    Task ended = started.becomes(new Cancelled(), NOW);
    assertThat(store.change(started, ended)).isEqualTo(Written.DONE);

    assertThat(store.delete(ended)).isEqualTo(Written.DONE);
    assertThat(store.delete(ended)).isEqualTo(Written.DONE);

    assertThat(store.find(ended.id())).isEmpty();
    assertThat(store.all(null).tasks()).isEmpty();
    started(store, "a");
  }

  @Test
  void delete_notAsItWasRead_isLeft() throws Exception {
    TaskStore store = store(LIMITS);
    Task task = stored(store, "a");
    Task ended = task.becomes(new Cancelled(), NOW);
    assertThat(store.change(task, ended)).isEqualTo(Written.DONE);
    Task other =
        new Task(
            ended.id(),
            ended.owner(),
            ended.work(),
            ended.status(),
            ended.answers(),
            ended.createdAt(),
            ended.updatedAt(),
            ended.expiresAt(),
            ended.version() + 1);

    assertThat(store.delete(other)).isEqualTo(Written.CHANGED);

    assertThat(store.find(task.id())).contains(ended);
    assertThatThrownBy(() -> store.delete(task)).isInstanceOf(IllegalArgumentException.class);
  }

  private static JsonNode large(int bytes) {
    return JsonNodeFactory.instance.stringNode("x".repeat(bytes - 2));
  }

  private static Task stored(TaskStore store, String tenant) throws TaskStoreException {
    Task task = waiting(tenant, NOW);
    assertThat(store.create(task)).isEqualTo(Written.DONE);
    return task;
  }

  private static Task started(TaskStore store, String tenant) throws TaskStoreException {
    Task task = stored(store, tenant);
    Task started = task.becomes(new Started(), NOW);
    assertThat(store.change(task, started)).isEqualTo(Written.DONE);
    return started;
  }

  private static Task waiting(String tenant, Instant createdAt) {
    return Task.waiting(
        TaskId.random(),
        new Principal("s", tenant, Set.of(), false),
        new Work("tool", JsonNodeFactory.instance.objectNode(), "v1"),
        createdAt,
        createdAt.plusSeconds(3_600));
  }
}
