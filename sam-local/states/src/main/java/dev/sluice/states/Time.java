package dev.sluice.states;

import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The clock, and all waiting on it. Safe for use by many threads. */
public interface Time {
  /** The moment it is. */
  Instant now();

  /** Begins some work on a virtual thread of its own. */
  void start(String name, Runnable work);

  /**
   * Waits until something is done, well or not, or a moment has come.
   *
   * @param until null to wait without end
   * @return whether it is done
   */
  boolean await(CompletableFuture<?> done, @Nullable Instant until);
}
