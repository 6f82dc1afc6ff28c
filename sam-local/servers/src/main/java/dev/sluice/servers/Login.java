package dev.sluice.servers;

/**
 * A role and its password.
 *
 * @param user the role's name
 * @param password its password, which {@link #toString} does not show
 */
public record Login(String user, String password) {
  @Override
  public String toString() {
    return "Login[user=" + user + "]";
  }
}
