package dev.sluice.alarms;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Runs a case: what an alarm makes of given periods. */
public final class CaseRun {
  private CaseRun() {}

  /** The state after each period of the case. */
  public static List<AlarmState> of(Alarm alarm, AlarmCase given) {
    return switch (alarm) {
      case MetricAlarm metric -> ofMetric(metric, given);
      case CompositeAlarm composite -> ofComposite(composite, given);
    };
  }

  private static List<AlarmState> ofMetric(MetricAlarm alarm, AlarmCase given) {
    int range = alarm.evaluationPeriods() + Judgement.EXTRA_POINTS;
    Deque<Double> points = new ArrayDeque<>();
    List<AlarmState> states = new ArrayList<>();
    AlarmState state = AlarmState.OK;
    for (int i = 0; i < given.states().size(); i++) {
      double point = alarm.expression().in(period(given, i));
      do {
        points.add(point);
      } while (points.size() < range);
      if (points.size() > range) {
        points.remove();
      }
      double[] seen = points.stream().mapToDouble(Double::doubleValue).toArray();
      state = Judgement.of(alarm, seen, state);
      states.add(state);
    }
    return states;
  }

  private static Map<String, Double> period(AlarmCase given, int index) {
    Map<String, Double> period = new HashMap<>();
    given.given().forEach((id, values) -> period.put(id, values[index]));
    return period;
  }

  private static List<AlarmState> ofComposite(CompositeAlarm alarm, AlarmCase given) {
    List<AlarmState> states = new ArrayList<>();
    for (int i = 0; i < given.states().size(); i++) {
      int index = i;
      states.add(
          alarm.state(
              alarm.allOf().stream()
                  .map(part -> given.given().getOrDefault(part, new double[0]))
                  .map(values -> AlarmState.numbered(values[index]))
                  .toList()));
    }
    return states;
  }
}
