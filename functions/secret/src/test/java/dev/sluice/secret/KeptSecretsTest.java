package dev.sluice.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.call.secret.Key;
import dev.sluice.call.secret.LiveKeys;
import dev.sluice.call.secret.MemorySecrets;
import dev.sluice.call.secret.NoSecretException;
import dev.sluice.call.secret.SecretName;
import dev.sluice.call.secret.Secrets;
import dev.sluice.telemetry.Event;
import dev.sluice.telemetry.RecordingTelemetry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KeptSecretsTest {
  private static final Duration LONGEST = Duration.ofMinutes(5);
  private static final SecretName NAME = SecretName.CURSOR;

  private final RecordingTelemetry telemetry = new RecordingTelemetry();
  private volatile Instant now = Instant.parse("2026-11-26T10:00:00Z");
  private final InstantSource clock = () -> now;
  private final MemorySecrets memory = new MemorySecrets(clock);
  private volatile boolean down;
  private final AtomicInteger reads = new AtomicInteger();
  private final Secrets source =
      name -> {
        reads.incrementAndGet();
        if (down) {
          throw new NoSecretException("down");
        }
        return memory.of(name);
      };
  private final KeptSecrets kept = new KeptSecrets(source, LONGEST, clock, telemetry);

  @Test
  void of_withinTheAge_isNotReadAgain() {
    LiveKeys first = kept.of(NAME);
    memory.rotate(NAME);
    now = now.plus(LONGEST).minusMillis(1);

    assertThat(kept.of(NAME)).isEqualTo(first);
    assertThat(reads.get()).isEqualTo(1);
  }

  @Test
  void of_pastTheAge_isReadAgain() {
    kept.of(NAME);
    memory.rotate(NAME);
    now = now.plus(LONGEST);

    assertThat(kept.of(NAME)).isEqualTo(memory.of(NAME));
  }

  @Test
  void of_clockSetBack_isReadAgain() {
    kept.of(NAME);
    now = now.minus(Duration.ofDays(1));
    kept.of(NAME);

    assertThat(reads.get()).isEqualTo(2);
  }

  @Test
  void find_versionNewerThanOurs_isLookedForAtOnce() {
    kept.of(NAME);
    memory.rotate(NAME);
    Key newer = memory.of(NAME).current();

    assertThat(kept.find(NAME, newer.id())).contains(newer);
  }

  @Test
  void find_madeUpIds_costTenLooksAndThenOneASecond() {
    kept.of(NAME);
    for (int i = 0; i < 1_000; i++) {
      now = now.plusMillis(10);
      assertThat(kept.find(NAME, "made" + i)).isEmpty();
    }

    assertThat(reads.get()).isBetween(20, 22);
  }

  /** Of many that come with the same new id, none is turned away because another is reading. */
  @Test
  void find_newVersionByManyAtOnce_isFoundByAllWithOneLook() throws InterruptedException {
    kept.of(NAME);
    memory.rotate(NAME);
    Key newer = memory.of(NAME).current();
    ConcurrentLinkedQueue<Boolean> found = new ConcurrentLinkedQueue<>();
    List<Thread> threads =
        IntStream.range(0, 32)
            .mapToObj(
                _ ->
                    Thread.ofVirtual()
                        .start(() -> found.add(kept.find(NAME, newer.id()).isPresent())))
            .toList();
    for (Thread thread : threads) {
      thread.join();
    }

    assertThat(found).hasSize(32).containsOnly(true);
    assertThat(reads.get()).isEqualTo(2);
  }

  @Test
  void of_sourceDown_isWhatWasKnownAndIsSeldomAsked() {
    LiveKeys known = kept.of(NAME);
    down = true;
    for (int i = 0; i < 100; i++) {
      now = now.plus(LONGEST).plusMillis(1);
      assertThat(kept.of(NAME)).isEqualTo(known);
      assertThat(kept.of(NAME)).isEqualTo(known);
    }
    assertThat(reads.get()).as("once for each pause, not for each call").isLessThanOrEqualTo(101);
    assertThat(telemetry.lines()).anyMatch(line -> line.event() == Event.SECRET_NOT_READ);

    down = false;
    memory.rotate(NAME);
    now = now.plus(LONGEST);
    assertThat(kept.of(NAME)).isEqualTo(memory.of(NAME));
  }

  @Test
  void of_sourceDownFromTheStart_saysSoAndIsSeldomAsked() {
    down = true;
    for (int i = 0; i < 10; i++) {
      assertThatThrownBy(() -> kept.of(NAME)).isInstanceOf(NoSecretException.class);
    }
    assertThat(reads.get()).isEqualTo(1);

    down = false;
    now = now.plusSeconds(2);
    assertThat(kept.of(NAME)).isEqualTo(memory.of(NAME));
  }

  @Test
  void forget_read_isReadAgain() {
    kept.of(NAME);
    kept.forget();
    kept.of(NAME);

    assertThat(reads.get()).isEqualTo(2);
  }

  /** While one reads, the others go on with what is known. */
  @Test
  void of_whileAnotherReads_isWhatWasKnown() throws InterruptedException {
    CountDownLatch reading = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    Secrets slow =
        name -> {
          if (reads.getAndIncrement() > 0) {
            reading.countDown();
            try {
              go.await();
            } catch (InterruptedException e) {
              throw new IllegalStateException(e);
            }
          }
          return memory.of(name);
        };
    KeptSecrets over = new KeptSecrets(slow, LONGEST, clock, telemetry);
    LiveKeys known = over.of(NAME);
    memory.rotate(NAME);
    now = now.plus(LONGEST);
    ConcurrentLinkedQueue<LiveKeys> got = new ConcurrentLinkedQueue<>();
    Thread first = Thread.ofVirtual().start(() -> got.add(over.of(NAME)));
    reading.await();

    assertThat(over.of(NAME)).isEqualTo(known);

    go.countDown();
    first.join();
    assertThat(got).containsExactly(memory.of(NAME));
  }
}
