package dev.sluice.gateway;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A handler in this process, invoked as Lambda invokes it: bytes in, bytes out, within its limits.
 * Safe for use by several threads if the handler is.
 */
final class LocalFunction {
  /** Lambda's limit for an event and for an answer (Lambda quotas, "Invocation payload"). */
  static final int MAX_PAYLOAD_BYTES = 6 * 1024 * 1024;

  private final RequestStreamHandler handler;
  private final Duration timeout;
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("invocation-", 0).factory());

  LocalFunction(RequestStreamHandler handler, Duration timeout) {
    this.handler = handler;
    this.timeout = timeout;
  }

  /** What an invocation came to. */
  sealed interface Result {
    /** The handler returned. */
    @SuppressWarnings("ArrayRecordComponent") // Read once, never compared.
    record Answer(byte[] bytes) implements Result {}

    /** The event is larger than Lambda takes. */
    record EventTooLarge(int bytes) implements Result {}

    /**
     * The handler threw, or answered more than Lambda takes.
     *
     * @param cause for a log
     * @param message of what was thrown, as Lambda passes it on; null for none
     */
    record Failed(String cause, @Nullable String message) implements Result {}

    /** The handler had not returned when its time was up. */
    record TimedOut() implements Result {}
  }

  Result invoke(byte[] event, String requestId) {
    if (event.length > MAX_PAYLOAD_BYTES) {
      return new Result.EventTooLarge(event.length);
    }
    LocalContext context = LocalContext.until(timeout, requestId);
    ByteArrayOutputStream answer = new ByteArrayOutputStream(4096);
    Future<?> running = threads.submit(() -> handle(event, answer, context));
    try {
      running.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
      return answer.size() > MAX_PAYLOAD_BYTES
          ? new Result.Failed("the answer has " + answer.size() + " bytes", null)
          : new Result.Answer(answer.toByteArray());
    } catch (TimeoutException e) {
      running.cancel(true);
      return new Result.TimedOut();
    } catch (ExecutionException e) {
      Throwable thrown = e.getCause();
      return new Result.Failed(String.valueOf(thrown), thrown == null ? null : thrown.getMessage());
    } catch (InterruptedException e) {
      running.cancel(true);
      Thread.currentThread().interrupt();
      return new Result.Failed("the gateway is stopping", null);
    }
  }

  private Void handle(byte[] event, ByteArrayOutputStream answer, LocalContext context)
      throws IOException {
    handler.handleRequest(new ByteArrayInputStream(event), answer, context);
    return null;
  }
}
