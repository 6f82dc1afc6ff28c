package dev.sluice.states;

import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Work that can be halted as a whole, with all that it began within it. */
final class Scope {
  private final Time time;
  private final @Nullable Instant end;
  private final CompletableFuture<Void> halted = new CompletableFuture<>();

  /**
   * Work that nothing is outside of.
   *
   * @param end when its time is up; null for never
   */
  Scope(Time time, @Nullable Instant end) {
    this.time = time;
    this.end = end;
  }

  Time time() {
    return time;
  }

  /** Work within this one. */
  Scope inner() {
    Scope inner = new Scope(time, end);
    var _ = halted.thenRun(inner::halt);
    return inner;
  }

  void halt() {
    halted.complete(null);
  }

  void check() throws HaltedException {
    if (halted.isDone()) {
      throw new HaltedException(false);
    }
    if (end != null && !time.now().isBefore(end)) {
      throw new HaltedException(true);
    }
  }

  /** Waits until something is done or a moment has come; tells whether it is done. */
  boolean await(CompletableFuture<?> done, @Nullable Instant until) throws HaltedException {
    Instant wake = end != null && (until == null || end.isBefore(until)) ? end : until;
    time.await(CompletableFuture.anyOf(done, halted), wake);
    check();
    return done.isDone();
  }

  void sleepUntil(Instant until) throws HaltedException {
    await(new CompletableFuture<>(), until);
  }
}
