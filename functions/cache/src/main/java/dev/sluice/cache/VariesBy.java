package dev.sluice.cache;

/** What of a caller decides which rows it sees. */
public enum VariesBy {
  /** Who it is. */
  SUBJECT,
  /** To whom it belongs. */
  TENANT,
  /** What it may do. */
  SCOPES
}
