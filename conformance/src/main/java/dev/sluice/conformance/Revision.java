package dev.sluice.conformance;

import java.util.Optional;
import java.util.stream.Stream;

/** A revision of MCP that the suite has requirements for. */
public enum Revision {
  /** The stateless one. */
  MODERN("2026-07-28", 50),
  /** The last of the older ones. */
  LEGACY("2025-11-25", 33);

  private final String date;
  private final int scenarios;

  Revision(String date, int scenarios) {
    this.date = date;
    this.scenarios = scenarios;
  }

  /** Its name. */
  public String date() {
    return date;
  }

  /** How many scenarios the pinned suite runs for it, those included that it does not score. */
  public int scenarios() {
    return scenarios;
  }

  /** The revision of a date. */
  public static Optional<Revision> of(String date) {
    return Stream.of(values()).filter(revision -> revision.date.equals(date)).findFirst();
  }
}
