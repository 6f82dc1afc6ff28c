package dev.sluice.states;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A clock that goes on by itself to the next moment that somebody waits for, as soon as nobody who
 * was started by it has anything else to do. Waiting costs nothing, and work takes no time.
 */
public final class VirtualTime implements Time {
  private final PriorityQueue<Waiter> waiting =
      new PriorityQueue<>(
          Comparator.comparing((Waiter waiter) -> waiter.until)
              .thenComparingLong(waiter -> waiter.order));
  private Instant now;
  private int working;
  private long order;

  /** A clock that stands at a moment. */
  public VirtualTime(Instant start) {
    this.now = start;
  }

  /** Somebody who waits. */
  private static final class Waiter {
    private final Instant until;
    private final long order;
    private final CompletableFuture<Boolean> woken = new CompletableFuture<>();

    Waiter(Instant until, long order) {
      this.until = until;
      this.order = order;
    }
  }

  @Override
  public synchronized Instant now() {
    return now;
  }

  @Override
  public void start(String name, Runnable work) {
    begin();
    Thread.ofVirtual()
        .name(name)
        .start(
            () -> {
              try {
                work.run();
              } finally {
                end();
              }
            });
  }

  /** Works on the caller's thread: meanwhile the clock stands, but where the work waits. */
  public <T> T run(Supplier<T> work) {
    begin();
    try {
      return work.get();
    } finally {
      end();
    }
  }

  /** Waits for a span; only for work that the clock knows of. */
  public void sleep(Duration span) {
    await(new CompletableFuture<>(), now().plus(span));
  }

  /** {@inheritDoc} Only for work that the clock knows of. */
  @Override
  public boolean await(CompletableFuture<?> done, @Nullable Instant until) {
    Waiter waiter;
    synchronized (this) {
      if (done.isDone()) {
        return true;
      }
      waiter = new Waiter(until == null ? Instant.MAX : until, order++);
      waiting.add(waiter);
    }
    // Whoever makes it done is at work, so the clock cannot go on between.
    var _ = done.whenComplete((_, _) -> wake(waiter, true));
    end();
    return waiter.woken.join();
  }

  private synchronized void begin() {
    working++;
  }

  private synchronized void end() {
    working--;
    Waiter next = waiting.peek();
    if (working == 0 && next != null && !next.until.equals(Instant.MAX)) {
      if (next.until.isAfter(now)) {
        now = next.until;
      }
      wake(next, false);
    }
  }

  private synchronized void wake(Waiter waiter, boolean done) {
    if (waiting.remove(waiter)) {
      working++;
      waiter.woken.complete(done);
    }
  }
}
