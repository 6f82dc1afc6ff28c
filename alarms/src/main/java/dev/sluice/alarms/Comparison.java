package dev.sluice.alarms;

/** When a value breaches a threshold. */
public enum Comparison {
  /** More than. */
  GREATER(">", "GreaterThanThreshold"),
  /** As much or more. */
  GREATER_OR_EQUAL(">=", "GreaterThanOrEqualToThreshold"),
  /** Less than. */
  LESS("<", "LessThanThreshold"),
  /** As much or less. */
  LESS_OR_EQUAL("<=", "LessThanOrEqualToThreshold");

  private final String sign;
  private final String cloudWatchName;

  Comparison(String sign, String cloudWatchName) {
    this.sign = sign;
    this.cloudWatchName = cloudWatchName;
  }

  /** As an alarm's file writes it. */
  public String sign() {
    return sign;
  }

  /** As CloudWatch's {@code ComparisonOperator} has it. */
  public String cloudWatchName() {
    return cloudWatchName;
  }

  /** Whether a value breaches. */
  public boolean breaches(double value, double threshold) {
    return switch (this) {
      case GREATER -> value > threshold;
      case GREATER_OR_EQUAL -> value >= threshold;
      case LESS -> value < threshold;
      case LESS_OR_EQUAL -> value <= threshold;
    };
  }
}
