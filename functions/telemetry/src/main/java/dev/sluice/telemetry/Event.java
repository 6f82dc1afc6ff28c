package dev.sluice.telemetry;

/** Every kind of log line there is. */
public enum Event {
  /** A call was answered. */
  CALL("call", false),
  /** A call broke in a way nobody foresaw; its cause is in the line. */
  CALL_BROKE("call_broke", true),
  /** A server could not be reached, or died under a statement. */
  SERVER_LOST("server_lost", true),
  /** Which replicas there are could not be learnt; those known before are asked. */
  MEMBERS_UNKNOWN("members_unknown", true),
  /** A declared tool is not served; the cause says why. */
  TOOL_STOPPED("tool_stopped", true),
  /** A declared relation is not in the database as it was declared; the cause says what is gone. */
  RELATION_CHANGED("relation_changed", true),
  /** No database answered at the start: what the lock says of it was believed. */
  CATALOG_UNCOMPARED("catalog_uncompared", true),
  /** A task came to nothing; the cause is for the operator. */
  TASK_FAILED("task_failed", true),
  /** A task was not set going where it should have been: the sweeper will. */
  TASK_LEFT_TO_SWEEPER("task_left_to_sweeper", true),
  /** An issuer's keys could not be read; those read before serve, if there are any. */
  KEYS_NOT_FETCHED("keys_not_fetched", true),
  /** A secret could not be read; what was read before stays, if there is any. */
  SECRET_NOT_READ("secret_not_read", true),
  /** A request had no token that is good; the cause says in one word why. */
  TOKEN_REFUSED("token_refused", false),
  /** The key of a subject could not be reached: records call it by a name of this environment. */
  PSEUDONYM_UNLINKED("pseudonym_unlinked", true),
  /** A call was not answered, because its record could not be written. */
  AUDIT_NOT_WRITTEN("audit_not_written", true),
  /** What is switched off could not be read; what was known before counts, or else nothing is. */
  SWITCHES_UNKNOWN("switches_unknown", true),
  /** A trace could not be sent; the call was answered nevertheless. */
  TRACE_NOT_SENT("trace_not_sent", true),
  /** A look at what is deployed did not find what callers should; the cause says what. */
  PROBE_FAILED("probe_failed", true),
  /** A version did not answer as it should before it had traffic; the cause says what. */
  RELEASE_REFUSED("release_refused", true),
  /** The function was started, or its snapshot taken up again. */
  STARTED("started", false),
  /** A hook around the snapshot failed. */
  SNAPSHOT_HOOK_FAILED("snapshot_hook_failed", true);

  private final String eventName;
  private final boolean problem;

  Event(String eventName, boolean problem) {
    this.eventName = eventName;
    this.problem = problem;
  }

  /** Whether it says that something went wrong. */
  public boolean isProblem() {
    return problem;
  }

  /** The name as it is written. */
  public String eventName() {
    return eventName;
  }
}
