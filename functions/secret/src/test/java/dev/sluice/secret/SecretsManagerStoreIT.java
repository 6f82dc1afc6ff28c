package dev.sluice.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.call.secret.NoSecretException;
import dev.sluice.call.secret.SecretName;
import dev.sluice.call.secret.SecretStore;
import dev.sluice.testkit.FakeSecretsManager;
import java.io.IOException;
import java.net.URI;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** Against a server of ours, over HTTP, with the real client. */
class SecretsManagerStoreIT extends SecretStoreContract {
  private static final String PREFIX = "sluice/test/";

  private FakeSecretsManager service;
  private SecretsManagerStore store;
  private SecretsManagerStore other;

  @BeforeEach
  void start() throws IOException {
    service = new FakeSecretsManager();
    for (SecretName name : SecretName.values()) {
      // As Secrets Manager generates one: 64 letters and digits.
      service.put(PREFIX + name.text(), "{\"key\":\"" + generated(name) + "\"}");
    }
    store = store(service.url(), PREFIX);
    other = store(service.url(), PREFIX);
  }

  @AfterEach
  void stop() {
    store.close();
    other.close();
    service.close();
  }

  @Override
  SecretStore store() {
    return store;
  }

  @Override
  SecretStore other() {
    return other;
  }

  @Test
  void of_secretThatIsNotThere_saysWhich() {
    try (SecretsManagerStore lost = store(service.url(), "elsewhere/")) {
      assertThatThrownBy(() -> lost.of(SecretName.MASK))
          .isInstanceOf(NoSecretException.class)
          .hasMessage("there is no secret 'elsewhere/mask' in Secrets Manager");
      assertThatThrownBy(() -> lost.rotate(SecretName.MASK))
          .hasMessage("the secret 'elsewhere/mask' cannot be changed: ResourceNotFoundException");
    }
  }

  @Test
  void of_serviceThatRefuses_saysTheCodeAndNoMore() {
    service.fail("AccessDeniedException");

    assertThatThrownBy(() -> store.of(SecretName.MASK))
        .isInstanceOf(NoSecretException.class)
        .hasNoCause()
        .hasMessage("the secret 'sluice/test/mask' cannot be read: AccessDeniedException");
    assertThat(service.requests()).as("nothing is sent again").isEqualTo(1);
  }

  @Test
  void of_serviceThatIsGone_isNoSecret() {
    service.close();

    assertThatThrownBy(() -> store.of(SecretName.MASK)).isInstanceOf(NoSecretException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"s3cret", "{}", "{\"key\": \"s3cret\"}", "{\"key\": 7}"})
  void of_noKey_isRefusedAndNotQuoted(String value) {
    service.put(PREFIX + "mask", value);

    assertThatThrownBy(() -> store.of(SecretName.MASK))
        .isInstanceOf(NoSecretException.class)
        .hasNoCause()
        .hasMessage(
            "the secret 'sluice/test/mask' is no key: write {\"key\": …}, Base64 of 32 bytes or"
                + " more");
  }

  static SecretsManagerStore store(URI url, String prefix) {
    return new SecretsManagerStore(
        "eu-west-1",
        prefix,
        url,
        StaticCredentialsProvider.create(AwsBasicCredentials.create("id", "secret")),
        InstantSource.system());
  }

  static String generated(SecretName name) {
    byte[] bytes = new byte[48];
    new Random(name.text().hashCode()).nextBytes(bytes);
    return Base64.getEncoder().encodeToString(bytes).replaceAll("[+/]", "x");
  }
}
