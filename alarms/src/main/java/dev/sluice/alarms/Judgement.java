package dev.sluice.alarms;

import java.util.Arrays;

/**
 * The state of a metric alarm as CloudWatch derives it of the points in its evaluation range, after
 * "Configuring how CloudWatch alarms treat missing data" in its user guide.
 */
public final class Judgement {
  /**
   * How many more points than N are fetched. AWS publishes it only as the 5 for N = 3 of its
   * tables; it differs by period [?].
   */
  public static final int EXTRA_POINTS = 2;

  private Judgement() {}

  /**
   * Judges.
   *
   * @param points of the evaluation range, oldest first, NaN where there is none
   * @param before the state until now
   */
  public static AlarmState of(MetricAlarm alarm, double[] points, AlarmState before) {
    int n = alarm.evaluationPeriods();
    int m = alarm.datapoints();
    double[] real = Arrays.stream(points).filter(point -> !Double.isNaN(point)).toArray();
    if (real.length >= n) {
      return breaching(alarm, Arrays.copyOfRange(real, real.length - n, real.length)) >= m
          ? AlarmState.ALARM
          : AlarmState.OK;
    }
    int breaching = breaching(alarm, real);
    return switch (alarm.missing()) {
      case BREACHING -> breaching + n - real.length >= m ? AlarmState.ALARM : AlarmState.OK;
      case NOT_BREACHING -> breaching >= m ? AlarmState.ALARM : AlarmState.OK;
      case MISSING, IGNORE -> {
        boolean ignored = alarm.missing() == MissingData.IGNORE;
        if (real.length == 0) {
          yield ignored ? before : AlarmState.INSUFFICIENT_DATA;
        }
        if (breaching >= m) {
          yield AlarmState.ALARM;
        }
        // All that is known is bad, and for M periods already: what the guide calls premature.
        if (breaching == real.length && age(points) >= m) {
          yield ignored ? before : AlarmState.ALARM;
        }
        yield AlarmState.OK;
      }
    };
  }

  private static int breaching(MetricAlarm alarm, double[] points) {
    return (int)
        Arrays.stream(points)
            .filter(point -> alarm.comparison().breaches(point, alarm.threshold()))
            .count();
  }

  /** Of the oldest real point, the newest place being 1. */
  private static int age(double[] points) {
    int oldest = 0;
    while (oldest < points.length && Double.isNaN(points[oldest])) {
      oldest++;
    }
    return points.length - oldest;
  }
}
