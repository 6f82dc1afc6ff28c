package dev.sluice.task.step;

import dev.sluice.call.Deadline;

/** An attempt under way, as the work sees it. Safe for use by several threads. */
public interface RunContext {

  /** By when the work must be done; time to store what it came to is left after it. */
  Deadline deadline();

  /**
   * Whether anybody still waits for it: false once the task was cancelled, or another attempt has
   * begun. The record is looked at once a second at most, so this may be asked for every row.
   */
  boolean isStillWanted();

  /**
   * Tells how many rows are stored by now. It is written once a second at most, and never fails.
   */
  void progress(long rows);
}
