package dev.sluice.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.core.exception.SdkClientException;

class RdsTokensTest {
  /** AWS's own example keys. */
  private static final String ID = "AKIDEXAMPLE";

  private static final String SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
  private static final Instant NOW = Instant.parse("2026-11-26T10:00:00Z");
  private static final String HOST = "reader-1.abcdefghijkl.eu-west-1.rds.amazonaws.com";
  private static final int PORT = 5432;

  /** The signatures are those of botocore 1.43.11's generate_db_auth_token for the same. */
  @ParameterizedTest
  @CsvSource({
    "'', 42716a9fc1818dc8340787277dccd26656fd1af72fd49d4d02c607c157d21652",
    "session/token+=, 51c9203bac85ce76e2db8ee1ecab1d30de2582d80fedca1b55e4f63d1bff5874",
  })
  void next_knownKeysAndTime_isSignedAsBotocoreDoes(String session, String signature) {
    AwsCredentials keys =
        session.isEmpty()
            ? AwsBasicCredentials.create(ID, SECRET)
            : AwsSessionCredentials.create(ID, SECRET, session);

    String token =
        new RdsTokens("eu-west-1", "sluice_reader", () -> keys, () -> NOW).next(HOST, PORT);

    assertThat(token).startsWith(HOST + ":5432/?");
    Map<String, String> expected = new TreeMap<>();
    expected.put("Action", "connect");
    expected.put("DBUser", "sluice_reader");
    expected.put("X-Amz-Algorithm", "AWS4-HMAC-SHA256");
    expected.put("X-Amz-Credential", ID + "/20261126/eu-west-1/rds-db/aws4_request");
    expected.put("X-Amz-Date", "20261126T100000Z");
    expected.put("X-Amz-Expires", "900");
    expected.put("X-Amz-SignedHeaders", "host");
    expected.put("X-Amz-Signature", signature);
    if (!session.isEmpty()) {
      expected.put("X-Amz-Security-Token", session);
    }
    assertThat(parameters(token)).isEqualTo(expected);
  }

  @Test
  void next_otherHostPortOrTime_isAnotherToken() {
    Instant[] now = {NOW};
    RdsTokens tokens =
        new RdsTokens(
            "eu-west-1",
            "sluice_reader",
            () -> AwsBasicCredentials.create(ID, SECRET),
            () -> now[0]);

    String first = tokens.next(HOST, PORT);
    String otherHost = tokens.next("reader-2" + HOST.substring(8), PORT);
    String otherPort = tokens.next(HOST, PORT + 1);
    now[0] = NOW.plus(Duration.ofMinutes(14));

    assertThat(signature(first))
        .isNotEqualTo(signature(otherHost))
        .isNotEqualTo(signature(otherPort))
        .isNotEqualTo(signature(tokens.next(HOST, PORT)));
  }

  @Test
  void next_noKeys_saysForWhich() {
    RdsTokens tokens =
        new RdsTokens(
            "eu-west-1",
            "sluice_reader",
            () -> {
              throw SdkClientException.create("none");
            },
            InstantSource.system());

    assertThatThrownBy(() -> tokens.next(HOST, PORT))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("no keys of AWS to sign a login for the database '" + HOST + "' with");
  }

  private static String signature(String token) {
    return String.valueOf(parameters(token).get("X-Amz-Signature"));
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
