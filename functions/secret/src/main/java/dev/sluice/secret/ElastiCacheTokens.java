package dev.sluice.secret;

import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner.AuthLocation;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;

/**
 * Passwords of a user of ElastiCache that is let in by IAM: a request to connect, signed, good for
 * 15 minutes to log in with (ElastiCache, "Authenticating with IAM"). Nothing is asked over the
 * network but the role's keys. Safe for use by several threads.
 */
public final class ElastiCacheTokens {
  private static final Duration GOOD_FOR = Duration.ofMinutes(15);
  private static final String SERVICE = "elasticache";
  private static final String SCHEME = "http://";

  private final String region;
  private final String cache;
  private final String user;
  private final boolean serverless;
  private final AwsCredentialsProvider credentials;
  private final InstantSource clock;

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
    this.region = region;
    this.cache = cache;
    this.user = user;
    this.serverless = serverless;
    this.credentials = credentials;
    this.clock = clock;
  }

  /**
   * A new password.
   *
   * @throws IllegalStateException when there are no keys to sign with
   */
  public String next() {
    SdkHttpRequest.Builder request =
        SdkHttpRequest.builder()
            .method(SdkHttpMethod.GET)
            .protocol("http")
            .host(cache)
            .encodedPath("/")
            .putRawQueryParameter("Action", "connect")
            .putRawQueryParameter("User", user);
    if (serverless) {
      request.putRawQueryParameter("ResourceType", "ServerlessCache");
    }
    try {
      SignedRequest signed =
          AwsV4HttpSigner.create()
              .sign(
                  sign ->
                      sign.identity(credentials.resolveCredentials())
                          .request(request.build())
                          .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, SERVICE)
                          .putProperty(AwsV4HttpSigner.REGION_NAME, region)
                          .putProperty(AwsV4HttpSigner.AUTH_LOCATION, AuthLocation.QUERY_STRING)
                          .putProperty(AwsV4HttpSigner.EXPIRATION_DURATION, GOOD_FOR)
                          .putProperty(
                              HttpSigner.SIGNING_CLOCK,
                              Clock.fixed(clock.instant(), ZoneOffset.UTC)));
      return signed.request().getUri().toString().substring(SCHEME.length());
    } catch (SdkException e) {
      throw new IllegalStateException(
          "no keys of AWS to sign a login for the cache '" + cache + "' with", e);
    }
  }
}
