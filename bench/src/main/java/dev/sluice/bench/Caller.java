package dev.sluice.bench;

import java.io.IOException;

/** One kind of call, made again and again by one thread. */
@FunctionalInterface
interface Caller {

  /**
   * Makes one call.
   *
   * @return how long the answer took
   * @throws IllegalStateException when the answer was not right
   */
  long callNanos() throws IOException, InterruptedException;
}
