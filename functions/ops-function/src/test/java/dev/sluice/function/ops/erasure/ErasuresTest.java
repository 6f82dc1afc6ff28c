package dev.sluice.function.ops.erasure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.call.Deadline;
import dev.sluice.call.secret.MemorySecrets;
import dev.sluice.call.subject.Subject;
import dev.sluice.call.subject.SubjectData;
import dev.sluice.call.subject.SubjectDataException;
import dev.sluice.call.subject.Subjects;
import dev.sluice.function.ops.erasure.Erasures.Next;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ErasuresTest {
  private static final Subject ALICE = new Subject("north", "alice");
  private static final Subject BOB = new Subject("north", "bob");
  private static final Instant NOW = Instant.parse("2026-11-26T04:00:00Z");

  private final InstantSource clock = InstantSource.fixed(NOW);
  private final MemoryErasures store = new MemoryErasures();
  private final MemoryData first = new MemoryData("first");
  private final MemoryData second = new MemoryData("second");
  private final Erasures erasures =
      new Erasures(store, List.of(first, second), new Tombstones(new MemorySecrets(clock)), clock);

  @Test
  void open_tenTimes_hasOneReceiptWithoutAName() {
    first.hold(ALICE, 3);
    second.hold(ALICE, 1);
    second.hold(BOB, 2);
    for (int i = 0; i < 10; i++) {
      run(erasures.open(ALICE, "T-1", "the officer", deadline()).id());
    }

    assertThat(store.all()).hasSize(1);
    Erasure receipt = store.all().getFirst();
    assertThat(receipt.isOpen()).isFalse();
    assertThat(receipt.found()).containsEntry("first", 3L).containsEntry("second", 1L);
    assertThat(Erasures.receipt(receipt).toString()).doesNotContain("alice", "north");
    assertThat(receipt.subject()).isNull();
    assertThat(second.held).containsOnlyKeys(BOB.hash());
  }

  @Test
  void open_subjectThatCameBack_hasASecondReceipt() {
    first.hold(ALICE, 3);
    run(erasures.open(ALICE, "T-1", "the officer", deadline()).id());
    first.hold(ALICE, 1);
    run(erasures.open(ALICE, "T-2", "the officer", deadline()).id());

    assertThat(store.all()).hasSize(2);
    assertThat(first.held).isEmpty();
  }

  @Test
  void open_textThatNamesTheSubject_isRefused() {
    assertThatThrownBy(() -> erasures.open(ALICE, "T-1", "Alice herself", deadline()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("names the subject");
  }

  @Test
  void replay_afterARestore_erasesTheErasedAndNobodyElse() {
    first.hold(ALICE, 3);
    first.hold(BOB, 2);
    Map<String, Long> backup = new HashMap<>(first.held);
    run(erasures.open(ALICE, "T-1", "the officer", deadline()).id());
    first.held.putAll(backup);

    Erasure replay = erasures.openReplay("R-1", "the operator");
    run(replay.id());

    assertThat(first.held).containsOnlyKeys(BOB.hash());
    assertThat(erasures.find(replay.id()).orElseThrow().found()).containsEntry("first", 3L);
  }

  @Test
  void stop_whileSomethingIsAtWork_isToBeCalledAgain() {
    first.settled = false;
    String id = erasures.open(ALICE, "", "the officer", deadline()).id();

    assertThatThrownBy(() -> erasures.stop(id, deadline())).isInstanceOf(StillAtWork.class);
    first.settled = true;
    assertThat(erasures.stop(id, deadline())).isEqualTo(Next.FIND);
  }

  @Test
  void verify_somethingCameAfterwards_isErasedAndLookedForAgain() {
    String id = erasures.open(ALICE, "", "the officer", deadline()).id();
    erasures.count(id, deadline());
    first.hold(ALICE, 1);

    assertThatThrownBy(() -> erasures.verify(id, deadline())).isInstanceOf(StillHeld.class);
    assertThat(erasures.verify(id, deadline())).isEqualTo(Next.RECEIPT);
  }

  /** A step whose effect is there, and whose answer is lost, is called again. */
  @Test
  void steps_killedAtSeededPoints_endInOneCompleteReceipt() {
    for (int seed = 0; seed < 200; seed++) {
      ErasuresTest world = new ErasuresTest();
      world.first.hold(ALICE, 3);
      world.second.hold(ALICE, 2);
      world.second.hold(BOB, 1);
      Random random = new Random(seed);
      world.store.kills = random;
      world.first.kills = random;
      world.second.kills = random;
      boolean done = false;
      for (int tries = 0; tries < 1_000 && !done; tries++) {
        try {
          world.run(world.erasures.open(ALICE, "T", "the officer", deadline()).id());
          done = true;
        } catch (Killed _) {
          // Whoever asked asks again.
        }
      }
      assertThat(done).as("seed " + seed).isTrue();
      assertThat(world.store.kept.values()).as("seed " + seed).hasSize(1);
      Erasure receipt = world.store.kept.values().iterator().next();
      assertThat(receipt.found()).containsEntry("first", 3L).containsEntry("second", 2L);
      assertThat(receipt.isOpen()).isFalse();
      assertThat(world.first.held).isEmpty();
      assertThat(world.second.held).containsOnlyKeys(BOB.hash());
    }
  }

  private void run(String id) {
    Next next = erasures.stop(id, deadline());
    while (next != Next.END) {
      next =
          switch (next) {
            case FIND -> erasures.count(id, deadline());
            case ERASE -> erasures.erase(id, deadline());
            case VERIFY -> erasures.verify(id, deadline());
            case RECEIPT -> erasures.receipt(id);
            case END -> Next.END;
          };
    }
  }

  private static Deadline deadline() {
    return Deadline.after(Duration.ofMinutes(1), InstantSource.fixed(NOW));
  }

  private static final class Killed extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private static void mayKill(Random random) {
    if (random.nextInt(5) == 0) {
      throw new Killed();
    }
  }

  private static final Random NEVER =
      new Random() {
        private static final long serialVersionUID = 1L;

        @Override
        public int nextInt(int bound) {
          return 1;
        }
      };

  private static final class MemoryErasures implements ErasureStore {
    final Map<String, Erasure> kept = new HashMap<>();
    Random kills = NEVER;

    @Override
    public Optional<Erasure> find(String id) {
      return Optional.ofNullable(kept.get(id));
    }

    @Override
    public boolean put(Erasure erasure) {
      mayKill(kills);
      Erasure before = kept.get(erasure.id());
      if ((before == null ? 0 : before.version()) != erasure.version() - 1) {
        return false;
      }
      kept.put(erasure.id(), erasure);
      mayKill(kills);
      return true;
    }

    @Override
    public List<Erasure> all() {
      return new ArrayList<>(kept.values());
    }
  }

  private static final class MemoryData implements SubjectData {
    final String name;
    final Map<String, Long> held = new HashMap<>();
    boolean settled = true;
    Random kills = NEVER;

    MemoryData(String name) {
      this.name = name;
    }

    void hold(Subject subject, long count) {
      held.put(subject.hash(), count);
    }

    @Override
    public String store() {
      return name;
    }

    @Override
    public boolean settle(Subjects whose, Deadline deadline) {
      return settled;
    }

    @Override
    public long count(Subjects whose, Deadline deadline) {
      return held.entrySet().stream()
          .filter(one -> whose.include(one.getKey(), Instant.EPOCH))
          .mapToLong(Map.Entry::getValue)
          .sum();
    }

    @Override
    public void erase(Subjects whose, Deadline deadline) throws SubjectDataException {
      mayKill(kills);
      held.keySet().removeIf(hash -> whose.include(hash, Instant.EPOCH));
      mayKill(kills);
    }

    @Override
    public void export(Subject whose, Export export, Deadline deadline) {}
  }
}
