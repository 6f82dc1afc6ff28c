package dev.sluice.secret;

import java.time.InstantSource;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpRequest;

/**
 * Passwords of a role of a database in RDS or Aurora that is let in by IAM ({@code rds_iam}): a
 * request to connect to one host and port, signed, good for 15 minutes to log in with (RDS, "IAM
 * database authentication"). Nothing is asked over the network but the role's keys. Safe for use by
 * several threads.
 */
public final class RdsTokens {
  private final String user;
  private final SignedLogin login;

  /**
   * Of one role.
   *
   * @param region in which the database is
   * @param user the role's name in the database
   * @param credentials see {@link RoleCredentials}
   */
  public RdsTokens(
      String region, String user, AwsCredentialsProvider credentials, InstantSource clock) {
    this.user = user;
    this.login = new SignedLogin("rds-db", region, credentials, clock);
  }

  /** The role's name in the database. */
  public String user() {
    return user;
  }

  /**
   * A new password, which that server takes and no other.
   *
   * @param host its endpoint's name, as AWS gave it: another name for it, or an address, is refused
   * @throws IllegalStateException when there are no keys to sign with
   */
  public String next(String host, int port) {
    SdkHttpRequest request =
        SignedLogin.connect(host).port(port).putRawQueryParameter("DBUser", user).build();
    return login.sign(request, "the database '" + host + "'");
  }
}
