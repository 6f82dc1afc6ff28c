package dev.sluice.function.ops.erasure;

import dev.sluice.call.secret.SecretName;
import dev.sluice.call.secret.Secrets;
import dev.sluice.call.subject.Subject;
import dev.sluice.call.subject.Subjects;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What is left of subjects that were erased: HMAC-SHA256 of the subject's hash, under a key. It
 * tells nothing without the key; with it, whether data that are there are that subject's. Safe for
 * use by several threads.
 */
public final class Tombstones {
  /** Before what is hashed: the key is nobody else's, and may be one day. */
  private static final String LABEL = "sluice tombstone";

  private final Secrets secrets;

  /**
   * Under {@link SecretName#ERASURE}, which never changes: with another key, what was erased before
   * is not found.
   */
  public Tombstones(Secrets secrets) {
    this.secrets = secrets;
  }

  /** A subject's: 43 characters of base64url. */
  public String of(Subject subject) {
    return of(subject.hash());
  }

  /** The same of its name alone, for what names a subject whatever its tenant. */
  String ofName(Subject subject) {
    return of(Subject.nameHash(subject.name()));
  }

  private String of(String hash) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(secrets.of(SecretName.ERASURE).current().mac(LABEL, hash));
  }

  /**
   * All whose erasure is complete. What is held since a time after that is not meant: the subject
   * came back.
   */
  Subjects erased(Collection<Erasure> erasures) {
    Map<String, Instant> until = new HashMap<>();
    for (Erasure erasure : erasures) {
      if (erasure.completedAt() != null) {
        for (String tombstone : erasure.tombstones()) {
          until.merge(tombstone, erasure.completedAt(), (a, b) -> a.isBefore(b) ? b : a);
        }
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
