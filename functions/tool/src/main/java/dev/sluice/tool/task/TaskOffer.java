package dev.sluice.tool.task;

import dev.sluice.task.TaskEngine;
import dev.sluice.task.result.ObjectStore;
import java.time.Duration;

/**
 * What a server offers tasks with.
 *
 * @param engine starts and follows them
 * @param results where their rows are stored
 * @param poll how often a client is to ask
 */
public record TaskOffer(TaskEngine engine, ObjectStore results, Duration poll) {
  /** Soon enough for work of some seconds; who waits for minutes may ask less often. */
  private static final Duration POLL = Duration.ofSeconds(1);

  /** To be asked once a second. */
  public TaskOffer(TaskEngine engine, ObjectStore results) {
    this(engine, results, POLL);
  }
}
