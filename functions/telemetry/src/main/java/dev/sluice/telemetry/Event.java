package dev.sluice.telemetry;

/** Every kind of log line there is. */
public enum Event {
  /** A call was answered. */
  CALL("call"),
  /** A call broke in a way nobody foresaw; its cause is in the line. */
  CALL_BROKE("call_broke"),
  /** A server could not be reached, or died under a statement. */
  SERVER_LOST("server_lost"),
  /** The function was started, or its snapshot taken up again. */
  STARTED("started"),
  /** A hook around the snapshot failed. */
  SNAPSHOT_HOOK_FAILED("snapshot_hook_failed");

  private final String eventName;

  Event(String eventName) {
    this.eventName = eventName;
  }

  /** The name as it is written. */
  public String eventName() {
    return eventName;
  }
}
