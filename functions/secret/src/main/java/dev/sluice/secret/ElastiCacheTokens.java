package dev.sluice.secret;

import java.time.InstantSource;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpRequest;

/**
 * Passwords of a user of ElastiCache that is let in by IAM: a request to connect, signed, good for
 * 15 minutes to log in with (ElastiCache, "Authenticating with IAM"). Nothing is asked over the
 * network but the role's keys. Safe for use by several threads.
 */
public final class ElastiCacheTokens {
  private final String cache;
  private final String user;
  private final boolean serverless;
  private final SignedLogin login;

  /**
   * Of one user.
   *
   * @param cache the name of the cache or replication group, not its address; in lower case
   * @param user the user's id, which its name must equal
   * @param serverless whether it is a serverless cache, which the signature names
   * @param credentials see {@link RoleCredentials}
   */
  public ElastiCacheTokens(
      String region,
      String cache,
      String user,
      boolean serverless,
      AwsCredentialsProvider credentials,
      InstantSource clock) {
    if (!cache.matches("[a-z][a-z0-9-]{0,39}")) {
      throw new IllegalArgumentException(
          "'"
              + cache
              + "' is no name of a cache: lower case letters, digits and hyphens, and no address");
    }
    this.cache = cache;
    this.user = user;
    this.serverless = serverless;
    this.login = new SignedLogin("elasticache", region, credentials, clock);
  }

  /**
   * A new password.
   *
   * @throws IllegalStateException when there are no keys to sign with
   */
  public String next() {
    SdkHttpRequest.Builder request = SignedLogin.connect(cache).putRawQueryParameter("User", user);
    if (serverless) {
      request.putRawQueryParameter("ResourceType", "ServerlessCache");
    }
    return login.sign(request.build(), "the cache '" + cache + "'");
  }
}
