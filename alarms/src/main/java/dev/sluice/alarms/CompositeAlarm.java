package dev.sluice.alarms;

import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * An alarm that sounds while all of its parts do.
 *
 * @param allOf names of metric alarms, two or more
 */
public record CompositeAlarm(
    String name,
    String says,
    Severity severity,
    String why,
    boolean rollsBack,
    boolean bySecondPath,
    List<String> allOf,
    Map<String, AlarmCase> cases)
    implements Alarm {

  /** The rule as CloudWatch's {@code AlarmRule} has it. */
  public String rule() {
    return rule(UnaryOperator.identity());
  }

  /** The same of parts that are called otherwise. */
  public String rule(UnaryOperator<String> named) {
    return allOf.stream()
        .map(part -> "ALARM(\"" + named.apply(part) + "\")")
        .collect(Collectors.joining(" AND "));
  }

  /**
   * The state, of those of the parts in order: a rule that does not hold is OK, whatever is
   * unknown.
   */
  public AlarmState state(List<AlarmState> parts) {
    return parts.stream().allMatch(AlarmState.ALARM::equals) ? AlarmState.ALARM : AlarmState.OK;
  }
}
