package dev.sluice.task.aws;

import dev.sluice.task.TaskStoreException;
import dev.sluice.telemetry.Metric;
import dev.sluice.telemetry.Telemetry;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.List;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.exception.SdkServiceException;
import software.amazon.awssdk.core.retry.RetryUtils;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.TransactionConflictException;
import software.amazon.awssdk.services.dynamodb.model.TransactionInProgressException;

/**
 * Requests that are sent once more where that can help, and never so many that they add to what
 * makes a service slow: each call puts a tenth of a retry aside, and a retry takes a whole one. So
 * when everything is throttled, ten calls make eleven requests. Safe for use by several threads.
 */
public final class Retries {
  private static final int RETRY_COSTS = 10;

  /** What is put aside at most, and at the start: two retries. */
  private static final int MOST_ASIDE = 2 * RETRY_COSTS;

  private static final int LEAST_PAUSE_MILLIS = 20;
  private static final int MOST_PAUSE_MILLIS = 100;

  /** What may go away by itself, as a transaction names it. */
  private static final List<String> PASSING =
      List.of("ThrottlingError", "ProvisionedThroughputExceeded");

  private final Telemetry telemetry;
  private int aside = MOST_ASIDE;

  /** None yet. */
  public Retries(Telemetry telemetry) {
    this.telemetry = telemetry;
  }

  /**
   * Asks, and once more where the first request came to nothing and there is something put aside.
   *
   * @param what was to be done, for the message
   * @param request sent twice, it must do the same as once
   */
  public <T> T ask(String what, Supplier<T> request) throws TaskStoreException {
    putAside();
    try {
      return request.get();
    } catch (SdkException e) {
      if (!mayPass(e) || !take()) {
        throw failed(what, e);
      }
    }
    telemetry.measure(Metric.TASK_STORE_RETRIES, 1);
    pause(what);
    try {
      return request.get();
    } catch (SdkException e) {
      throw failed(what, e);
    }
  }

  /** Waits between the bounds, never in step with others. */
  static void pause(String what) throws TaskStoreException {
    try {
      // Made now: two environments restored from one snapshot must not go on in step.
      Thread.sleep(
          LEAST_PAUSE_MILLIS + new SecureRandom().nextInt(MOST_PAUSE_MILLIS - LEAST_PAUSE_MILLIS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TaskStoreException("interrupted while it was to " + what, e);
    }
  }

  /** A message without what the service says: that may hold names of an account. */
  static TaskStoreException failed(String what, SdkException cause) {
    String why =
        cause instanceof SdkServiceException service
            ? service.getClass().getSimpleName() + ", HTTP " + service.statusCode()
            : cause.getClass().getSimpleName();
    return new TaskStoreException("could not " + what + ": " + why, cause);
  }

  private static boolean mayPass(SdkException e) {
    if (e instanceof TransactionCanceledException cancelled) {
      return cancelled.cancellationReasons().stream()
          .map(CancellationReason::code)
          .anyMatch(PASSING::contains);
    }
    return e instanceof TransactionConflictException
        || e instanceof TransactionInProgressException
        || e instanceof ApiCallTimeoutException
        || e instanceof ApiCallAttemptTimeoutException
        || RetryUtils.isThrottlingException(e)
        || (e instanceof SdkServiceException service
            ? service.statusCode() >= 500
            : isLostOnTheWay(e));
  }

  /** A connection that died, or on which nothing came. Who was interrupted does not go on. */
  private static boolean isLostOnTheWay(SdkException e) {
    return e.getCause() instanceof IOException && !Thread.currentThread().isInterrupted();
  }

  private synchronized void putAside() {
    aside = Math.min(aside + 1, MOST_ASIDE);
  }

  private synchronized boolean take() {
    if (aside < RETRY_COSTS) {
      return false;
    }
    aside -= RETRY_COSTS;
    return true;
  }
}
