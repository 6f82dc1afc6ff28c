package dev.sluice.gateway;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.sluice.call.Alarms;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A handler in this process, invoked as Lambda invokes it: bytes in, bytes out, within its limits.
 * Safe for use by several threads if the handler is.
 */
final class LocalFunction {
  /** Lambda's limit for an event and for an answer (Lambda quotas, "Invocation payload"). */
  static final int MAX_PAYLOAD_BYTES = 6 * 1024 * 1024;

  /** One for all: their thread never ends. */
  private static final Alarms ALARMS = new Alarms("invocation");

  private final RequestStreamHandler handler;
  private final Duration timeout;

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

  /**
   * Calls the handler, on this thread, which is interrupted when its time is up.
   *
   * @param then is told the result, once: by this thread, or by another when the time is up
   */
  void invoke(byte[] event, String requestId, Consumer<Result> then) {
    if (event.length > MAX_PAYLOAD_BYTES) {
      then.accept(new Result.EventTooLarge(event.length));
      return;
    }
    Invocation invocation = new Invocation(then);
    Alarms.Alarm alarm = ALARMS.set(timeout, invocation::timeOut);
    Result result = result(event, LocalContext.until(timeout, requestId));
    boolean _ = alarm.callOff();
    invocation.end(result);
  }

  private Result result(byte[] event, LocalContext context) {
    ByteArrayOutputStream answer = new ByteArrayOutputStream(4096);
    try {
      handler.handleRequest(new ByteArrayInputStream(event), answer, context);
    } catch (Throwable e) { // Whatever it is, Lambda would say so too.
      return new Result.Failed(String.valueOf(e), e.getMessage());
    }
    return answer.size() > MAX_PAYLOAD_BYTES
        ? new Result.Failed("the answer has " + answer.size() + " bytes", null)
        : new Result.Answer(answer.toByteArray());
  }

  /** A call under way: it ends, or its time is up, and what comes first counts. */
  private static final class Invocation {
    private final Consumer<Result> then;
    private final Thread thread = Thread.currentThread();
    private boolean over;

    Invocation(Consumer<Result> then) {
      this.then = then;
    }

    void timeOut() {
      synchronized (this) {
        if (over) {
          return;
        }
        over = true;
        // Under the lock: this thread is not yet at something else.
        thread.interrupt();
      }
      then.accept(new Result.TimedOut());
    }

    void end(Result result) {
      synchronized (this) {
        if (over) {
          boolean _ = Thread.interrupted();
          return;
        }
        over = true;
      }
      then.accept(result);
    }
  }
}
