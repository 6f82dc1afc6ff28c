package dev.sluice.telemetry;

import java.time.InstantSource;
import java.util.Map;

/**
 * Where figures, log lines and spans go. Implementations are safe for use by several threads, never
 * throw, and have written what they were given when the method returns, or when the span of the
 * call closes: an environment freezes after the answer.
 */
public interface Telemetry {

  /** Records one value of a metric, in the unit that ends the metric's name. */
  void measure(Metric metric, double value);

  /** Writes one log line. */
  void log(Event event, Map<Field, ?> fields);

  /** Opens a span, which ends when it is closed. */
  OpenSpan open(Span span);

  /** A span under way. */
  @FunctionalInterface
  interface OpenSpan extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * The sink of a deployed function: metrics and log lines on standard output, or problems alone on
   * standard error.
   *
   * @param version of the function, as Lambda says it
   */
  static Telemetry ofFunction(boolean problemsOnly, String version, InstantSource clock) {
    return problemsOnly
        ? new ProblemsOnly(new JsonLinesTelemetry(System.err, clock))
        : new EmfTelemetry(System.out, clock, version);
  }

  /** A sink that drops everything: for the calls that warm a snapshot. */
  static Telemetry discarding() {
    return DiscardingTelemetry.INSTANCE;
  }
}
