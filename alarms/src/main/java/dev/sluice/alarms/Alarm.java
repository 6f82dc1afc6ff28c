package dev.sluice.alarms;

import java.util.Map;

/** One alarm, as its file declares it. */
public sealed interface Alarm permits MetricAlarm, CompositeAlarm {
  /** What is wrong, in a few words; also the name of its file and of its runbook. */
  String name();

  /** The same in a sentence: the title of a page. */
  String says();

  /** Who is told. */
  Severity severity();

  /** Why the threshold is what it is. */
  String why();

  /** Whether a release that it sounds under is rolled back. */
  boolean rollsBack();

  /** Whether it is told by the second path, because the first may be what is broken. */
  boolean bySecondPath();

  /** What it must do with given data, by name; quiet, fires, missing and resolves are there. */
  Map<String, AlarmCase> cases();
}
