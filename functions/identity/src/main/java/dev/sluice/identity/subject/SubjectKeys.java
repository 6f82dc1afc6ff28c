package dev.sluice.identity.subject;

import dev.sluice.call.subject.Subject;
import java.util.Optional;

/**
 * Where the key of each subject is kept. A key is made by the first who asks for it, and is the
 * same for all until it is erased. Implementations are safe for use by several threads, and end
 * within a second; the first request of a process may take two more.
 */
public interface SubjectKeys {
  /** As many as HMAC-SHA-256 takes in without hashing them first, halved: 256 bits. */
  int KEY_BYTES = 32;

  /**
   * The key of a subject; made now where there is none. Of several who make one at the same time,
   * one wins, and all have its key.
   */
  byte[] key(Subject subject) throws SubjectKeysException;

  /** The key of a subject, if there is one; none is made. */
  Optional<byte[]> find(Subject subject) throws SubjectKeysException;

  /**
   * Deletes the key of a subject. Whoever asks for it later gets another.
   *
   * @return whether there was one
   */
  boolean erase(Subject subject) throws SubjectKeysException;

  /**
   * Does what the first call after a snapshot will wait for, and leaves nothing behind: no key, and
   * no connection that would be dead by then.
   */
  void rehearse() throws SubjectKeysException;
}
