package dev.sluice.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.states.Functions;
import dev.sluice.task.Task;
import dev.sluice.task.TaskId;
import dev.sluice.task.TaskStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Faults 1, 14 and 15 of tasks, on the deployed function in processes of its own. */
@ExtendWith(SharedStage.class)
class TaskKillsIT {
  private static final long SEED = 7;
  private static final int KILLS = 50;

  @Test
  void task_functionKilledAtSeededMoments_endsWithOneResultAndNothingBesideIt(Stage stage)
      throws Exception {
    try (TaskDrill drill = TaskDrill.on(stage, SEED)) {
      TaskDrill.Left left = drill.run(KILLS, _ -> {});

      System.out.println("tasks under kills of seed " + SEED + ": " + left);
      assertThat(left.wrong()).isEmpty();
      assertThat(left.kills()).isEqualTo(KILLS);
      assertThat(left.completed()).isGreaterThan(left.failed());
      everyStepTenTimesAtOnce(drill);
    }
  }

  /** Whatever comes ten times has one effect, and the same answer where it has one. */
  private static void everyStepTenTimesAtOnce(TaskDrill drill) throws Exception {
    TaskId id = drill.start();
    while (!(drill.find(id).status() instanceof TaskStatus.Ended)) {
      Thread.sleep(20);
    }
    Task before = drill.find(id);
    TaskStatus.Completed completed = (TaskStatus.Completed) before.status();
    for (String step :
        List.of(
            "{\"step\":\"claim\",\"taskId\":\"%s\",\"execution\":\"%s\"}".formatted(id, id),
            "{\"step\":\"run\",\"taskId\":\"%s\"}".formatted(id),
            "{\"step\":\"commit\",\"taskId\":\"%s\",\"attempt\":%d}"
                .formatted(id, completed.attempt()),
            "{\"step\":\"fail\",\"taskId\":\"%s\",\"error\":\"x\",\"cause\":\"y\"}"
                .formatted(id))) {
      assertThat(tenTimes(drill, step))
          .allSatisfy(
              outcome ->
                  assertThat(outcome)
                      .isInstanceOfSatisfying(
                          Functions.Answer.class,
                          answer -> assertThat(answer.payloadJson()).contains("\"end\"")));
    }
    assertThat(drill.find(id)).isEqualTo(before);
  }

  private static List<Functions.Outcome> tenTimes(TaskDrill drill, String step) throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Functions.Outcome>> running = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        running.add(threads.submit(() -> drill.step(step)));
      }
      List<Functions.Outcome> outcomes = new ArrayList<>();
      for (Future<Functions.Outcome> each : running) {
        outcomes.add(each.get());
      }
      return outcomes;
    }
  }
}
