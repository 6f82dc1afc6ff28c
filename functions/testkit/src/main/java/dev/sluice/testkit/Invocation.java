package dev.sluice.testkit;

import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One event on its way through a function. Thread-safe. */
public final class Invocation {

  /** Longest wait for the runtime to ask for the event: Lambda's own limit for init (130 s). */
  private static final Duration OFFER_LIMIT = Duration.ofSeconds(130);

  private final String id = UUID.randomUUID().toString();
  private final String traceId;
  private final long queuedNanos = System.nanoTime();
  private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();
  private final RuntimeApi api;
  private final byte[] event;
  private final Duration timeout;
  private volatile boolean offered;
  private volatile long offeredNanos;

  Invocation(RuntimeApi api, byte[] event, Duration timeout, boolean sampled) {
    this.api = api;
    this.traceId = traceId(id, sampled);
    this.event = event;
    this.timeout = timeout;
  }

  /** The request id, as the handler sees it in its context. */
  public String id() {
    return id;
  }

  /**
   * Waits for the outcome.
   *
   * @throws FunctionFailure when the process ended, or the function's timeout passed after the
   *     event was offered, or the event was not asked for within 130 s
   */
  public Outcome await() throws InterruptedException {
    while (true) {
      long leftNanos = leftNanos();
      if (leftNanos <= 0) {
        throw api.timedOut(
            offered
                ? "no response to invocation " + id + " within the timeout of " + timeout
                : "the runtime did not ask for invocation " + id + " within " + OFFER_LIMIT);
      }
      try {
        return outcome.get(leftNanos, TimeUnit.NANOSECONDS);
      } catch (TimeoutException _) {
        // The bound is read again: the event may have been offered meanwhile.
      } catch (ExecutionException _) {
        throw api.failure();
      }
    }
  }

  private long leftNanos() {
    long now = System.nanoTime();
    return offered
        ? offeredNanos + timeout.toNanos() - now
        : Math.min(queuedNanos + OFFER_LIMIT.toNanos() - now, timeout.toNanos());
  }

  byte[] event() {
    return event;
  }

  Duration timeout() {
    return timeout;
  }

  /** The header of the trace that it belongs to, as the runtime is told it. */
  public String traceId() {
    return traceId;
  }

  /** Stamps the offer; only the first stamp counts. */
  void offeredAt(long nanos) {
    if (!offered) {
      offeredNanos = nanos;
      offered = true;
    }
  }

  long offeredNanos() {
    return offeredNanos;
  }

  void complete(Outcome result) {
    outcome.complete(result);
  }

  void abandon() {
    outcome.completeExceptionally(new IllegalStateException("the function failed"));
  }

  private static String traceId(String id, boolean sampled) {
    String hex = id.replace("-", "");
    return "Root=1-%08x-%s;Parent=%s;Sampled=%d"
        .formatted(
            System.currentTimeMillis() / 1000,
            hex.substring(8),
            hex.substring(0, 16),
            sampled ? 1 : 0);
  }
}
