package dev.sluice.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MaskKeysTest {
  @TempDir private Path folder;

  @Test
  void inFile_key_isReadAtEachCall() throws IOException {
    Path file = folder.resolve("key.json");
    MaskKeys keys = MaskKeys.inFile(file);
    for (int first = 1; first < 3; first++) {
      byte[] secret = new byte[32];
      secret[0] = (byte) first;
      Files.writeString(file, "{\"key\": \"" + Base64.getEncoder().encodeToString(secret) + "\"}");
      assertThat(keys.current().secret()).isEqualTo(secret);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "secret",
        "{\"key\": 7}",
        "{\"key\": \"c2VjcmV0\"}",
        "{\"key\": \"%%\"}"
      })
  void inFile_noKey_isRefusedAndNotQuoted(String content) throws IOException {
    Path file = Files.writeString(folder.resolve("key.json"), content);
    assertThatThrownBy(() -> MaskKeys.inFile(file).current())
        .isInstanceOf(IllegalStateException.class)
        .hasNoCause()
        .hasMessage(file + " is no key of masks: write {\"key\": …}, Base64 of 32 bytes or more");
  }
}
