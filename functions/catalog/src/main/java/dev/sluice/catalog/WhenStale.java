package dev.sluice.catalog;

/** What a tool does when every answer that could be had is older than it allows. */
public enum WhenStale {
  /** Answers with an error. */
  ERROR,
  /** Answers all the same, and says how old. */
  LABEL
}
