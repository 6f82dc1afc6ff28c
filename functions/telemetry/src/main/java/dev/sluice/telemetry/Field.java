package dev.sluice.telemetry;

/** Every field that a log line may carry. */
public enum Field {
  /** The call's reference, as the caller saw it. */
  REFERENCE("reference"),
  /** The trace that the call belongs to, by X-Ray's id. */
  TRACE("trace"),
  /** Said where a problem was in no call: nobody waited for it. */
  BACKGROUND("background"),
  /** The subject of the caller. */
  SUBJECT("subject"),
  /** The MCP method, or the HTTP method of a request that held none. */
  METHOD("method"),
  /** The tool that was called. */
  TOOL("tool"),
  /** The task's id. */
  TASK("task"),
  /** The HTTP status of the answer. */
  STATUS("status"),
  /** The server that rows came from, or that failed. */
  SERVER("server"),
  /** PostgreSQL's code for what went wrong. */
  SQLSTATE("sqlstate"),
  /** What went wrong, for an operator; never shown to a caller. */
  CAUSE("cause"),
  /** Where rows came from, in one word: {@code database}, {@code cache} or {@code task}. */
  SOURCE("source"),
  /** How a call ended: {@code ok}, {@code refused}, or {@code failed}. */
  OUTCOME("outcome"),
  /** How long it took. */
  TOOK_MILLIS("took_milliseconds");

  private final String fieldName;

  Field(String fieldName) {
    this.fieldName = fieldName;
  }

  /** The name as it is written. */
  public String fieldName() {
    return fieldName;
  }
}
