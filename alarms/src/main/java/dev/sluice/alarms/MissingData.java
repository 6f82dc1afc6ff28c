package dev.sluice.alarms;

/** How CloudWatch takes periods without data. */
public enum MissingData {
  /** As unknown. */
  MISSING("missing"),
  /** As a reason to stay in the state. */
  IGNORE("ignore"),
  /** As bad. */
  BREACHING("breaching"),
  /** As good. */
  NOT_BREACHING("notBreaching");

  private final String cloudWatchName;

  MissingData(String cloudWatchName) {
    this.cloudWatchName = cloudWatchName;
  }

  /** As CloudWatch's {@code TreatMissingData} has it. */
  public String cloudWatchName() {
    return cloudWatchName;
  }
}
