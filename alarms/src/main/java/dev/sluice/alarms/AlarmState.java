package dev.sluice.alarms;

/** The three states of CloudWatch, in the letters of a case: O, A and I. */
public enum AlarmState {
  /** Within the threshold. */
  OK,
  /** Beyond it. */
  ALARM,
  /** Too little is known. */
  INSUFFICIENT_DATA;

  /** The state that a case holds as a number: 0, 1 or 2. */
  static AlarmState numbered(double number) {
    return number == 1 ? ALARM : number == 2 ? INSUFFICIENT_DATA : OK;
  }
}
