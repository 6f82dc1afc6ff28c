package dev.sluice.alarms;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The head of a runbook, between two marks: the figures of its alarm, and where the names come from
 * that its commands want filled in.
 */
public final class RunbookHead {
  private static final String END = "<!-- end -->";
  private static final Pattern NAME = Pattern.compile("\\$([A-Z][A-Z_]+)\\b");

  private RunbookHead() {}

  /**
   * The whole head: marks, what the alarm says, when, of what, and why.
   *
   * @param body what comes below it
   */
  public static String of(Alarm alarm, String body) {
    List<String> lines = new ArrayList<>();
    lines.add(begin(alarm));
    lines.add("**" + alarm.says() + ".** " + told(alarm));
    lines.add("");
    switch (alarm) {
      case MetricAlarm metric -> lines.addAll(of(metric));
      case CompositeAlarm composite ->
          composite.allOf().forEach(part -> lines.add("- while [" + part + "](" + part + ".md)"));
    }
    lines.add("");
    lines.add(alarm.why());
    String names =
        NAME.matcher(body)
            .results()
            .map(name -> "`" + name.group() + "`")
            .distinct()
            .sorted()
            .collect(Collectors.joining(", "));
    if (!names.isEmpty()) {
      lines.add("");
      lines.add("To fill in: " + names + ", [which is where](README.md#names).");
    }
    lines.add(END);
    return String.join("\n", lines);
  }

  /**
   * A runbook with its head as the alarm has it now.
   *
   * @throws IllegalArgumentException where the marks are not there: which
   */
  public static String renewed(String runbook, Alarm alarm) {
    int from = runbook.indexOf(begin(alarm));
    int until = runbook.indexOf(END);
    if (from < 0 || until < from) {
      throw new IllegalArgumentException(
          "runbooks/"
              + alarm.name()
              + ".md has no head. Write '"
              + begin(alarm)
              + "' and '"
              + END
              + "' below its title.");
    }
    String body = runbook.substring(until + END.length());
    return runbook.substring(0, from) + of(alarm, body) + body;
  }

  private static String begin(Alarm alarm) {
    return "<!-- from alarms/set/" + alarm.name() + ".yaml -->";
  }

  private static String told(Alarm alarm) {
    String how =
        switch (alarm.severity()) {
          case PAGE -> alarm.bySecondPath() ? "A page, by the second path." : "A page.";
          case TICKET -> alarm.bySecondPath() ? "A ticket, by the second path." : "A ticket.";
          case PART -> "Heard by composites alone.";
        };
    return alarm.rollsBack() ? how + " Rolls a release back." : how;
  }

  private static List<String> of(MetricAlarm alarm) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "- `"
            + alarm.expression().text()
            + " "
            + alarm.comparison().sign()
            + " "
            + new Expression.Figure(alarm.threshold()).text()
            + "` in "
            + alarm.datapoints()
            + " of "
            + alarm.evaluationPeriods()
            + " periods of "
            + time(alarm.periodSeconds())
            + "; a period without data is taken as "
            + alarm.missing().name().toLowerCase(Locale.ROOT).replace('_', ' '));
    alarm
        .sources()
        .forEach(
            (id, source) ->
                lines.add(
                    "- `"
                        + id
                        + "`: "
                        + source.statistic()
                        + " of `"
                        + source.namespace()
                        + " "
                        + source.metric()
                        + "`"
                        + dimensions(source.dimensions())));
    return lines;
  }

  private static String dimensions(Map<String, String> dimensions) {
    List<String> told = new ArrayList<>();
    dimensions.forEach((name, value) -> told.add(name + " " + value));
    return told.isEmpty() ? "" : " of " + String.join(", ", told);
  }

  private static String time(int seconds) {
    if (seconds % 3_600 == 0) {
      return seconds / 3_600 + " h";
    }
    return seconds % 60 == 0 ? seconds / 60 + " min" : seconds + " s";
  }
}
