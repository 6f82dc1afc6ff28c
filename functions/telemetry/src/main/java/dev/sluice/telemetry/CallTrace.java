package dev.sluice.telemetry;

import java.time.Instant;
import java.util.List;

/**
 * Where the time of one call went. Words of ours and figures only: never SQL, an argument, or who
 * calls.
 *
 * @param header of the trace that it belongs to
 * @param reference of the call
 * @param tool as the catalogue has it; empty for none
 * @param outcome how it ended, in one word
 * @param failed whether the reason was ours
 * @param startedAt by the wall clock
 * @param tookNanos from the event to the answer
 * @param spans in the order they began, at most {@link CallScope#MOST_SPANS}
 */
public record CallTrace(
    TraceHeader header,
    String reference,
    String tool,
    String outcome,
    boolean failed,
    Instant startedAt,
    long tookNanos,
    List<Part> spans) {

  /** Copies the list. */
  public CallTrace {
    spans = List.copyOf(spans);
  }

  /**
   * One span.
   *
   * @param source the server it was about; empty for none
   * @param within which other span it was, by its place in the list; -1 for the call itself
   * @param afterNanos when it began, counted from the call's beginning
   * @param tookNanos how long it lasted; until the call's end where it was not over
   * @param failed whether it came to nothing
   */
  public record Part(
      Span span, String source, int within, long afterNanos, long tookNanos, boolean failed) {}
}
