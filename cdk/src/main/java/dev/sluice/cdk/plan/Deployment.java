package dev.sluice.cdk.plan;

/**
 * One environment.
 *
 * @param name as {@code prod}: part of every name
 * @param place where
 * @param network in which network
 * @param database which database
 * @param sizes how large
 * @param issuer whose tokens are taken
 * @param front under which name
 * @param release how versions get their traffic
 * @param keeping what is kept
 * @param mail the mail address that is told of the budget, and where the path of pages is broken
 * @param monthlyBudgetUsd what a month may cost before somebody is told
 * @param watch who is told when something is wrong
 */
public record Deployment(
    String name,
    Place place,
    NetworkPlan network,
    DatabasePlan database,
    Sizes sizes,
    Issuer issuer,
    Front front,
    Release release,
    Keeping keeping,
    String mail,
    int monthlyBudgetUsd,
    Watch watch) {

  /** Throws {@link IllegalArgumentException} where a name cannot be part of others. */
  public Deployment {
    if (!name.matches("[a-z][a-z0-9]{1,11}")) {
      throw new IllegalArgumentException(
          "the environment is '" + name + "': write 2 to 12 small letters and digits");
    }
  }

  /**
   * Whether somebody is on call for it. It is looked at every ten seconds then, which costs the
   * time of a function and keeps a database from pausing.
   */
  public boolean watched() {
    return watch instanceof Watch.OnCall;
  }

  /** A name that carries the environment's. */
  public String named(String what) {
    return "sluice-" + name + "-" + what;
  }
}
