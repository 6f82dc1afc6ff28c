package dev.sluice.testkit;

/** Stops and continues a process around its calls. */
interface Freezer {

  /** Returns when no thread of the process runs any more. */
  void freeze();

  /** Lets the process run again. */
  void thaw();
}
