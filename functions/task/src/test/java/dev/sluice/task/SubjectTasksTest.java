package dev.sluice.task;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.call.subject.Subject;
import dev.sluice.call.subject.SubjectData;
import dev.sluice.call.subject.SubjectDataException;
import dev.sluice.call.subject.Subjects;
import dev.sluice.task.TaskStatus.Cancelled;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.JsonNodeFactory;

class SubjectTasksTest {
  private static final Subject ALICE = new Subject("north", "alice");

  private final World world = new World(new TaskLimits(2, 3, 100, 3_600));
  private final SubjectTasks held = new SubjectTasks(world.store, world.book, world.machine);

  @Test
  void settle_oneRunsAndOneWaits_bothAreCancelledAndTheOneIsWaitedFor() throws Exception {
    Task first = start("alice", "north");
    start("alice", "north");
    Task waiting = start("alice", "north");

    assertThat(held.settle(Subjects.only(ALICE), world.deadline())).isFalse();
    assertThat(world.store.find(first.id()).orElseThrow().status()).isEqualTo(new Cancelled());
    assertThat(world.store.find(waiting.id()).orElseThrow().status()).isEqualTo(new Cancelled());

    world.machine.run();

    assertThat(held.settle(Subjects.only(ALICE), world.deadline())).isTrue();
  }

  @Test
  void settle_endedLongAgo_isNotWaitedFor() throws Exception {
    start("alice", "north");
    assertThat(held.settle(Subjects.only(ALICE), world.deadline())).isFalse();
    world.clock.turn(Duration.ofMinutes(17));

    assertThat(held.settle(Subjects.only(ALICE), world.deadline())).isTrue();
  }

  @Test
  void erase_severalOwners_erasesTheSubjectsAlone() throws Exception {
    start("alice", "north");
    start("alice", "north");
    Task bob = start("bob", "north");
    Task namesake = start("alice", "south");

    assertThat(held.count(Subjects.only(ALICE), world.deadline())).isEqualTo(2);
    held.erase(Subjects.only(ALICE), world.deadline());
    held.erase(Subjects.only(ALICE), world.deadline());

    assertThat(held.count(Subjects.only(ALICE), world.deadline())).isZero();
    assertThat(world.store.all()).extracting(Task::id).containsExactly(bob.id(), namesake.id());
  }

  @Test
  void export_severalOwners_holdsTheSubjectsAlone() throws Exception {
    Task alice = start("alice", "north");
    start("bob", "north");
    Map<String, String> files = new HashMap<>();
    SubjectData.Export export = (path, content) -> files.put(path, new String(content, UTF_8));

    held.export(ALICE, export, world.deadline());

    assertThat(files).containsOnlyKeys("tasks.json");
    assertThat(files.get("tasks.json")).contains(alice.id().text(), "alice").doesNotContain("bob");
  }

  @Test
  void erase_pastItsDeadline_saysSo() {
    assertThatThrownBy(
            () -> {
              var deadline = world.deadline();
              world.clock.turn(Duration.ofHours(1));
              held.erase(Subjects.only(ALICE), deadline);
            })
        .isInstanceOf(SubjectDataException.class)
        .hasMessageContaining("in time");
  }

  private Task start(String subject, String tenant) throws Exception {
    return world.engine.start(
        new Work("tool", JsonNodeFactory.instance.objectNode(), "v1"), world.call(subject, tenant));
  }
}
