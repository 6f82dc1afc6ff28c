package dev.sluice.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.core.exception.SdkClientException;

class ElastiCacheTokensTest {
  /** AWS's own example keys. */
  private static final String ID = "AKIDEXAMPLE";

  private static final String SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
  private static final Instant NOW = Instant.parse("2026-11-26T10:00:00Z");

  /** The signatures are those that botocore 1.43.11's SigV4QueryAuth makes of the same. */
  @ParameterizedTest
  @CsvSource({
    "true, '', d83c407306dde5d30b1e8754474c214283bc132421850dad20c72af1d6ab0a66",
    "false, '', 3bbf304c4b6f8be01cc6d067d5b5876fa517e4a7ca8ef552c97f85cc172b38d4",
    "true, session/token+=, bd96a872b140435b3b5eb255d251b774ece53c8beb91606f9d45ec58892c732b",
    "false, session/token+=, b893eac55c4899aef6e4a4ceaa772accc32ced2bb7312b430f9a1ec1646910cd",
  })
  void next_knownKeysAndTime_isSignedAsBotocoreDoes(
      boolean serverless, String session, String signature) {
    AwsCredentials keys =
        session.isEmpty()
            ? AwsBasicCredentials.create(ID, SECRET)
            : AwsSessionCredentials.create(ID, SECRET, session);

    String token =
        new ElastiCacheTokens(
                "eu-west-1", "sluice-cache", "sluice", serverless, () -> keys, () -> NOW)
            .next();

    assertThat(token).startsWith("sluice-cache/?");
    Map<String, String> expected = new TreeMap<>();
    expected.put("Action", "connect");
    expected.put("User", "sluice");
    expected.put("X-Amz-Algorithm", "AWS4-HMAC-SHA256");
    expected.put("X-Amz-Credential", ID + "/20261126/eu-west-1/elasticache/aws4_request");
    expected.put("X-Amz-Date", "20261126T100000Z");
    expected.put("X-Amz-Expires", "900");
    expected.put("X-Amz-SignedHeaders", "host");
    expected.put("X-Amz-Signature", signature);
    if (serverless) {
      expected.put("ResourceType", "ServerlessCache");
    }
    if (!session.isEmpty()) {
      expected.put("X-Amz-Security-Token", session);
    }
    assertThat(parameters(token)).isEqualTo(expected);
  }

  @Test
  void next_later_isSignedAnewWithTheKeysOfThen() {
    List<String> asked = new ArrayList<>();
    Instant[] now = {NOW};
    ElastiCacheTokens tokens =
        new ElastiCacheTokens(
            "eu-west-1",
            "sluice-cache",
            "sluice",
            true,
            () -> {
              asked.add("keys");
              return AwsBasicCredentials.create(ID + asked.size(), SECRET);
            },
            () -> now[0]);

    String first = tokens.next();
    now[0] = NOW.plusSeconds(1);
    String second = tokens.next();

    assertThat(second).isNotEqualTo(first).contains("20261126T100001Z").contains(ID + "2");
    assertThat(asked).hasSize(2);
  }

  @Test
  void next_noKeys_saysForWhich() {
    ElastiCacheTokens tokens =
        new ElastiCacheTokens(
            "eu-west-1",
            "sluice-cache",
            "sluice",
            true,
            () -> {
              throw SdkClientException.create("none");
            },
            InstantSource.system());

    assertThatThrownBy(tokens::next)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("no keys of AWS to sign a login for the cache 'sluice-cache' with");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Sluice", "sluice.serverless.euw1.cache.amazonaws.com", "a b"})
  void new_noNameOfACache_isRefused(String name) {
    assertThatThrownBy(
            () ->
                new ElastiCacheTokens(
                    "eu-west-1",
                    name,
                    "sluice",
                    true,
                    () -> AwsBasicCredentials.create(ID, SECRET),
                    InstantSource.system()))
        .hasMessageContaining("is no name of a cache");
  }

  private static Map<String, String> parameters(String token) {
    Map<String, String> parameters = new TreeMap<>();
    for (String each : URI.create("http://" + token).getRawQuery().split("&", -1)) {
      String[] parts = each.split("=", 2);
      parameters.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
    }
    return parameters;
  }
}
