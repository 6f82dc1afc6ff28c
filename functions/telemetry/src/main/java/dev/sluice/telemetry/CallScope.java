package dev.sluice.telemetry;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The call that a thread works for: its reference, which every problem on the way is told under,
 * and where its time goes, if it is traced. It belongs to the thread that runs in it; who hands
 * work to another thread lets that one {@link #run} in it too. Safe for use by several threads.
 */
public final class CallScope {
  /** So many spans of a call are noted; those of a call that opens more are left out. */
  public static final int MOST_SPANS = 64;

  private static final ScopedValue<CallScope> CURRENT = ScopedValue.newInstance();
  private static final int NO_SPAN = -1;

  private final String reference;
  private final @Nullable TraceHeader trace;
  private final Instant startedAt;
  private final long startNanos = System.nanoTime();
  private final List<Noted> spans;
  private int innermost = NO_SPAN;
  private boolean ended;

  private CallScope(String reference, @Nullable TraceHeader trace, Instant startedAt) {
    this.reference = reference;
    this.trace = trace;
    this.startedAt = startedAt;
    this.spans = trace == null ? List.of() : new ArrayList<>();
  }

  /**
   * A call that begins.
   *
   * @param reference as its caller sees it
   * @param trace it belongs to; null where no trace of it can be wanted
   */
  public static CallScope of(String reference, @Nullable TraceHeader trace, Instant startedAt) {
    return new CallScope(reference, trace, startedAt);
  }

  /** Does some work for the call. */
  public <T extends @Nullable Object, X extends Throwable> T run(
      ScopedValue.CallableOp<? extends T, X> work) throws X {
    return ScopedValue.where(CURRENT, this).call(work);
  }

  /** Opens a span of the call that this thread works for, which ends when it is closed. */
  public static OpenSpan open(Span span) {
    return open(span, "");
  }

  /**
   * The same.
   *
   * @param source the server that it is about
   */
  public static OpenSpan open(Span span, String source) {
    return CURRENT.isBound() ? CURRENT.get().begin(span, source) : OpenSpan.NONE;
  }

  /**
   * What a log line says of the call it is within: of a problem the reference and the trace, or
   * else that it was in the background, where nobody waited.
   */
  static Map<Field, ?> placed(Event event, Map<Field, ?> fields) {
    if (!event.isProblem()) {
      return fields;
    }
    Map<Field, Object> placed = new EnumMap<>(Field.class);
    placed.putAll(fields);
    if (CURRENT.isBound()) {
      CallScope call = CURRENT.get();
      // Also where a part of the work has a name of its own: nobody else knows that.
      placed.put(Field.REFERENCE, call.reference);
      if (call.trace != null) {
        placed.put(Field.TRACE, call.trace.root());
      }
    } else if (!fields.containsKey(Field.REFERENCE)) {
      placed.put(Field.BACKGROUND, true);
    }
    return placed;
  }

  /** The call's reference. */
  public String reference() {
    return reference;
  }

  /** The trace that it belongs to; null where no trace of it can be wanted. */
  public @Nullable TraceHeader trace() {
    return trace;
  }

  /**
   * Ends the call. What of it is still under way ends by that, and is not noted any more.
   *
   * @param tool as the catalogue has it; empty for none
   * @param outcome how it ended, in one word
   * @param failed whether the reason is ours
   * @return null where no trace of it can be wanted
   */
  public synchronized @Nullable CallTrace end(String tool, String outcome, boolean failed) {
    ended = true;
    if (trace == null) {
      return null;
    }
    long tookNanos = System.nanoTime() - startNanos;
    List<CallTrace.Part> parts = new ArrayList<>(spans.size());
    for (Noted each : spans) {
      parts.add(each.part(tookNanos));
    }
    return new CallTrace(trace, reference, tool, outcome, failed, startedAt, tookNanos, parts);
  }

  private synchronized OpenSpan begin(Span span, String source) {
    if (trace == null || ended || spans.size() == MOST_SPANS) {
      return OpenSpan.NONE;
    }
    Noted noted = new Noted(span, source, innermost, System.nanoTime() - startNanos);
    innermost = spans.size();
    spans.add(noted);
    return noted;
  }

  private synchronized void close(Noted span, boolean failed) {
    if (ended) {
      return;
    }
    span.tookNanos = System.nanoTime() - startNanos - span.afterNanos;
    span.failed = failed;
    innermost = span.within;
  }

  /** One span; what changes is under the call's lock. */
  private final class Noted implements OpenSpan {
    private final Span span;
    private final String source;
    private final int within;
    private final long afterNanos;
    private long tookNanos = -1;
    private boolean failed;
    private volatile boolean failing;

    Noted(Span span, String source, int within, long afterNanos) {
      this.span = span;
      this.source = source;
      this.within = within;
      this.afterNanos = afterNanos;
    }

    @Override
    public void failed() {
      failing = true;
    }

    @Override
    public void close() {
      CallScope.this.close(this, failing);
    }

    CallTrace.Part part(long callNanos) {
      boolean over = tookNanos >= 0;
      return new CallTrace.Part(
          span, source, within, afterNanos, over ? tookNanos : callNanos - afterNanos, failed);
    }
  }
}
