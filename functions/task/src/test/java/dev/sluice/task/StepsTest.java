package dev.sluice.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.task.TaskStatus.Asking;
import dev.sluice.task.TaskStatus.Cancelled;
import dev.sluice.task.TaskStatus.Completed;
import dev.sluice.task.TaskStatus.Failed;
import dev.sluice.task.TaskStatus.Running;
import dev.sluice.task.TaskStatus.Started;
import dev.sluice.task.step.RunContext;
import dev.sluice.task.step.Runner;
import dev.sluice.task.step.StepCalls;
import dev.sluice.task.step.Steps.Next;
import dev.sluice.task.step.Steps.Ran;
import dev.sluice.task.step.TaskExhausted;
import dev.sluice.task.step.TaskInterrupted;
import dev.sluice.task.step.TaskUnavailable;
import dev.sluice.task.step.WorkFailedException;
import dev.sluice.telemetry.Event;
import dev.sluice.telemetry.Field;
import dev.sluice.telemetry.Metric;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class StepsTest {
  private static final TaskLimits LIMITS = new TaskLimits(2, 4, 10, 3_600);
  private static final Outcome ROWS = Outcome.ofRows(3, 30);

  private final AtomicInteger begun = new AtomicInteger();

  @Test
  void claim_started_isToRun() throws Exception {
    World world = new World(LIMITS);
    Task task = world.start("a");
    String arn = "arn:aws:states:eu-west-1:1:execution:tasks:" + task.id();

    assertThat(world.steps.claim(task.id(), task.id().text())).isEqualTo(Next.RUN);
    assertThat(world.steps.claim(task.id(), arn)).isEqualTo(Next.RUN);
    assertThat(world.stored(task.id())).isEqualTo(task);
  }

  @Test
  void claim_anotherExecutionOrEndedOrUnknown_isToEnd() throws Exception {
    World world = new World(LIMITS);
    Task task = world.start("a");

    assertThat(world.steps.claim(task.id(), "by-hand")).isEqualTo(Next.END);
    assertThat(world.steps.claim(TaskId.random(), "x")).isEqualTo(Next.END);
    world.engine.cancel(task.id(), world.call("s", "a"));
    assertThat(world.steps.claim(task.id(), task.id().text())).isEqualTo(Next.END);
  }

  /** Else one that asks would go round for ever: nothing to answer, so on, so claim, so ask. */
  @Test
  void claim_waits_isInterrupted() throws Exception {
    World world = new World(new TaskLimits(1, 1, 5, 60));
    world.start("a");
    Task waiting = world.engine.start(World.work(World.ASKS), world.call("s", "a"));

    assertThatThrownBy(() -> world.steps.claim(waiting.id(), waiting.id().text()))
        .isInstanceOf(TaskInterrupted.class);
  }

  @Test
  void run_started_opensTheFirstAttemptAndKeepsItsOutcome() throws Exception {
    World world = world((_, attempt, _) -> Outcome.ofRows(attempt, 7));
    Task task = world.start("a");

    assertThat(world.steps.run(task.id(), world.deadline())).isEqualTo(new Ran(Next.COMMIT, 1));
    assertThat(world.stored(task.id()).status()).isEqualTo(new Running(1, 1, Outcome.ofRows(1, 7)));
  }

  @Test
  void run_againAfterItsAnswerWasLost_isNotDoneAgain() throws Exception {
    World world = world((_, _, _) -> ROWS);
    Task task = world.start("a");
    world.steps.run(task.id(), world.deadline());

    assertThat(world.steps.run(task.id(), world.deadline())).isEqualTo(new Ran(Next.COMMIT, 1));

    assertThat(begun).hasValue(1);
  }

  @Test
  void run_firstOneStillUnderWay_theLastOpenedCounts() throws Exception {
    List<Object> came = new ArrayList<>();
    World[] held = new World[1];
    World world =
        world(
            (task, attempt, context) -> {
              if (attempt == 1) {
                came.add(held[0].steps.run(task.id(), held[0].deadline()));
                held[0].clock.turn(Duration.ofSeconds(2));
                came.add(context.isStillWanted());
              }
              return Outcome.ofRows(attempt, attempt);
            });
    held[0] = world;
    Task task = world.start("a");

    assertThatThrownBy(() -> world.steps.run(task.id(), world.deadline()))
        .isInstanceOf(TaskInterrupted.class);

    assertThat(came).containsExactly(new Ran(Next.COMMIT, 2), false);
    assertThat(world.stored(task.id()).status()).isEqualTo(new Running(2, 2, Outcome.ofRows(2, 2)));
    assertThatThrownBy(() -> world.steps.commit(task.id(), 1)).isInstanceOf(TaskInterrupted.class);
    assertThat(world.steps.commit(task.id(), 2)).isEqualTo(Next.END);
  }

  @Test
  void run_asOftenAsMayBe_isExhausted() throws Exception {
    World world =
        world(
            (_, _, _) -> {
              throw new TaskInterrupted("out of time");
            });
    Task task = world.start("a");
    for (int i = 0; i < 5; i++) {
      assertThatThrownBy(() -> world.steps.run(task.id(), world.deadline()))
          .isInstanceOf(TaskInterrupted.class);
    }

    assertThatThrownBy(() -> world.steps.run(task.id(), world.deadline()))
        .isInstanceOf(TaskExhausted.class);
    assertThat(begun).hasValue(5);
    assertThat(world.telemetry.sum(Metric.TASK_ATTEMPTS)).isEqualTo(5);
  }

  @Test
  void run_cancelledMeanwhile_isToEnd() throws Exception {
    World[] held = new World[1];
    World world =
        world(
            (task, _, context) -> {
              try {
                assertThat(held[0].engine.cancel(task.id(), held[0].call("s", "a"))).isPresent();
              } catch (TaskStoreException e) {
                throw new AssertionError(e);
              }
              held[0].clock.turn(Duration.ofSeconds(2));
              if (!context.isStillWanted()) {
                throw new TaskInterrupted("no longer wanted");
              }
              return ROWS;
            });
    held[0] = world;
    Task task = world.start("a");

    assertThat(world.steps.run(task.id(), world.deadline()).next()).isEqualTo(Next.END);
    assertThat(world.stored(task.id()).status()).isEqualTo(new Cancelled());
    assertThat(world.steps.commit(task.id(), 1)).isEqualTo(Next.END);
    assertThat(world.steps.run(task.id(), world.deadline()).next()).isEqualTo(Next.END);
    assertThat(world.store.ends(task.id())).isEqualTo(1);
  }

  @Test
  void run_workCannotBeDone_failsWithItsMessage() throws Exception {
    World world =
        world(
            (_, _, _) -> {
              throw new WorkFailedException(-32602, "the tool is gone; list the tools");
            });
    Task task = world.start("a");

    assertThat(world.steps.run(task.id(), world.deadline()).next()).isEqualTo(Next.END);
    assertThat(world.stored(task.id()).status())
        .isEqualTo(new Failed(-32602, "the tool is gone; list the tools"));
  }

  @Test
  void run_resultOfItsOwnTooLarge_failsWithHowLargeItMayBe() throws Exception {
    World world = world((_, _, _) -> Outcome.ofResult(World.text("x".repeat(100_000))));
    Task task = world.start("a");

    assertThat(world.steps.run(task.id(), world.deadline()).next()).isEqualTo(Next.END);
    assertThat(world.stored(task.id()).status())
        .isInstanceOfSatisfying(
            Failed.class,
            failed -> assertThat(failed.message()).contains("100002 bytes").contains("100000"));
  }

  @Test
  void run_storeAway_isUnavailable() {
    World world = new World(LIMITS, Faults.away(), (_, _, _) -> ROWS);

    assertThatThrownBy(() -> world.steps.run(TaskId.random(), world.deadline()))
        .isInstanceOf(TaskUnavailable.class);
    assertThatThrownBy(() -> world.steps.commit(TaskId.random(), 1))
        .isInstanceOf(TaskUnavailable.class);
    assertThatThrownBy(() -> world.steps.claim(TaskId.random(), "x"))
        .isInstanceOf(TaskUnavailable.class);
  }

  @Test
  void run_waits_isInterrupted() throws Exception {
    World world = new World(new TaskLimits(1, 1, 5, 60));
    world.start("a");
    Task waiting = world.start("a");

    assertThatThrownBy(() -> world.steps.run(waiting.id(), world.deadline()))
        .isInstanceOf(TaskInterrupted.class);
    assertThat(world.stored(waiting.id())).isEqualTo(waiting);
  }

  @Test
  void context_askedOften_looksAndTellsOnceASecond() throws Exception {
    List<Long> told = new ArrayList<>();
    World[] held = new World[1];
    World world =
        world(
            (task, _, context) -> {
              long before = held[0].stored(task.id()).version();
              for (int rows = 0; rows < 1_000; rows++) {
                context.progress(rows);
                assertThat(context.isStillWanted()).isTrue();
                held[0].clock.turn(Duration.ofMillis(10));
              }
              told.add(held[0].stored(task.id()).version() - before);
              told.add(((Running) held[0].stored(task.id()).status()).rows());
              return ROWS;
            });
    held[0] = world;
    Task task = world.start("a");

    world.steps.run(task.id(), world.deadline());

    assertThat(told).containsExactly(9L, 900L);
  }

  @Test
  void context_deadline_leavesTimeToStore() throws Exception {
    List<Duration> left = new ArrayList<>();
    World world =
        world(
            (_, _, context) -> {
              left.add(context.deadline().remaining());
              return ROWS;
            });

    world.steps.run(world.start("a").id(), world.deadline());

    assertThat(left).containsExactly(Duration.ofSeconds(55));
  }

  @Test
  void context_storeAway_staysWanted() throws Exception {
    Faults faults = new Faults(0, 0);
    List<Boolean> wanted = new ArrayList<>();
    World[] held = new World[1];
    World world =
        new World(
            LIMITS,
            faults,
            (_, _, context) -> {
              faults.goAway();
              held[0].clock.turn(Duration.ofSeconds(2));
              wanted.add(context.isStillWanted());
              held[0].clock.turn(Duration.ofSeconds(2));
              context.progress(5);
              wanted.add(context.isStillWanted());
              faults.end();
              return ROWS;
            });
    held[0] = world;

    assertThat(world.steps.run(world.start("a").id(), world.deadline()).next())
        .isEqualTo(Next.COMMIT);
    assertThat(wanted).containsExactly(true, true);
  }

  @Test
  void commit_10AtOnce_hasOneEffectAndTheSameAnswer() throws Exception {
    World world = world((_, _, _) -> ROWS);
    Task task = world.start("a");
    world.steps.run(task.id(), world.deadline());

    List<Object> came = AtOnce.times(10, () -> world.steps.commit(task.id(), 1));

    assertThat(came).hasSize(10).containsOnly(Next.END);
    assertThat(world.stored(task.id()).status()).isEqualTo(new Completed(1, 3, 30, null));
    assertThat(world.store.ends(task.id())).isEqualTo(1);
    assertThat(world.telemetry.sum(Metric.TASKS_COMPLETED)).isEqualTo(1);
  }

  @Test
  void everyStep_10AtOnce_endsTheTaskOnceWithTheOneThatCounts() throws Exception {
    World world = world((_, attempt, _) -> Outcome.ofRows(attempt, 1));
    Task task = world.start("a");

    List<Object> claims = AtOnce.times(10, () -> world.steps.claim(task.id(), task.id().text()));
    List<Object> runs = AtOnce.times(10, () -> world.steps.run(task.id(), world.deadline()));
    Running running = (Running) world.stored(task.id()).status();
    List<Object> commits = AtOnce.times(10, () -> world.steps.commit(task.id(), running.attempt()));
    List<Object> fails = AtOnce.times(10, () -> fail(world, task));

    assertThat(claims).containsOnly(Next.RUN);
    assertThat(runs)
        .allSatisfy(
            one ->
                assertThat(one)
                    .isInstanceOfAny(Ran.class, TaskInterrupted.class, TaskExhausted.class));
    assertThat(runs).contains(new Ran(Next.COMMIT, running.attempt()));
    assertThat(commits).containsOnly(Next.END);
    assertThat(fails).hasSize(10);
    assertThat(world.stored(task.id()).status())
        .isEqualTo(Completed.of(running.attempt(), Objects.requireNonNull(running.outcome())));
    assertThat(world.store.ends(task.id())).isEqualTo(1);
  }

  @Test
  void commit_outcomeMissing_isInterrupted() throws Exception {
    World world =
        world(
            (_, _, _) -> {
              throw new TaskInterrupted("out of time");
            });
    Task task = world.start("a");
    assertThatThrownBy(() -> world.steps.run(task.id(), world.deadline()))
        .isInstanceOf(TaskInterrupted.class);

    assertThatThrownBy(() -> world.steps.commit(task.id(), 1)).isInstanceOf(TaskInterrupted.class);
  }

  @Test
  void commit_ended_startsTheNextInLine() throws Exception {
    World world = new World(new TaskLimits(1, 1, 5, 60));
    Task first = world.start("a");
    Task second = world.start("a");
    world.steps.run(first.id(), world.deadline());

    world.steps.commit(first.id(), 1);

    assertThat(world.stored(second.id()).status()).isEqualTo(new Started());
    assertThat(world.machine.executions(second.id())).isEqualTo(1);
  }

  @Test
  void ask_again_waitsForTheLaterToken() throws Exception {
    World world = new World(LIMITS);
    Task task = world.engine.start(World.work(World.ASKS), world.call("s", "a"));

    world.steps.ask(task.id(), "one");
    world.steps.ask(task.id(), "one");
    world.steps.ask(task.id(), "two");

    assertThat(world.stored(task.id()).status())
        .isInstanceOfSatisfying(
            Asking.class,
            asking -> {
              assertThat(asking.token()).isEqualTo("two");
              assertThat(asking.requests()).containsOnlyKeys("first", "second");
            });
    assertThat(world.stored(task.id()).version()).isEqualTo(4);
  }

  @Test
  void fail_again_hasOneEffectAndNamesNothingOfTheCause() throws Exception {
    World world = new World(LIMITS);
    Task task = world.start("a");

    fail(world, task);
    fail(world, task);

    assertThat(world.store.ends(task.id())).isEqualTo(1);
    assertThat(world.stored(task.id()).status())
        .isInstanceOfSatisfying(
            Failed.class,
            failed -> {
              assertThat(failed.code()).isEqualTo(-32603);
              assertThat(failed.message())
                  .doesNotContain("secret")
                  .doesNotContain("NullPointer")
                  .contains("start it again")
                  .contains(task.id().text());
            });
    assertThat(world.telemetry.lines())
        .singleElement()
        .satisfies(
            line -> {
              assertThat(line.event()).isEqualTo(Event.TASK_FAILED);
              assertThat(String.valueOf(line.fields().get(Field.CAUSE)))
                  .isNotEmpty()
                  .doesNotContain("secret");
            });
  }

  @Test
  void calls_asJson_areAnswered() throws Exception {
    World world = world((_, _, _) -> ROWS);
    Task task = world.start("a");
    String id = task.id().text();

    assertThat(answer(world, "{'step':'claim','taskId':'%s','execution':'%s'}".formatted(id, id)))
        .isEqualTo("{'next':'run'}");
    assertThat(answer(world, "{'step':'run','taskId':'%s'}".formatted(id)))
        .isEqualTo("{'next':'commit','attempt':1}");
    assertThat(answer(world, "{'step':'commit','taskId':'%s','attempt':1}".formatted(id)))
        .isEqualTo("{'next':'end'}");
    assertThat(answer(world, "{'step':'fail','taskId':'%s','error':'x'}".formatted(id)))
        .isEqualTo("{'next':'end'}");
    assertThat(answer(world, "{'step':'ask','taskId':'%s','token':'x'}".formatted(id)))
        .isEqualTo("{}");
  }

  @Test
  void calls_thatAreNone_areRefusedWithWhatToWrite() {
    World world = new World(LIMITS);
    String id = TaskId.random().text();

    assertThatThrownBy(() -> answer(world, "{'step':'x','taskId':'%s'}".formatted(id)))
        .hasMessage("step 'x': write claim, run, commit, ask or fail");
    assertThatThrownBy(() -> answer(world, "{'step':'run'}")).hasMessageContaining("'taskId'");
    assertThatThrownBy(() -> answer(world, "{'step':'commit','taskId':'%s'}".formatted(id)))
        .hasMessageContaining("'attempt'");
    assertThatThrownBy(() -> answer(world, "{'step':'run','taskId':'../x'}"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static String answer(World world, String input) {
    StepCalls calls = new StepCalls(world.steps);
    return calls
        .answer(JsonMapper.shared().readTree(input.replace('\'', '"')), world.deadline())
        .toString()
        .replace('"', '\'');
  }

  private static Object fail(World world, Task task) {
    world.steps.fail(task.id(), "java.lang.NullPointerException", "secret at x.y(Z.java:1)");
    return task;
  }

  private World world(Runner runner) {
    return new World(
        LIMITS,
        (Task task, int attempt, RunContext context) -> {
          begun.incrementAndGet();
          return runner.run(task, attempt, context);
        });
  }
}
