package dev.sluice.telemetry;

/** Every span of work within a call that a trace may show, under its name. */
public enum Span {
  /** A statement's text is judged. */
  VERDICT("verdict"),
  /** An answer is looked for in the cache, and read and kept where there is none. */
  CACHE("cache"),
  /** A connection is waited for. */
  POOL("pool"),
  /** One statement on one server, from the pool to the last row. */
  STATEMENT("statement"),
  /** A task is written down, and started where it has its turn. */
  TASK_START("task start");

  private final String spanName;

  Span(String spanName) {
    this.spanName = spanName;
  }

  /** The name as it is emitted. */
  public String spanName() {
    return spanName;
  }
}
