package dev.sluice.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.call.Call;
import dev.sluice.task.TaskStatus.Asking;
import dev.sluice.task.TaskStatus.Cancelled;
import dev.sluice.task.TaskStatus.Completed;
import dev.sluice.task.TaskStatus.Started;
import dev.sluice.task.TaskStatus.Waiting;
import dev.sluice.telemetry.CallScope;
import dev.sluice.telemetry.CallTrace;
import dev.sluice.telemetry.Event;
import dev.sluice.telemetry.Metric;
import dev.sluice.telemetry.Span;
import dev.sluice.telemetry.TraceHeader;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.JsonNodeFactory;

class TaskEngineTest {
  private static final TaskLimits LIMITS = new TaskLimits(1, 2, 3, 3_600);

  private final World world = new World(LIMITS);
  private final Call owner = world.call("s", "a");

  @Test
  void start_turnFree_isStartedAndRuns() throws Exception {
    Task task = world.start("a");

    assertThat(task.status()).isEqualTo(new Started());
    assertThat(world.stored(task.id())).isEqualTo(task);
    assertThat(world.machine.executions(task.id())).isEqualTo(1);
    assertThat(task.expiresAt()).isEqualTo(task.createdAt().plusSeconds(3_600));
  }

  @Test
  void start_ofTracedCall_isASpanOfIt() throws Exception {
    TraceHeader header =
        TraceHeader.read(
            "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1");
    CallScope scope = CallScope.of("a reference", header, Instant.EPOCH);

    Task _ = scope.run(() -> world.start("a"));

    assertThat(Objects.requireNonNull(scope.end("start_query", "ok", false)).spans())
        .extracting(CallTrace.Part::span)
        .containsExactly(Span.TASK_START);
  }

  @Test
  void start_anything_storesBeforeItStartsAnExecution() throws Exception {
    List<String> order = new ArrayList<>();
    MemoryTaskStore store = new MemoryTaskStore(LIMITS);
    TaskStore noting = new NotingStore(store, order);
    Executions executions = noting(order);
    TaskBook book = new TaskBook(noting, executions, world.clock, world.telemetry);

    Task unused = new TaskEngine(noting, book, executions, LIMITS).start(World.work("tool"), owner);

    assertThat(order).containsExactly("create", "change to Started", "start");
    assertThat(unused.status()).isEqualTo(new Started());
  }

  @Test
  void start_noTurnFree_waits() throws Exception {
    world.start("a");

    Task second = world.start("a");

    assertThat(second.status()).isEqualTo(new Waiting());
    assertThat(world.machine.executions(second.id())).isZero();
    assertThat(world.engine.find(second.id(), owner)).contains(second);
  }

  @Test
  void start_asManyWaitAsMay_isRefusedWithWhatToDo() throws Exception {
    for (int i = 0; i < 4; i++) {
      world.start("a");
    }

    assertThatThrownBy(() -> world.start("a"))
        .isInstanceOf(TaskRefusedException.class)
        .hasMessageContaining("3 of yours wait")
        .hasMessageContaining("cancel one");
    assertThat(world.start("b").status()).isEqualTo(new Started());
  }

  @Test
  void start_argumentsTooLarge_isRefusedWithHowLargeTheyMayBe() {
    Work work =
        new Work("t", JsonNodeFactory.instance.objectNode().put("a", "x".repeat(100_000)), "v");

    assertThatThrownBy(() -> world.engine.start(work, owner))
        .isInstanceOf(TaskRefusedException.class)
        .hasMessage(
            "its arguments take 100008 bytes of JSON, and a task may have 100000; send less");
    assertThat(world.store.all()).isEmpty();
  }

  @Test
  void start_storeAway_isAnErrorAndNothingRuns() {
    World away = new World(LIMITS, allAway(), (_, _, _) -> Outcome.ofRows(0, 0));

    assertThatThrownBy(() -> away.start("a")).isInstanceOf(TaskStoreException.class);
    assertThat(away.store.all()).isEmpty();
  }

  @Test
  void start_executionDoesNotStart_isLeftToTheSweeper() throws Exception {
    MemoryTaskStore store = new MemoryTaskStore(LIMITS);
    Executions broken = allAway().around(world.machine);
    TaskBook book = new TaskBook(store, broken, world.clock, world.telemetry);

    Task task = new TaskEngine(store, book, broken, LIMITS).start(World.work("tool"), owner);

    assertThat(task.status()).isEqualTo(new Started());
    assertThat(world.telemetry.lines())
        .extracting(line -> line.event())
        .contains(Event.TASK_LEFT_TO_SWEEPER);
    world.clock.turn(Duration.ofMinutes(2));
    TaskBook whole = new TaskBook(store, world.machine, world.clock, world.telemetry);
    new Sweeper(store, whole, world.machine, world.results, world.telemetry)
        .sweep(world.deadline());
    assertThat(world.machine.executions(task.id())).isEqualTo(1);
  }

  @Test
  void find_anothers_looksLikeNone() throws Exception {
    Task task = world.start("a");

    assertThat(world.engine.find(task.id(), owner)).isPresent();
    assertThat(world.engine.find(task.id(), world.call("s", "b"))).isEmpty();
    assertThat(world.engine.find(task.id(), world.call("t", "a"))).isEmpty();
    assertThat(world.engine.find(TaskId.random(), owner)).isEmpty();
  }

  @Test
  void find_timeOver_looksLikeNone() throws Exception {
    Task task = world.start("a");
    world.clock.turn(LIMITS.ttl());

    assertThat(world.engine.find(task.id(), owner)).isEmpty();
    assertThat(world.engine.cancel(task.id(), owner)).isEmpty();
    assertThat(world.engine.answer(task.id(), Map.of(), owner)).isEmpty();
    assertThat(world.stored(task.id())).isEqualTo(task);
  }

  @Test
  void cancel_anothers_doesNothing() throws Exception {
    Task task = world.start("a");

    assertThat(world.engine.cancel(task.id(), world.call("s", "b"))).isEmpty();
    assertThat(world.stored(task.id())).isEqualTo(task);
  }

  @Test
  void cancel_again_isTheSame() throws Exception {
    Task task = world.start("a");

    Task first = world.engine.cancel(task.id(), owner).orElseThrow();
    Task second = world.engine.cancel(task.id(), owner).orElseThrow();

    assertThat(first.status()).isEqualTo(new Cancelled());
    assertThat(second).isEqualTo(first);
    assertThat(world.store.ends(task.id())).isEqualTo(1);
  }

  @Test
  void cancel_completed_staysCompleted() throws Exception {
    Task task = world.start("a");
    world.machine.run();

    assertThat(world.engine.cancel(task.id(), owner).orElseThrow().status())
        .isInstanceOf(Completed.class);
  }

  @Test
  void cancel_10AtOnce_endsOnce() throws Exception {
    Task task = world.start("a");

    List<Object> came = AtOnce.times(10, () -> world.engine.cancel(task.id(), owner));

    assertThat(came).containsOnly(Optional.of(world.stored(task.id())));
    assertThat(world.store.ends(task.id())).isEqualTo(1);
    assertThat(world.telemetry.sum(Metric.TASKS_CANCELLED)).isEqualTo(1);
  }

  @Test
  void cancel_hadItsTurn_startsTheOldestThatMayRun() throws Exception {
    Task first = world.start("a");
    world.start("b");
    world.clock.turn(Duration.ofSeconds(1));
    Task sameTenant = world.start("a");
    world.clock.turn(Duration.ofSeconds(1));
    Task noTurnOfB = world.start("b");
    world.clock.turn(Duration.ofSeconds(1));
    Task third = world.start("c");

    assertThat(world.engine.cancel(first.id(), owner)).isPresent();

    assertThat(world.stored(sameTenant.id()).status()).isEqualTo(new Started());
    assertThat(world.machine.executions(sameTenant.id())).isEqualTo(1);
    assertThat(world.stored(noTurnOfB.id()).status()).isEqualTo(new Waiting());

    assertThat(world.engine.cancel(sameTenant.id(), owner)).isPresent();

    assertThat(world.stored(noTurnOfB.id()).status())
        .as("its tenant has its turn")
        .isEqualTo(new Waiting());
    assertThat(world.stored(third.id()).status()).isEqualTo(new Started());
  }

  @Test
  void answer_oneByOne_goesOnWhenAllAreAnswered() throws Exception {
    Task task = world.engine.start(World.work(World.ASKS), owner);
    world.machine.run();
    assertThat(world.stored(task.id()).status()).isInstanceOf(Asking.class);

    Task one = answer(task, Map.of("first", World.text("1"), "none", World.text("x")));
    assertThat(one.status())
        .isInstanceOfSatisfying(
            Asking.class, asking -> assertThat(asking.answers()).containsOnlyKeys("first"));
    world.machine.run();
    assertThat(world.stored(task.id())).isEqualTo(one);

    Task same = answer(task, Map.of("first", World.text("changed")));
    assertThat(same).isEqualTo(one);

    Task both = answer(task, Map.of("second", World.text("2")));
    assertThat(both.status()).isInstanceOf(Started.class);
    assertThat(both.answers())
        .isEqualTo(Map.of("first", World.text("1"), "second", World.text("2")));
    world.machine.run();
    assertThat(world.stored(task.id()).status()).isInstanceOf(Completed.class);
  }

  @Test
  void answer_anothersOrOneThatAsksNothing_changesNothing() throws Exception {
    Task asks = world.engine.start(World.work(World.ASKS), owner);
    world.machine.run();
    Task before = world.stored(asks.id());
    Map<String, tools.jackson.databind.JsonNode> answers = Map.of("first", World.text("1"));

    assertThat(world.engine.answer(asks.id(), answers, world.call("s", "b"))).isEmpty();
    assertThat(world.stored(asks.id())).isEqualTo(before);

    Task plain = world.start("b");
    assertThat(world.engine.answer(plain.id(), answers, world.call("s", "b"))).contains(plain);
  }

  @Test
  void answer_tooLargeInAll_isRefused() throws Exception {
    Task task = world.engine.start(World.work(World.ASKS), owner);
    world.machine.run();
    answer(task, Map.of("first", World.text("x".repeat(30_000))));

    assertThatThrownBy(() -> answer(task, Map.of("second", World.text("x".repeat(30_000)))))
        .isInstanceOf(TaskRefusedException.class)
        .hasMessageContaining("50000");
  }

  @Test
  void answer_10AtOnce_goesOnOnce() throws Exception {
    Task task = world.engine.start(World.work(World.ASKS), owner);
    world.machine.run();
    Task asking = world.stored(task.id());

    List<Object> came =
        AtOnce.times(
            10, () -> answer(task, Map.of("first", World.text("1"), "second", World.text("2"))));

    assertThat(came).containsOnly(world.stored(task.id()));
    assertThat(world.stored(task.id()).version()).isEqualTo(asking.version() + 1);
  }

  @Test
  void limits_thatLetNothingRun_areRefused() {
    assertThatThrownBy(() -> new TaskLimits(0, 1, 1, 60)).hasMessageContaining("0 turns");
    assertThatThrownBy(() -> new TaskLimits(1, 501, 1, 60)).hasMessageContaining("at most 500");
    assertThatThrownBy(() -> new TaskLimits(1, 1, 1, 59)).hasMessageContaining("59 seconds");
  }

  private Task answer(Task task, Map<String, tools.jackson.databind.JsonNode> answers)
      throws TaskRefusedException, TaskStoreException {
    return world.engine.answer(task.id(), answers, owner).orElseThrow();
  }

  private static Faults allAway() {
    return Faults.away();
  }

  private static Executions noting(List<String> order) {
    return new Executions() {
      @Override
      public void start(TaskId id) {
        order.add("start");
      }

      @Override
      public boolean hasEnded(TaskId id) {
        return false;
      }

      @Override
      public boolean isRunning(TaskId id) {
        return false;
      }

      @Override
      public void goOn(String token) {}
    };
  }

  /** Notes what is written. */
  private record NotingStore(TaskStore store, List<String> order) implements TaskStore {
    @Override
    public Written create(Task task) throws TaskStoreException {
      order.add("create");
      return store.create(task);
    }

    @Override
    public Optional<Task> find(TaskId id) throws TaskStoreException {
      return store.find(id);
    }

    @Override
    public Written change(Task before, Task after) throws TaskStoreException {
      order.add("change to " + after.status().getClass().getSimpleName());
      return store.change(before, after);
    }

    @Override
    public List<Listed> waiting(int most) throws TaskStoreException {
      return store.waiting(most);
    }

    @Override
    public List<Listed> silent(Instant since, int most) throws TaskStoreException {
      return store.silent(since, most);
    }

    @Override
    public Page all(@Nullable String after) throws TaskStoreException {
      return store.all(after);
    }

    @Override
    public Written delete(Task ended) throws TaskStoreException {
      return store.delete(ended);
    }
  }
}
