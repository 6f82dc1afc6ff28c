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
import dev.sluice.task.TaskStatus.Waiting;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TaskStatusTest {
  private static final Instant NOW = Instant.parse("2026-11-26T04:00:00Z");

  private static final Map<String, TaskStatus> ALL = new LinkedHashMap<>();

  static {
    ALL.put("waiting", new Waiting());
    ALL.put("started", new Started());
    ALL.put("running 1", Running.attempt(1));
    ALL.put("running 2", Running.attempt(2));
    ALL.put("running 3", Running.attempt(3));
    ALL.put("asking", new Asking(Map.of(), Map.of(), "token"));
    ALL.put("completed 2", new Completed(2, 0, 0, null));
    ALL.put("failed", new Failed(1, ""));
    ALL.put("cancelled", new Cancelled());
  }

  private static final Map<String, Set<String>> LEGAL =
      Map.of(
          "waiting", Set.of("started", "failed", "cancelled"),
          "started", Set.of("running 1", "asking", "failed", "cancelled"),
          "running 1", Set.of("running 1", "running 2", "failed", "cancelled"),
          "running 2", Set.of("running 2", "running 3", "completed 2", "failed", "cancelled"),
          "running 3", Set.of("running 3", "failed", "cancelled"),
          "asking", Set.of("asking", "started", "failed", "cancelled"),
          "completed 2", Set.of(),
          "failed", Set.of(),
          "cancelled", Set.of());

  @Test
  void mayBecome_anyPair_isAsTheTableSays() {
    ALL.forEach(
        (from, before) ->
            ALL.forEach(
                (to, after) ->
                    assertThat(before.mayBecome(after))
                        .as(from + " to " + to)
                        .isEqualTo(LEGAL.getOrDefault(from, Set.of()).contains(to))));
  }

  @Test
  void becomes_illegal_isRefusedWithoutWhatTheStatusHolds() {
    Task task =
        Task.waiting(
            TaskId.random(), Principal.LOCAL, World.work("tool"), NOW, NOW.plusSeconds(60));

    assertThatThrownBy(() -> task.becomes(new Completed(1, 0, 0, World.text("secret")), NOW))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("task " + task.id() + ", which is Waiting, cannot become Completed");
  }

  @Test
  void becomes_legal_isOneVersionOn() {
    Task task =
        Task.waiting(
            TaskId.random(), Principal.LOCAL, World.work("tool"), NOW, NOW.plusSeconds(60));

    Task after = task.becomes(new Started(), NOW.plusSeconds(1));

    assertThat(after.version()).isEqualTo(task.version() + 1);
    assertThat(after.createdAt()).isEqualTo(NOW);
    assertThat(after.updatedAt()).isEqualTo(NOW.plusSeconds(1));
    assertThat(after.expiresAt()).isEqualTo(task.expiresAt());
  }

  @Test
  void running_attemptZero_isRefused() {
    assertThatThrownBy(() -> Running.attempt(0)).isInstanceOf(IllegalArgumentException.class);
  }
}
