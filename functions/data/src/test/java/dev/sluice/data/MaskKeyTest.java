package dev.sluice.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.secret.MemorySecrets;
import dev.sluice.call.secret.SecretName;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

class MaskKeyTest {
  private Instant now = Instant.parse("2026-11-26T10:00:00Z");
  private final InstantSource clock = () -> now;
  private final MemorySecrets secrets = new MemorySecrets(clock);

  @Test
  void inUse_neverRotated_isTheOnlyOne() {
    assertThat(inUse()).isEqualTo(current());
  }

  @Test
  void inUse_rotated_isTheOneBeforeUntilTheOverlapEnds() {
    String before = inUse();
    secrets.rotate(SecretName.MASK);

    assertThat(inUse()).isEqualTo(before);
    now = now.plus(MaskKey.OVERLAP).minusMillis(1);
    assertThat(inUse()).isEqualTo(before);
    now = now.plusMillis(1);
    assertThat(inUse()).isEqualTo(current()).isNotEqualTo(before);
  }

  /** As one does with a key that became known. */
  @Test
  void inUse_rotatedTwice_isNeverTheFirst() {
    String first = inUse();
    secrets.rotate(SecretName.MASK);
    String second = current();
    secrets.rotate(SecretName.MASK);

    assertThat(inUse()).isEqualTo(second).isNotEqualTo(first);
  }

  private String inUse() {
    return MaskKey.inUse(secrets, clock).id();
  }

  private String current() {
    return secrets.of(SecretName.MASK).current().id();
  }
}
