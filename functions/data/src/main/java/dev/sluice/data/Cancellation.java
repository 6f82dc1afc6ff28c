package dev.sluice.data;

/**
 * Tells whether somebody still wants what is being read. Asked from a thread of its own, by one at
 * a time.
 */
@FunctionalInterface
public interface Cancellation {
  /** Of what is read in any case. */
  Cancellation NEVER = () -> true;

  /**
   * Whether it is wanted. May take its time; one that cannot tell says that it is, and so does one
   * that throws.
   */
  boolean isWanted();
}
