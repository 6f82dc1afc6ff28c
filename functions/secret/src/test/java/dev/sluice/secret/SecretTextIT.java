package dev.sluice.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.testkit.FakeSecretsManager;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** Against a server of ours, over HTTP, with the real client. */
class SecretTextIT {
  private static final String NAME = "sluice/test/reader";

  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-11-26T12:00:00Z"));
  private FakeSecretsManager service;
  private SecretText text;

  @BeforeEach
  void start() throws IOException {
    service = new FakeSecretsManager();
    service.put(NAME, "one");
    text =
        new SecretText(
            SecretsManagerStore.client(
                "eu-west-1",
                service.url(),
                StaticCredentialsProvider.create(AwsBasicCredentials.create("id", "secret"))),
            NAME,
            now::get);
  }

  @AfterEach
  void stop() {
    service.close();
  }

  @Test
  void get_secretThatWasChanged_isTheNewOneASecondLater() {
    assertThat(text.get()).isEqualTo("one");
    service.put(NAME, "two");

    assertThat(text.get()).as("kept, for connections that are opened at once").isEqualTo("one");
    pass(SecretText.KEPT);
    assertThat(text.get()).isEqualTo("two");
    assertThat(service.requests()).isEqualTo(2);
  }

  @Test
  void get_serviceThatFails_standsForAQuarterOfAnHour() {
    assertThat(text.get()).isEqualTo("one");
    service.fail("InternalServiceError");

    pass(SecretText.STANDS.minusMillis(1));
    assertThat(text.get()).isEqualTo("one");
    pass(Duration.ofMillis(1));
    assertThatThrownBy(text::get)
        .isInstanceOf(IllegalStateException.class)
        .hasNoCause()
        .hasMessage("the secret 'sluice/test/reader' cannot be read: InternalServiceError");
  }

  @Test
  void get_clockThatWentBack_asksAnew() {
    assertThat(text.get()).isEqualTo("one");
    service.put(NAME, "two");

    pass(Duration.ofSeconds(-5));

    assertThat(text.get()).isEqualTo("two");
  }

  private void pass(Duration time) {
    now.updateAndGet(at -> at.plus(time));
  }
}
