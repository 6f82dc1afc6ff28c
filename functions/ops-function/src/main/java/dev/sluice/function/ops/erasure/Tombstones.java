package dev.sluice.function.ops.erasure;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.sluice.call.subject.Subject;
import dev.sluice.call.subject.Subjects;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What is left of subjects that were erased: HMAC-SHA256 of the subject's hash, under a key. It
 * tells nothing without the key; with it, whether data that are there are that subject's. Safe for
 * use by several threads.
 */
public final class Tombstones {
  /** Of the key. */
  public static final int LEAST_KEY_BYTES = 32;

  private static final String ALGORITHM = "HmacSHA256";

  private final Supplier<byte[]> key;

  /**
   * Under a key that never changes: with another one, what was erased before is not found.
   *
   * @param key asked for at each use, so that no snapshot holds it
   */
  public Tombstones(Supplier<byte[]> key) {
    this.key = key;
  }

  /** A subject's: 43 characters of base64url. */
  public String of(Subject subject) {
    return of(subject.hash());
  }

  private String of(String hash) {
    byte[] secret = key.get();
    if (secret.length < LEAST_KEY_BYTES) {
      throw new IllegalStateException(
          "the key of erasures has " + secret.length + " bytes, not " + LEAST_KEY_BYTES);
    }
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(secret, ALGORITHM));
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(mac.doFinal(hash.getBytes(US_ASCII)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has " + ALGORITHM, e);
    }
  }

  /**
   * All whose erasure is complete. What is held since a time after that is not meant: the subject
   * came back.
   */
  Subjects erased(Collection<Erasure> erasures) {
    Map<String, Instant> until = new HashMap<>();
    for (Erasure erasure : erasures) {
      if (erasure.tombstone() != null && erasure.completedAt() != null) {
        until.merge(erasure.tombstone(), erasure.completedAt(), (a, b) -> a.isBefore(b) ? b : a);
      }
    }
    return new Subjects() {
      @Override
      public boolean include(String hash, Instant since) {
        Instant end = until.isEmpty() ? null : until.get(of(hash));
        return end != null && !since.isAfter(end);
      }

      @Override
      public Optional<Subject> only() {
        return Optional.empty();
      }
    };
  }
}
