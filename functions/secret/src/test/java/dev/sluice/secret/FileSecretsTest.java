package dev.sluice.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.call.secret.Key;
import dev.sluice.call.secret.NoSecretException;
import dev.sluice.call.secret.SecretName;
import dev.sluice.call.secret.SecretStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.Base64;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileSecretsTest extends SecretStoreContract {
  @TempDir private Path folder;

  @Override
  SecretStore store() {
    return new FileSecrets(folder.resolve("secrets"), InstantSource.system());
  }

  @Override
  SecretStore other() {
    return store();
  }

  @Test
  void rotate_files_areTheirOwnersAlone() throws IOException {
    store().of(SecretName.CURSOR);
    store().rotate(SecretName.CURSOR);

    try (Stream<Path> files = Files.list(folder.resolve("secrets"))) {
      assertThat(files)
          .extracting(file -> file.getFileName().toString())
          .containsExactlyInAnyOrder("cursor.json", "lock");
    }
    assertThat(Files.getPosixFilePermissions(file()))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  void of_fileThatOthersMayRead_isRefused() throws IOException {
    store().of(SecretName.CURSOR);
    Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-r-----"));

    assertThatThrownBy(() -> store().of(SecretName.CURSOR))
        .isInstanceOf(NoSecretException.class)
        .hasMessage(file() + " is not its owner's alone: chmod 600 it");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "{}", "s3cret", "{\"current\": {\"id\": \"a\", \"key\": \"s3cret\"}}"})
  void of_noKey_isRefusedAndNotQuoted(String content) throws IOException {
    store().of(SecretName.CURSOR);
    Files.writeString(file(), content);

    assertThatThrownBy(() -> store().of(SecretName.CURSOR))
        .isInstanceOf(NoSecretException.class)
        .hasNoCause()
        .hasMessageStartingWith(file() + " is no key: delete it")
        .hasMessageNotContaining("s3cret");
  }

  @Test
  void of_folderThatCannotBeMade_saysSo() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");

    assertThatThrownBy(() -> new FileSecrets(file, InstantSource.system()).of(SecretName.MASK))
        .isInstanceOf(NoSecretException.class);
  }

  @Test
  void of_secret_isInTheFileAsBase64() throws IOException {
    Key key = store().of(SecretName.CURSOR).current();

    assertThat(Files.readString(file())).contains(Base64.getEncoder().encodeToString(key.secret()));
  }

  private Path file() {
    return folder.resolve("secrets").resolve("cursor.json");
  }
}
