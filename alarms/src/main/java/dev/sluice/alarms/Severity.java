package dev.sluice.alarms;

/** Who is told of an alarm. */
public enum Severity {
  /** Somebody is woken. */
  PAGE,
  /** Somebody looks at it on the next working day. */
  TICKET,
  /** Nobody: it is a part of composites. */
  PART
}
