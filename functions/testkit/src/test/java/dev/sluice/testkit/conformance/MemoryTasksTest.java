package dev.sluice.testkit.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.Call;
import dev.sluice.call.Deadline;
import dev.sluice.call.Principal;
import dev.sluice.call.Reference;
import dev.sluice.protocol.wire.InputRequest;
import dev.sluice.protocol.wire.TaskState;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

class MemoryTasksTest {
  private static final Duration WORK = Duration.ofSeconds(2);
  private static final TaskEnding ENDING = TaskEnding.text("It is done.");
  private static final InputRequest QUESTION = Questions.confirmation("Really?", "confirm");

  private Instant now = Instant.parse("2026-11-25T10:00:00Z");
  private final MemoryTasks tasks = new MemoryTasks((InstantSource) () -> now);
  private final Call ours = call("us");
  private final Call theirs = call("them");

  @Test
  void get_beforeAndAfterItsTime_worksAndIsCompletedWithTheResult() {
    String id = tasks.start(WORK, ENDING, Map.of(), ours).taskId();
    assertThat(status(id)).isEqualTo("working");
    now = now.plus(WORK);
    TaskState done = tasks.get(id, ours).orElseThrow();
    assertThat(done.status()).isEqualTo("completed");
    assertThat(String.valueOf(done.result())).contains("It is done.");
    assertThat(done.lastUpdatedAt()).isEqualTo("2026-11-25T10:00:02Z");
  }

  @Test
  void task_ofAnotherCaller_isNotThere() {
    String id = tasks.start(WORK, ENDING, Map.of(), ours).taskId();
    assertThat(tasks.get(id, theirs)).isEmpty();
    assertThat(tasks.cancel(id, theirs)).isFalse();
    assertThat(tasks.update(id, answer("any"), theirs)).isFalse();
    assertThat(status(id)).isEqualTo("working");
  }

  @Test
  void cancel_working_endsIt_done_changesNothing() {
    String cancelled = tasks.start(WORK, ENDING, Map.of(), ours).taskId();
    String done = tasks.start(Duration.ZERO, ENDING, Map.of(), ours).taskId();
    assertThat(tasks.cancel(cancelled, ours)).isTrue();
    assertThat(tasks.cancel(done, ours)).isTrue();
    now = now.plus(WORK);
    assertThat(status(cancelled)).isEqualTo("cancelled");
    assertThat(status(done)).isEqualTo("completed");
  }

  @Test
  void update_oneOfTwoAnswers_asksForTheOtherOnly() {
    String id =
        tasks
            .start(Duration.ZERO, ENDING, Map.of("first", QUESTION, "second", QUESTION), ours)
            .taskId();
    assertThat(tasks.update(id, answer("first"), ours)).isTrue();
    TaskState waiting = tasks.get(id, ours).orElseThrow();
    assertThat(waiting.status()).isEqualTo("input_required");
    assertThat(waiting.inputRequests()).containsOnlyKeys("second");
    assertThat(tasks.update(id, answer("second"), ours)).isTrue();
    assertThat(status(id)).isEqualTo("completed");
  }

  @Test
  void start_longAfterAnother_forgetsThat() {
    String old = tasks.start(WORK, ENDING, Map.of(), ours).taskId();
    now = now.plus(Duration.ofHours(2));
    tasks.start(WORK, ENDING, Map.of(), ours);
    assertThat(tasks.get(old, ours)).isEmpty();
  }

  private String status(String id) {
    return tasks.get(id, ours).orElseThrow().status();
  }

  private static ObjectNode answer(String key) {
    ObjectNode responses = JsonNodeFactory.instance.objectNode();
    responses.putObject(key).put("action", "accept");
    return responses;
  }

  private static Call call(String subject) {
    return new Call(
        new Principal(subject, Set.of()),
        Deadline.after(Duration.ofSeconds(10), InstantSource.system()),
        Reference.next());
  }
}
