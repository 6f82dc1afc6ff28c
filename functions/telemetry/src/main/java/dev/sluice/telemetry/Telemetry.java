package dev.sluice.telemetry;

import java.time.InstantSource;
import java.util.Map;

/**
 * Where figures and log lines go. Implementations are safe for use by several threads, never throw,
 * and have written what they were given when the method returns, or when the call closes: an
 * environment freezes after the answer.
 */
public interface Telemetry {

  /** Records one value of a metric, in the unit that ends the metric's name. */
  void measure(Metric metric, double value);

  /**
   * Writes one log line; of a problem also within which call it was, as {@link CallScope} knows.
   */
  void log(Event event, Map<Field, ?> fields);

  /** Says that a call begins; what is measured until it is closed may be told with it. */
  OpenCall open();

  /** A call under way. */
  @FunctionalInterface
  interface OpenCall extends AutoCloseable {
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
