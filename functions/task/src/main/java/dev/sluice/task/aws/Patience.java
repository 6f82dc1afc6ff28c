package dev.sluice.task.aws;

import java.time.Duration;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;

/** How long a request may take. A connection that died in a freeze is noticed within that. */
final class Patience {
  /** Of one request, also where it is sent in parts. */
  static final Duration REQUEST = Duration.ofSeconds(2);

  private static final Duration CONNECT = Duration.ofMillis(500);
  private static final Duration SILENCE = Duration.ofMillis(1_500);

  private Patience() {}

  /** The JDK's own client: nothing of it runs between calls. */
  static SdkHttpClient http() {
    return UrlConnectionHttpClient.builder()
        .connectionTimeout(CONNECT)
        .socketTimeout(SILENCE)
        .build();
  }

  /** Nothing is sent again by the SDK: {@link Retries} does that, within a budget of its own. */
  static ClientOverrideConfiguration once() {
    return ClientOverrideConfiguration.builder()
        .apiCallTimeout(REQUEST)
        .retryStrategy(retries -> retries.maxAttempts(1))
        .build();
  }
}
