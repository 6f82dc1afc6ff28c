package dev.sluice.alarms;

import java.util.Map;

/**
 * An alarm on metrics.
 *
 * @param sources the metrics, by the names that the expression knows them by
 * @param expression metric maths over them
 * @param comparison when a value breaches
 * @param threshold in the expression's unit
 * @param periodSeconds 10, 20, 30 or a multiple of 60
 * @param datapoints how many of the periods must breach (M)
 * @param evaluationPeriods of how many (N)
 * @param missing how periods without data are taken
 */
public record MetricAlarm(
    String name,
    String says,
    Severity severity,
    String why,
    boolean rollsBack,
    boolean bySecondPath,
    Map<String, Source> sources,
    Expression expression,
    Comparison comparison,
    double threshold,
    int periodSeconds,
    int datapoints,
    int evaluationPeriods,
    MissingData missing,
    Map<String, AlarmCase> cases)
    implements Alarm {

  /** The same with another threshold: for tests of the cases. */
  public MetricAlarm withThreshold(double other) {
    return with(expression, other);
  }

  /** The same with another expression: for tests of the cases. */
  public MetricAlarm withExpression(Expression other) {
    return with(other, threshold);
  }

  private MetricAlarm with(Expression newExpression, double newThreshold) {
    return new MetricAlarm(
        name,
        says,
        severity,
        why,
        rollsBack,
        bySecondPath,
        sources,
        newExpression,
        comparison,
        newThreshold,
        periodSeconds,
        datapoints,
        evaluationPeriods,
        missing,
        cases);
  }
}
