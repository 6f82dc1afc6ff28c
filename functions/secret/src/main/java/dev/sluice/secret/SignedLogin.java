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
 * Requests to connect, signed and never sent: what a server takes for a password that lets its
 * users in by IAM. Nothing is asked over the network but the role's keys. Safe for use by several
 * threads.
 *
 * @param service whose signing name it is
 */
record SignedLogin(
    String service, String region, AwsCredentialsProvider credentials, InstantSource clock) {
  /** The services take a token for no longer; what is open by then stays open. */
  private static final Duration GOOD_FOR = Duration.ofMinutes(15);

  private static final String SCHEME = "http://";

  /** The beginning of a request to {@code host} to connect. */
  static SdkHttpRequest.Builder connect(String host) {
    return SdkHttpRequest.builder()
        .method(SdkHttpMethod.GET)
        .protocol("http")
        .host(host)
        .encodedPath("/")
        .putRawQueryParameter("Action", "connect");
  }

  /**
   * The request as a password.
   *
   * @param to says in an error what it would have been for
   * @throws IllegalStateException when there are no keys to sign with
   */
  String sign(SdkHttpRequest request, String to) {
    try {
      SignedRequest signed =
          AwsV4HttpSigner.create()
              .sign(
                  sign ->
                      sign.identity(credentials.resolveCredentials())
                          .request(request)
                          .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, service)
                          .putProperty(AwsV4HttpSigner.REGION_NAME, region)
                          .putProperty(AwsV4HttpSigner.AUTH_LOCATION, AuthLocation.QUERY_STRING)
                          .putProperty(AwsV4HttpSigner.EXPIRATION_DURATION, GOOD_FOR)
                          .putProperty(
                              HttpSigner.SIGNING_CLOCK,
                              Clock.fixed(clock.instant(), ZoneOffset.UTC)));
      return signed.request().getUri().toString().substring(SCHEME.length());
    } catch (SdkException e) {
      throw new IllegalStateException("no keys of AWS to sign a login for " + to + " with", e);
    }
  }
}
