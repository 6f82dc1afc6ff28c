package dev.sluice.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.call.Environment;
import dev.sluice.secret.RdsTokens;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;

class DatabaseLoginTest {
  private static final String SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
  private static final String CHECKED = "/d?sslmode=verify-full&sslrootcert=/opt/rds/bundle.pem";

  private final DatabaseLogin byIam =
      new DatabaseLogin.ByIam(
          new RdsTokens(
              "eu-west-1",
              "sluice_reader",
              () -> AwsBasicCredentials.create("AKIDEXAMPLE", SECRET),
              InstantSource.system()));

  @ParameterizedTest
  @CsvSource({
    "jdbc:postgresql://reader-1.abc.eu-west-1.rds.amazonaws.com, 5432",
    "jdbc:postgresql://reader-1.abc.eu-west-1.rds.amazonaws.com:6432, 6432",
  })
  void at_urlOfOneServer_isATokenForItsNameAndPort(String url, int port) {
    Credentials.Login login = byIam.at(url + CHECKED);

    assertThat(login.user()).isEqualTo("sluice_reader");
    assertThat(login.password())
        .startsWith("reader-1.abc.eu-west-1.rds.amazonaws.com:" + port + "/?Action=connect")
        .contains("X-Amz-Signature=");
    assertThat(login + " " + byIam).doesNotContain("X-Amz").doesNotContain(SECRET);
  }

  @Test
  void check_patternOfAurorasReaders_isSuited() {
    byIam.check(
        new Settings(
            List.of("jdbc:postgresql://{server_id}.abc.eu-west-1.rds.amazonaws.com" + CHECKED),
            "jdbc:postgresql://db.cluster-abc.eu-west-1.rds.amazonaws.com" + CHECKED,
            1,
            1_000));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:postgresql://h/d",
        "jdbc:postgresql://h/d?sslmode=require",
        "jdbc:postgresql://h/d?sslmode=verify-fully",
        "jdbc:postgresql://h/d?asslmode=verify-full"
      })
  void check_urlThatWouldCarryATokenToAnybody_isRefused(String url) {
    assertThatThrownBy(() -> byIam.check(new Settings(List.of(url), null, 1, 1_000)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "the environment variable SLUICE_REPLICA_URLS: a login by IAM wants TLS with a"
                + " certificate that is checked: write sslmode=verify-full");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:postgresql://{addresses_of:replicas.internal}",
        "jdbc:postgresql://a,b",
        "jdbc:mysql://a"
      })
  void check_urlOfNoOneName_isRefused(String url) {
    assertThatThrownBy(() -> byIam.check(new Settings(List.of(), url + CHECKED, 1, 1_000)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "the environment variable SLUICE_PRIMARY_URL: a login by IAM wants one server by its"
                + " name: write jdbc:postgresql://HOST:PORT/DATABASE");
  }

  @ParameterizedTest
  @CsvSource({
    "SLUICE_CREDENTIALS_FILE, Kept",
    "SLUICE_CREDENTIALS_SECRET, Kept",
    "SLUICE_DATABASE_IAM_USER, ByIam",
  })
  void of_oneWay_isThatWay(String name, String kind) {
    Map<String, String> variables = new HashMap<>(Map.of("AWS_REGION", "eu-west-1"));
    variables.put(name, "one");

    assertThat(login(variables).getClass().getSimpleName()).isEqualTo(kind);
  }

  @ParameterizedTest
  @CsvSource({
    "SLUICE_CREDENTIALS_FILE, SLUICE_CREDENTIALS_SECRET",
    "SLUICE_CREDENTIALS_FILE, SLUICE_DATABASE_IAM_USER",
    "SLUICE_CREDENTIALS_SECRET, SLUICE_DATABASE_IAM_USER",
  })
  void of_twoWays_isRefused(String one, String other) {
    assertThatThrownBy(() -> login(Map.of("AWS_REGION", "eu-west-1", one, "one", other, "other")))
        .hasMessage(
            "the environment variables " + one + " and " + other + " are both set: leave one out");
  }

  @Test
  void of_iamWithoutARegion_namesIt() {
    assertThatThrownBy(() -> login(Map.of("SLUICE_DATABASE_IAM_USER", "sluice_reader")))
        .hasMessage("the environment variable AWS_REGION is not set");
  }

  private static DatabaseLogin login(Map<String, String> variables) {
    return DatabaseLogin.of(new Environment(variables::get), InstantSource.system());
  }
}
