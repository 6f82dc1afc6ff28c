package dev.sluice.call.subject;

import java.time.Instant;
import java.util.Optional;

/**
 * Whose data is meant: one subject's, or that of all who were erased before. The latter are known
 * by what their hash becomes under a key, so a store is asked what it holds, never told whom to
 * look for. Implementations are safe for use by several threads.
 */
public interface Subjects {

  /**
   * Whether data is meant.
   *
   * @param hash of its {@link Subject}, or of its name alone
   * @param since when it is held; {@link Instant#EPOCH} where nobody knows
   */
  boolean include(String hash, Instant since);

  /** The one subject; empty where they are not known by name. */
  Optional<Subject> only();

  /** Whatever is held on one subject. */
  static Subjects only(Subject subject) {
    String its = subject.hash();
    String name = Subject.nameHash(subject.name());
    return new Subjects() {
      @Override
      public boolean include(String hash, Instant since) {
        return hash.equals(its) || hash.equals(name);
      }

      @Override
      public Optional<Subject> only() {
        return Optional.of(subject);
      }
    };
  }
}
