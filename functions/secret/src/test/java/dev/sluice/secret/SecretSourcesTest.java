package dev.sluice.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.call.Environment;
import dev.sluice.call.secret.NoSecretException;
import dev.sluice.call.secret.SecretName;
import dev.sluice.call.secret.Secrets;
import dev.sluice.telemetry.RecordingTelemetry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretSourcesTest {
  @TempDir private Path folder;

  @Test
  void of_nothingNamed_hasNone() {
    assertThatThrownBy(() -> of(Map.of()).of(SecretName.MASK))
        .isInstanceOf(NoSecretException.class);
  }

  @Test
  void of_folder_isReadWhenAsked() {
    Path secrets = folder.resolve("secrets");
    Secrets named = of(Map.of("SLUICE_SECRETS_FOLDER", secrets.toString()));
    assertThat(secrets).doesNotExist();

    named.of(SecretName.AUDIT);

    assertThat(Files.exists(secrets.resolve("audit.json"))).isTrue();
  }

  @Test
  void of_bothNamed_isRefused() {
    assertThatThrownBy(
            () -> of(Map.of("SLUICE_SECRETS_FOLDER", "f", "SLUICE_SECRETS_PREFIX", "sluice/")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "the environment variables SLUICE_SECRETS_FOLDER and SLUICE_SECRETS_PREFIX are both"
                + " set: leave one out");
  }

  @Test
  void of_prefixWithoutRegion_namesTheVariable() {
    assertThatThrownBy(() -> of(Map.of("SLUICE_SECRETS_PREFIX", "sluice/")))
        .hasMessage("the environment variable AWS_REGION is not set");
  }

  private static Secrets of(Map<String, String> variables) {
    return SecretSources.of(
        new Environment(variables::get), InstantSource.system(), new RecordingTelemetry());
  }
}
