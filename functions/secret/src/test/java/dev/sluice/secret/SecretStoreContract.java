package dev.sluice.secret;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.secret.Key;
import dev.sluice.call.secret.LiveKeys;
import dev.sluice.call.secret.SecretName;
import dev.sluice.call.secret.SecretStore;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What a store of keys must do, wherever it keeps them. Each test begins with keys never rotated.
 */
abstract class SecretStoreContract {

  /** The store under test. */
  abstract SecretStore store();

  /** Another one over the same keys, as another environment has it. */
  abstract SecretStore other();

  @ParameterizedTest
  @EnumSource(SecretName.class)
  void of_neverRotated_isOneKeyForAll(SecretName name) {
    LiveKeys keys = store().of(name);

    assertThat(keys.previous()).isNull();
    assertSame(keys.current(), store().of(name).current());
    assertSame(keys.current(), other().of(name).current());
    assertThat(keys.current().since())
        .isBetween(Instant.now().minus(Duration.ofHours(1)), Instant.now().plusSeconds(60));
  }

  @Test
  void of_twoNames_areTwoKeys() {
    assertThat(store().of(SecretName.CURSOR).current().secret())
        .isNotEqualTo(store().of(SecretName.MASK).current().secret());
  }

  @Test
  void of_byManyAtOnce_isOneKey() throws InterruptedException {
    Set<String> ids = ConcurrentHashMap.newKeySet();
    for (Thread thread :
        IntStream.range(0, 8)
            .mapToObj(
                i ->
                    Thread.ofVirtual()
                        .start(
                            () ->
                                ids.add(
                                    (i % 2 == 0 ? store() : other())
                                        .of(SecretName.AUDIT)
                                        .current()
                                        .id())))
            .toList()) {
      thread.join();
    }

    assertThat(ids).hasSize(1);
  }

  @Test
  void rotate_once_keepsTheKeyBefore() {
    Key before = store().of(SecretName.CURSOR).current();

    store().rotate(SecretName.CURSOR);

    LiveKeys after = other().of(SecretName.CURSOR);
    assertThat(after.current().id()).isNotEqualTo(before.id());
    assertThat(after.current().secret()).isNotEqualTo(before.secret());
    assertSame(before, Objects.requireNonNull(after.previous()));
    assertSame(before, other().find(SecretName.CURSOR, before.id()).orElseThrow());
  }

  @Test
  void rotate_twice_losesTheKeyBeforeTheLast() {
    Key first = store().of(SecretName.CURSOR).current();
    store().rotate(SecretName.CURSOR);
    Key second = store().of(SecretName.CURSOR).current();

    other().rotate(SecretName.CURSOR);

    assertSame(second, Objects.requireNonNull(store().of(SecretName.CURSOR).previous()));
    assertThat(store().find(SecretName.CURSOR, first.id())).isEmpty();
  }

  @Test
  void rotate_oneName_leavesTheOthers() {
    Key mask = store().of(SecretName.MASK).current();
    store().of(SecretName.CURSOR);

    store().rotate(SecretName.CURSOR);

    assertSame(mask, store().of(SecretName.MASK).current());
    assertThat(store().of(SecretName.MASK).previous()).isNull();
  }

  private static void assertSame(Key left, Key right) {
    assertThat(left.id()).isEqualTo(right.id());
    assertThat(left.secret()).isEqualTo(right.secret());
    assertThat(left.since()).isEqualTo(right.since());
  }
}
