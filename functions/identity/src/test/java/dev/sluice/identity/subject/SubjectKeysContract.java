package dev.sluice.identity.subject;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.subject.Subject;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What a store of keys must do, wherever it keeps them. */
public abstract class SubjectKeysContract {
  private static final Subject ANN = new Subject("acme", "ann");

  /** A store in which there is nothing yet. */
  protected abstract SubjectKeys keys() throws SubjectKeysException;

  @Test
  void key_askedTwice_isTheSame() throws Exception {
    SubjectKeys keys = keys();
    byte[] key = keys.key(ANN);

    assertThat(key).hasSize(SubjectKeys.KEY_BYTES).isNotEqualTo(new byte[SubjectKeys.KEY_BYTES]);
    assertThat(keys.key(ANN)).isEqualTo(key);
    assertThat(keys.find(ANN)).hasValue(key);
  }

  @Test
  void key_ofOthers_isAnother() throws Exception {
    SubjectKeys keys = keys();
    byte[] key = keys.key(ANN);

    assertThat(keys.key(new Subject("", "ann"))).isNotEqualTo(key);
    assertThat(keys.key(new Subject("acme", "Ann"))).isNotEqualTo(key);
    assertThat(keys.key(new Subject("acmea", "nn"))).isNotEqualTo(key);
    assertThat(keys.key(new Subject("k\u00e4se \ud83e\uddc0", "a/b#c".repeat(200))))
        .isNotEqualTo(key);
  }

  @Test
  void key_madeByManyAtOnce_isOne() throws Exception {
    SubjectKeys keys = keys();
    CountDownLatch gate = new CountDownLatch(1);
    List<Future<String>> all = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 16; i++) {
        all.add(
            threads.submit(
                () -> {
                  gate.await();
                  return HexFormat.of().formatHex(keys.key(ANN));
                }));
      }
      gate.countDown();
    }
    List<String> made = new ArrayList<>();
    for (Future<String> one : all) {
      made.add(one.get());
    }

    assertThat(made).containsOnly(HexFormat.of().formatHex(keys.key(ANN)));
  }

  @Test
  void find_nobodyAskedForIt_isEmptyAndMakesNone() throws Exception {
    SubjectKeys keys = keys();

    assertThat(keys.find(ANN)).isEmpty();
    assertThat(keys.find(ANN)).isEmpty();
  }

  @Test
  void erase_there_isGoneAndTheNextIsAnother() throws Exception {
    SubjectKeys keys = keys();
    Subject other = new Subject("acme", "bob");
    byte[] key = keys.key(ANN);
    byte[] others = keys.key(other);

    assertThat(keys.erase(ANN)).isTrue();

    assertThat(keys.find(ANN)).isEmpty();
    assertThat(keys.erase(ANN)).as("the second time").isFalse();
    assertThat(keys.key(ANN)).isNotEqualTo(key);
    assertThat(keys.key(other)).isEqualTo(others);
  }
}
