package dev.sluice.call.subject;

import dev.sluice.call.Deadline;
import java.io.IOException;

/**
 * What one store holds on subjects. A room that keeps anything of a caller has one of these, and
 * erasure, replay and export know of it by that alone. Whatever it is told twice, it does once.
 * Implementations are safe for use by several threads.
 *
 * <p>Every method throws {@link SubjectDataException} where the store is away, or the deadline has
 * come: it may be called again, and goes on.
 */
public interface SubjectData {

  /** What receipts and exports call the store: one word, in the plural. */
  String store();

  /**
   * Ends what still works for the subjects and would write more.
   *
   * @return whether nothing is at work any more; otherwise to be asked again in a few seconds
   */
  default boolean settle(Subjects whose, Deadline deadline) throws SubjectDataException {
    return true;
  }

  /** How much it holds. */
  long count(Subjects whose, Deadline deadline) throws SubjectDataException;

  /** Erases all that it holds. */
  void erase(Subjects whose, Deadline deadline) throws SubjectDataException;

  /** Hands out a copy of all that it holds. */
  void export(Subject whose, Export export, Deadline deadline)
      throws SubjectDataException, IOException;

  /** Where copies go. Used by one thread. */
  @FunctionalInterface
  interface Export {
    /**
     * Takes one file.
     *
     * @param path relative, of words with slashes between them, each path once
     */
    void put(String path, byte[] content) throws IOException;
  }
}
