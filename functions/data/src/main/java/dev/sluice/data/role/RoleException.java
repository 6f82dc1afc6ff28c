package dev.sluice.data.role;

import java.util.List;

/** The reading role can do more than it needs: nothing is served with it. */
public final class RoleException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** More than a person reads. */
  private static final int MOST_TOLD = 20;

  /**
   * Says all that is too much, and what to do.
   *
   * @param role its name
   * @param excess at least one, each in words that follow the name
   */
  public RoleException(String role, List<String> excess) {
    super(told(role, excess));
  }

  private static String told(String role, List<String> excess) {
    StringBuilder text = new StringBuilder("the role '" + role + "' can do more than it needs:");
    excess.stream().limit(MOST_TOLD).forEach(each -> text.append("\n  it ").append(each));
    if (excess.size() > MOST_TOLD) {
      text.append("\n  and ").append(excess.size() - MOST_TOLD).append(" more");
    }
    return text.append("\nRun what ./sluice grant-script prints, as a superuser").toString();
  }
}
