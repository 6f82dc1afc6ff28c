package dev.sluice.bench;

import java.io.IOException;

/** Functions at work, and what asks them. Its calls are safe for use by several threads. */
interface Scene extends AutoCloseable {
  /** So many calls at once there can be. */
  int atOnce();

  /**
   * Calls once, and waits for the outcome, whatever it is: the functions tell.
   *
   * @param number of the call, from 0
   */
  void call(int number) throws InterruptedException;

  /** What comes by the clock. Called once a second by one thread, and soon over. */
  default void everySecond(int second) throws Exception {}

  /** A last look, before the trace is written. */
  default void last() throws Exception {}

  @Override
  void close() throws IOException;
}
