package dev.sluice.states;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The system's clock. */
public final class SystemTime implements Time {
  private final InstantSource clock = InstantSource.system();

  @Override
  public Instant now() {
    return clock.instant();
  }

  @Override
  public void start(String name, Runnable work) {
    Thread.ofVirtual().name(name).start(work);
  }

  @Override
  public boolean await(CompletableFuture<?> done, @Nullable Instant until) {
    try {
      if (until == null) {
        done.get();
      } else {
        done.get(Math.max(0, Duration.between(now(), until).toMillis()), TimeUnit.MILLISECONDS);
      }
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException | CancellationException e) {
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting", e);
    }
  }
}
