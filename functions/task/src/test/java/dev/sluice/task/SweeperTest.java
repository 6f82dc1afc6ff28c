package dev.sluice.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.Deadline;
import dev.sluice.task.Sweeper.Swept;
import dev.sluice.task.TaskStatus.Completed;
import dev.sluice.task.TaskStatus.Failed;
import dev.sluice.task.TaskStatus.Running;
import dev.sluice.task.TaskStatus.Started;
import dev.sluice.task.TaskStatus.Waiting;
import dev.sluice.telemetry.Metric;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SweeperTest {
  private static final TaskLimits LIMITS = new TaskLimits(1, 2, 10, 3_600);

  private final World world = new World(LIMITS);

  @Test
  void sweep_nothing_saysSo() {
    assertThat(world.sweepLater()).isEqualTo(new Swept(0, 0, 0, 0, 0, Duration.ZERO));
    assertThat(world.telemetry.measurements())
        .extracting(one -> one.metric())
        .contains(Metric.TASK_OLDEST_WAITING, Metric.TASKS_SWEPT);
  }

  @Test
  void sweep_storedAndNeverStarted_starts() {
    Task task = waiting("a");
    assertThat(world.store.create(task)).isEqualTo(TaskStore.Written.DONE);

    Swept swept = world.sweepLater();

    assertThat(swept.started()).isEqualTo(1);
    assertThat(world.stored(task.id()).status()).isEqualTo(new Started());
    assertThat(world.machine.executions(task.id())).isEqualTo(1);
    assertThat(swept.oldestWaiting()).isZero();
  }

  @Test
  void sweep_noTurnFree_tellsHowLongTheFirstHasWaited() throws Exception {
    world.start("a");
    Task second = world.start("a");
    world.start("a");
    world.machine.start(second.id());

    Swept swept = world.sweepLater();

    assertThat(swept.started()).isZero();
    assertThat(swept.oldestWaiting()).isEqualTo(Duration.ofMinutes(2));
    assertThat(world.telemetry.sum(Metric.TASK_OLDEST_WAITING)).isEqualTo(120_000);
    assertThat(world.stored(second.id()).status()).isEqualTo(new Waiting());
  }

  @Test
  void sweep_hasItsTurnAndNoExecution_starts() throws Exception {
    Task task = world.start("a");
    world.machine.forget(task.id());

    assertThat(world.sweepLater().setGoing()).isEqualTo(1);
    assertThat(world.machine.executions(task.id())).isEqualTo(1);
  }

  @Test
  void sweep_changedAMomentAgo_isLeftAlone() throws Exception {
    Task task = world.start("a");
    world.machine.forget(task.id());

    assertThat(world.sweeper.sweep(world.deadline()).setGoing()).isZero();
    assertThat(world.machine.executions(task.id())).isZero();
  }

  @Test
  void sweep_executionEndedWithoutAnEnd_failsTheTaskAndStartsTheNext() throws Exception {
    Task task = world.start("a");
    Task next = world.start("a");
    world.machine.end(task.id());

    Swept swept = world.sweepLater();

    assertThat(swept.ended()).isEqualTo(1);
    assertThat(world.stored(task.id()).status())
        .isInstanceOfSatisfying(
            Failed.class, failed -> assertThat(failed.message()).contains("start it again"));
    assertThat(world.stored(next.id()).status()).isEqualTo(new Started());
  }

  @Test
  void sweep_executionEndedAndItsOutcomeIsThere_completes() throws Exception {
    Task task = world.start("a");
    world.steps.run(task.id(), world.deadline());
    world.machine.end(task.id());

    assertThat(world.sweepLater().ended()).isEqualTo(1);
    assertThat(world.stored(task.id()).status()).isEqualTo(new Completed(1, 3, 30, null));
  }

  @Test
  void sweep_timeOver_endsWhatWaitsAndWhatHasItsTurn() throws Exception {
    Task first = world.start("a");
    Task second = world.start("a");
    Task third = world.start("a");
    world.clock.turn(LIMITS.ttl());

    Swept swept = world.sweeper.sweep(world.deadline());

    assertThat(swept.ended()).isEqualTo(3);
    for (Task task : java.util.List.of(first, second, third)) {
      assertThat(world.stored(task.id()).status()).isInstanceOf(Failed.class);
    }
    assertThat(world.store.turns()).isZero();
  }

  @Test
  void sweep_results_keepsWhatCountsAlone() throws Exception {
    Task completed = world.start("a");
    world.machine.run();
    world.results.store(completed.id(), 7);
    Task cancelled = world.start("a");
    world.results.store(cancelled.id(), 1);
    assertThat(world.engine.cancel(cancelled.id(), world.call("s", "a"))).isPresent();
    TaskId gone = TaskId.random();
    world.results.store(gone, 1);
    Task running = world.start("a");
    world.results.store(running.id(), 1);

    Swept swept = world.sweepLater();

    assertThat(swept.cleaned()).isEqualTo(3);
    assertThat(world.results.attempts).containsOnlyKeys(completed.id().text(), running.id().text());
    assertThat(world.results.attempts.get(completed.id().text())).containsExactly(1);
  }

  @Test
  void sweep_moreResultsThanOneLooksAt_getsToAll() {
    for (int i = 0; i < 500; i++) {
      world.results.store(TaskId.random(), 1);
    }

    for (int i = 0; i < 50 && !world.results.attempts.isEmpty(); i++) {
      assertThat(world.sweepLater().cleaned()).isLessThanOrEqualTo(200);
    }

    assertThat(world.results.attempts).isEmpty();
  }

  @Test
  void sweep_storeAway_countsAndDoesNotThrow() {
    World away = new World(LIMITS, Faults.away(), (_, _, _) -> Outcome.ofRows(0, 0));

    assertThat(away.sweepLater().failures()).isEqualTo(2);
  }

  @Test
  void sweep_deadlineOver_doesNothing() {
    assertThat(world.store.create(waiting("a"))).isEqualTo(TaskStore.Written.DONE);

    assertThat(world.sweeper.sweep(Deadline.after(Duration.ZERO, world.clock)).started()).isZero();
  }

  @Test
  void sweep_twoAtOnce_startAndEndOnce() throws Exception {
    Task ended = world.start("a");
    world.machine.end(ended.id());
    Task waits = world.start("a");
    world.clock.turn(Duration.ofMinutes(2));

    AtOnce.times(10, () -> world.sweeper.sweep(world.deadline()));

    assertThat(world.store.ends(ended.id())).isEqualTo(1);
    assertThat(world.stored(waits.id()).status()).isInstanceOf(Started.class);
    assertThat(world.stored(waits.id()).status()).isNotInstanceOf(Running.class);
    assertThat(world.machine.executions(waits.id())).isEqualTo(1);
  }

  private Task waiting(String tenant) {
    return Task.waiting(
        TaskId.random(),
        world.call("s", tenant).principal(),
        World.work("tool"),
        world.book.now(),
        world.book.now().plus(LIMITS.ttl()));
  }
}
