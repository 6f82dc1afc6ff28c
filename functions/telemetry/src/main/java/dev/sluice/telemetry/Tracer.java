package dev.sluice.telemetry;

/**
 * Where traces of calls go. Implementations are safe for use by several threads, never throw, and
 * have sent what they were given when the method returns: an environment freezes after the answer.
 */
public interface Tracer {

  /** Whether traces are of any use; where they are not, nothing is noted for them. */
  boolean isOn();

  /**
   * Sends a trace. One that is not sampled is worth sending where its call failed: X-Ray then shows
   * our part of it alone.
   */
  void send(CallTrace trace);

  /** Does the same to no end: for the calls that warm a snapshot. */
  void rehearse(CallTrace trace);

  /** Traces nothing. */
  static Tracer none() {
    return NoTracer.INSTANCE;
  }

  /** Of a function that is not traced. */
  enum NoTracer implements Tracer {
    /** The only one. */
    INSTANCE;

    @Override
    public boolean isOn() {
      return false;
    }

    @Override
    public void send(CallTrace trace) {}

    @Override
    public void rehearse(CallTrace trace) {}
  }
}
