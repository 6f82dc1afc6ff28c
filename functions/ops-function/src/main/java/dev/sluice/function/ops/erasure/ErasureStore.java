package dev.sluice.function.ops.erasure;

import dev.sluice.task.TaskStoreException;
import java.util.List;
import java.util.Optional;

/**
 * Where erasures are kept, open ones and receipts. It must not be restored together with what they
 * erased: a restored one would know less. Implementations are safe for use by several threads.
 */
public interface ErasureStore {

  /** An erasure as it stands. */
  Optional<Erasure> find(String id) throws TaskStoreException;

  /**
   * Stores an erasure, in place of the version before it; the first version where there is none.
   *
   * @return whether it is stored: false where another was faster
   */
  boolean put(Erasure erasure) throws TaskStoreException;

  /** All there are. */
  List<Erasure> all() throws TaskStoreException;
}
