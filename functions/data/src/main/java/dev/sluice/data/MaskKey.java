package dev.sluice.data;

import dev.sluice.call.secret.Key;
import dev.sluice.call.secret.LiveKeys;
import dev.sluice.call.secret.SecretName;
import dev.sluice.call.secret.Secrets;
import java.time.Duration;
import java.time.InstantSource;

/**
 * Which version of its key the mask {@code hash} uses. Equal values have equal hashes, in every
 * answer and in what was answered before: callers join by them. So a rotation is not felt for a
 * while, and then by every environment at one moment, whenever each came to know of it.
 */
public final class MaskKey {
  /**
   * So long after it was made a new version is left unused: as long as tasks keep their results,
   * and much longer than any environment takes to read it.
   */
  public static final Duration OVERLAP = Duration.ofDays(1);

  private MaskKey() {}

  /**
   * The version in use: the previous one while the current is younger than {@link #OVERLAP}. A key
   * that was rotated twice is used no more, whatever its age.
   *
   * @throws dev.sluice.call.secret.NoSecretException when there is none
   */
  public static Key inUse(Secrets secrets, InstantSource clock) {
    LiveKeys keys = secrets.of(SecretName.MASK);
    Key previous = keys.previous();
    return previous != null && clock.instant().isBefore(keys.current().since().plus(OVERLAP))
        ? previous
        : keys.current();
  }
}
