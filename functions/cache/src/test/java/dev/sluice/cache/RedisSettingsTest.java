package dev.sluice.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.call.Environment;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedisSettingsTest {
  @ParameterizedTest
  @CsvSource({
    "redis://cache,cache,6379,false",
    "redis://127.0.0.1:7000/,127.0.0.1,7000,false",
    "rediss://cache.example:6380,cache.example,6380,true"
  })
  void url_ofAServer_namesIt(String url, String host, int port, boolean tls) {
    RedisSettings settings = new RedisSettings(URI.create(url), false, null);

    assertThat(settings.node()).isEqualTo(new RedisNode(host, port));
    assertThat(settings.tls()).isEqualTo(tls);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://cache:6379",
        "cache:6379",
        "redis:cache",
        "redis://user:secret@cache:6379",
        "redis://cache:6379/1",
        "redis://cache:6379?ssl=true"
      })
  void url_ofSomethingElse_isRefusedWithoutQuotingIt(String url) {
    assertThatThrownBy(() -> new RedisSettings(URI.create(url), false, null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("the store's URL")
        .hasMessageNotContaining("secret@");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 65})
  void flights_outOfRange_areRefused(int flights) {
    assertThatThrownBy(
            () ->
                new RedisSettings(
                    URI.create("redis://cache"), false, null, flights, Duration.ofMinutes(1)))
        .hasMessageContaining("not 1 to 64");
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0.5S", "P2D"})
  void longestLasting_outOfRange_isRefused(Duration longest) {
    assertThatThrownBy(
            () -> new RedisSettings(URI.create("redis://cache"), false, null, 1, longest))
        .hasMessageContaining("one second to one day");
  }

  @Test
  void slot_ofAKey_isThatOfItsTag() {
    RedisCommand entry =
        RedisCommand.of(redis.clients.jedis.Protocol.Command.GET, "sluice:entry:{a}");
    RedisCommand lease =
        RedisCommand.of(redis.clients.jedis.Protocol.Command.GET, "sluice:lease:{a}");

    assertThat(entry.slot()).isEqualTo(lease.slot());
  }

  @Test
  void of_noUrl_isNone() {
    assertThat(RedisSettings.of(new Environment(_ -> null), InstantSource.system())).isNull();
  }

  @Test
  void of_userOfIam_hasALogin() {
    Map<String, String> variables = iam();
    RedisSettings settings =
        RedisSettings.of(new Environment(variables::get), InstantSource.system());

    assertThat(settings).isNotNull();
    assertThat(settings.cluster()).isTrue();
    assertThat(settings.credentials()).isNotNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          SLUICE_CACHE_URL | redis://c:6379 | the environment variable SLUICE_CACHE_URL: a login by IAM wants TLS: write rediss://host:port
          SLUICE_CACHE_NAME | '' | the environment variable SLUICE_CACHE_NAME is not set
          AWS_REGION | '' | the environment variable AWS_REGION is not set
          SLUICE_CACHE_SERVERLESS | no | the environment variable SLUICE_CACHE_SERVERLESS is 'no': write false or true
          SLUICE_CACHE_CREDENTIALS_FILE | f | the environment variables SLUICE_CACHE_IAM_USER and SLUICE_CACHE_CREDENTIALS_FILE are both set: leave one out
          """)
  void of_userOfIamWithoutTheRest_saysWhatIsMissing(String name, String value, String message) {
    Map<String, String> variables = iam();
    variables.put(name, value);
    assertThatThrownBy(
            () -> RedisSettings.of(new Environment(variables::get), InstantSource.system()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  private static Map<String, String> iam() {
    return new HashMap<>(
        Map.of(
            "SLUICE_CACHE_URL", "rediss://c:6379",
            "SLUICE_CACHE_CLUSTER", "true",
            "SLUICE_CACHE_IAM_USER", "sluice",
            "SLUICE_CACHE_NAME", "sluice-cache",
            "AWS_REGION", "eu-west-1"));
  }
}
