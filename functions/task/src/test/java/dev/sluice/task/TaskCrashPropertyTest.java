package dev.sluice.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.task.TaskStatus.Asking;
import dev.sluice.task.TaskStatus.Cancelled;
import dev.sluice.task.TaskStatus.Completed;
import dev.sluice.task.TaskStatus.Ended;
import dev.sluice.task.step.Steps;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever crashes between any two calls: in the end each task has one execution and one end. */
class TaskCrashPropertyTest {
  private static final int RUNS = 2_000;
  private static final int MOST_ROUNDS = 40;

  @Test
  void tasks_crashesAnywhereThenSweeps_haveOneExecutionAndOneEnd() throws Exception {
    Map<String, Integer> ends = new HashMap<>();
    for (int seed = 0; seed < RUNS; seed++) {
      for (Task task : run(seed)) {
        ends.merge(task.status().getClass().getSimpleName(), 1, Integer::sum);
      }
    }

    // Where one of these never came about, the above would have shown less than it says.
    assertThat(ends).containsOnlyKeys("Completed", "Failed", "Cancelled");
    System.out.println("ends of " + RUNS + " runs: " + ends);
  }

  private static List<Task> run(int seed) throws Exception {
    Random random = new Random(seed);
    Faults faults = new Faults(seed, 0.01 + 0.09 * random.nextDouble());
    TaskLimits limits = new TaskLimits(1 + random.nextInt(2), 2, 10, 3_600);
    Map<TaskId, Integer> begun = new HashMap<>();
    World world =
        new World(
            limits,
            faults,
            (task, attempt, context) -> {
              begun.merge(task.id(), 1, Integer::sum);
              context.progress(attempt);
              return Outcome.ofRows(attempt, 1);
            });
    List<TaskId> known = new ArrayList<>();
    for (int round = 0; round < 6; round++) {
      String tenant = random.nextBoolean() ? "a" : "b";
      String tool = random.nextInt(3) == 0 ? World.ASKS : "tool";
      go(() -> known.add(world.engine.start(World.work(tool), world.call("s", tenant)).id()));
      if (random.nextBoolean()) {
        world.machine.run();
      }
      answerAll(world);
      if (random.nextInt(6) == 0 && !known.isEmpty()) {
        TaskId id = known.get(random.nextInt(known.size()));
        go(() -> world.engine.cancel(id, world.call("s", world.stored(id).owner().tenant())));
      }
      if (random.nextBoolean()) {
        go(world::sweepLater);
      }
    }
    faults.end();
    for (int round = 0; round < MOST_ROUNDS && !allEnded(world); round++) {
      world.machine.run();
      answerAll(world);
      world.sweepLater();
    }
    world.sweepLater();
    check(seed, world, known, begun);
    return world.store.all();
  }

  private static void check(int seed, World world, List<TaskId> known, Map<TaskId, Integer> begun) {
    assertThat(world.store.all()).as("seed " + seed).extracting(Task::id).containsAll(known);
    assertThat(world.store.turns()).as("seed " + seed).isZero();
    for (Task task : world.store.all()) {
      String which = "seed " + seed + ", " + task;
      assertThat(task.status()).as(which).isInstanceOf(Ended.class);
      assertThat(world.store.ends(task.id())).as(which).isEqualTo(1);
      if (!(task.status() instanceof Cancelled)) {
        assertThat(world.machine.executions(task.id())).as(which).isEqualTo(1);
      }
      assertThat(begun.getOrDefault(task.id(), 0))
          .as(which)
          .isLessThanOrEqualTo(Steps.MOST_ATTEMPTS);
      if (task.status() instanceof Completed completed) {
        assertThat(completed.rows()).as(which).isEqualTo(completed.attempt());
        assertThat(world.results.attempts.get(task.id().text()))
            .as(which)
            .containsExactly(completed.attempt());
      } else {
        assertThat(world.results.attempts).as(which).doesNotContainKey(task.id().text());
      }
    }
  }

  private static boolean allEnded(World world) {
    return world.store.all().stream().allMatch(task -> task.status() instanceof Ended);
  }

  /** One at a time, so that a crash may come between two answers. */
  private static void answerAll(World world) {
    for (Task task : world.store.all()) {
      if (task.status() instanceof Asking) {
        for (String key : List.of("first", "second")) {
          go(
              () ->
                  world.engine.answer(
                      task.id(),
                      Map.of(key, World.text("yes")),
                      world.call("s", task.owner().tenant())));
        }
      }
    }
  }

  private interface Action {
    Object go() throws Exception;
  }

  /** What a crash or a store that is away leaves undone is what this test is about. */
  private static void go(Action action) {
    try {
      Object unused = action.go();
      assertThat(unused).isNotNull();
    } catch (Faults.Crash | TaskStoreException | TaskRefusedException _) {
      // Left to the sweeper.
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
