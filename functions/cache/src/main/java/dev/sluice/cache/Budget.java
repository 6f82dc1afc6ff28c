package dev.sluice.cache;

import java.time.Duration;

/**
 * How long one call may spend on its store, in all its visits together. What it does between them
 * is not counted. Used by one thread.
 */
public final class Budget {
  private final long wholeNanos;
  private long leftNanos;

  private Budget(long wholeNanos) {
    this.wholeNanos = wholeNanos;
    this.leftNanos = wholeNanos;
  }

  /** So much. */
  public static Budget of(Duration whole) {
    return new Budget(whole.toNanos());
  }

  /** A visit to the store. */
  @FunctionalInterface
  public interface Visit<T> {
    /** What is done there. */
    T make() throws StoreException;
  }

  /** A visit that brings nothing back. */
  @FunctionalInterface
  public interface Errand {
    /** What is done there. */
    void run() throws StoreException;
  }

  /**
   * Makes a visit that brings nothing back, and counts its time.
   *
   * @throws StoreException as the visit does, or because nothing is left to spend on it
   */
  public void use(Errand errand) throws StoreException {
    boolean _ =
        spend(
            () -> {
              errand.run();
              return true;
            });
  }

  /**
   * Makes a visit, and counts its time.
   *
   * @throws StoreException as the visit does, or because nothing is left to spend on it
   */
  public <T> T spend(Visit<T> visit) throws StoreException {
    long before = System.nanoTime();
    leftMillis();
    try {
      return visit.make();
    } finally {
      leftNanos -= System.nanoTime() - before;
    }
  }

  /**
   * How long the visit that is about to be made may take.
   *
   * @return milliseconds, at least 1
   * @throws StoreException when nothing is left
   */
  public int leftMillis() throws StoreException {
    long millis = leftNanos / 1_000_000;
    if (millis < 1) {
      throw new StoreException("the time for the store is used up", null);
    }
    return (int) Math.min(millis, Integer.MAX_VALUE);
  }

  /** How much was spent, in milliseconds. */
  double spentMillis() {
    return (wholeNanos - leftNanos) / 1e6;
  }
}
