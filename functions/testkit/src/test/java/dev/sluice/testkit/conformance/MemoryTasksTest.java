package dev.sluice.testkit.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.Call;
import dev.sluice.call.Deadline;
import dev.sluice.call.Principal;
import dev.sluice.call.Reference;
import dev.sluice.protocol.wire.TaskState;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

class MemoryTasksTest {
  private static final Duration WORK = Duration.ofSeconds(2);

  private Instant now = Instant.parse("2026-11-25T10:00:00Z");
  private final MemoryTasks tasks = new MemoryTasks((InstantSource) () -> now);
  private final Call ours = call("us");
  private final Call theirs = call("them");

  @Test
  void get_beforeAndAfterItsTime_worksAndIsCompletedWithTheResult() {
    String id = start("slow_compute", ours);
    assertThat(status(id)).isEqualTo("working");
    now = now.plus(WORK);
    TaskState done = tasks.get(id, ours).orElseThrow();
    assertThat(done.status()).isEqualTo("completed");
    assertThat(String.valueOf(done.result())).contains("Computed it.");
    assertThat(done.lastUpdatedAt()).isEqualTo("2026-11-25T10:00:02Z");
  }

  @Test
  void task_ofAnotherCaller_isNotThere() {
    String id = start("slow_compute", ours);
    assertThat(tasks.get(id, theirs)).isEmpty();
    assertThat(tasks.cancel(id, theirs)).isFalse();
    assertThat(tasks.update(id, answer("any"), theirs)).isFalse();
    assertThat(status(id)).isEqualTo("working");
  }

  @Test
  void cancel_working_endsIt_done_changesNothing() {
    String cancelled = start("slow_compute", ours);
    String done = start("protocol_error_job", ours);
    now = now.plusMillis(200);
    assertThat(tasks.cancel(cancelled, ours)).isTrue();
    assertThat(tasks.cancel(done, ours)).isTrue();
    now = now.plus(WORK);
    assertThat(status(cancelled)).isEqualTo("cancelled");
    assertThat(status(done)).isEqualTo("failed");
  }

  @Test
  void update_oneOfTwoAnswers_asksForTheOtherOnly() {
    String id = start("multi_input", ours);
    assertThat(tasks.update(id, answer("first-" + id), ours)).isTrue();
    TaskState waiting = tasks.get(id, ours).orElseThrow();
    assertThat(waiting.status()).isEqualTo("input_required");
    assertThat(waiting.inputRequests()).containsOnlyKeys("second-" + id);
    assertThat(tasks.update(id, answer("second-" + id), ours)).isTrue();
    assertThat(status(id)).isEqualTo("completed");
  }

  @Test
  void start_longAfterAnother_forgetsThat() {
    String old = start("slow_compute", ours);
    now = now.plus(Duration.ofHours(2));
    start("slow_compute", ours);
    assertThat(tasks.get(old, ours)).isEmpty();
  }

  private String start(String tool, Call call) {
    ObjectNode arguments = JsonNodeFactory.instance.objectNode().put("seconds", 2);
    return tasks.start(tool, arguments, call).taskId();
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
