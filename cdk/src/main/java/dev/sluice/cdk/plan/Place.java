package dev.sluice.cdk.plan;

import java.util.List;

/**
 * Where an environment is.
 *
 * @param account the number of the AWS account, 12 digits
 * @param region its name
 * @param zones three availability zones; written down, since a template must not depend on who asks
 */
public record Place(String account, String region, List<String> zones) {
  /** What stands in for an account that its owner has not named yet. */
  private static final String NOT_NAMED = "00000000000";

  /** Throws {@link IllegalArgumentException} on what is no account, or not three zones. */
  public Place {
    zones = List.copyOf(zones);
    if (!account.matches("\\d{12}")) {
      throw new IllegalArgumentException("the account is '" + account + "': write its 12 digits");
    }
    if (zones.size() != 3) {
      throw new IllegalArgumentException("the zones are " + zones + ": write three");
    }
  }

  /** Whether the account is a real one. */
  public boolean named() {
    return !account.startsWith(NOT_NAMED);
  }
}
