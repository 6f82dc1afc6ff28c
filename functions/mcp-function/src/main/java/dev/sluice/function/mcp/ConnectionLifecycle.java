package dev.sluice.function.mcp;

import dev.sluice.data.Replicas;
import org.springframework.context.SmartLifecycle;

/**
 * Drops every connection before a snapshot and opens one after it: Spring stops and starts its
 * lifecycle beans around both. Used by one thread at a time.
 */
final class ConnectionLifecycle implements SmartLifecycle {
  private final Replicas replicas;
  private volatile boolean running;

  ConnectionLifecycle(Replicas replicas) {
    this.replicas = replicas;
  }

  @Override
  public void start() {
    // No server may answer just now; the calls that come will ask again.
    boolean _ = replicas.warm();
    running = true;
  }

  @Override
  public void stop() {
    replicas.disconnect();
    running = false;
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
