package dev.sluice.function.mcp;

import dev.sluice.call.Deadline;
import dev.sluice.data.Replicas;
import java.time.Duration;
import java.time.InstantSource;
import org.springframework.context.SmartLifecycle;

/**
 * Drops every connection before a snapshot and opens one after it: Spring stops and starts its
 * lifecycle beans around both. Used by one thread at a time.
 */
final class ConnectionLifecycle implements SmartLifecycle {
  /**
   * What opening may take, however many servers hang: Lambda ends a function whose hooks take more
   * than 10 s after a restore, and the first call can do it as well.
   */
  static final Duration START_LIMIT = Duration.ofSeconds(2);

  private final Replicas replicas;
  private final Runnable others;
  private final InstantSource clock;
  private final DeadlineGuard guard = new DeadlineGuard();
  private volatile boolean running;

  /**
   * Of the pools.
   *
   * @param others closes what else is open; a call opens it again
   */
  ConnectionLifecycle(Replicas replicas, Runnable others, InstantSource clock) {
    this.replicas = replicas;
    this.others = others;
    this.clock = clock;
  }

  @Override
  public void start() {
    try {
      boolean _ = guard.within(Deadline.after(START_LIMIT, clock), replicas::warm);
    } catch (DeadlineGuard.Exceeded | DeadlineGuard.Broken e) {
      // No server answers just now; the calls that come will ask again, and say what is wrong.
    }
    running = true;
  }

  @Override
  public void stop() {
    replicas.disconnect();
    others.run();
    running = false;
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
