package dev.sluice.telemetry;

/** Every span of work that a trace may show, under its name. */
public enum Span {
  /** One call, from the event to the answer. */
  CALL("call"),
  /** One statement on one server. */
  STATEMENT("statement");

  private final String spanName;

  Span(String spanName) {
    this.spanName = spanName;
  }

  /** The name as it is emitted. */
  public String spanName() {
    return spanName;
  }
}
