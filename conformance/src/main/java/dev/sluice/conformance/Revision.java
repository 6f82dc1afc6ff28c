package dev.sluice.conformance;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A revision of MCP that the suite has requirements for. */
public enum Revision {
  /** The stateless one. */
  MODERN(
      "2026-07-28",
      "http-header-validation",
      "json-schema-2020-12",
      "http-custom-header-server-validation",
      "tasks-lifecycle",
      "tasks-capability-negotiation",
      "tasks-wire-fields",
      "tasks-request-state-removal",
      "tasks-mrtr-input",
      "tasks-request-headers",
      "tasks-dispatch-and-envelope",
      "tasks-status-notifications",
      "tasks-required-task-error",
      "tasks-mrtr-composition"),
  /** The last of the older ones. */
  LEGACY("2025-11-25");

  private final String date;

  @SuppressWarnings("ImmutableEnumChecker") // List.of.
  private final List<String> promised;

  Revision(String date, String... promised) {
    this.date = date;
    this.promised = List.of(promised);
  }

  /** Its name. */
  public String date() {
    return date;
  }

  /** Scenarios that the suite runs without counting them, and that must pass all the same. */
  public List<String> promised() {
    return promised;
  }

  /** The revision of a date. */
  public static Optional<Revision> of(String date) {
    return Stream.of(values()).filter(revision -> revision.date.equals(date)).findFirst();
  }
}
