package dev.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.secret.LiveKeys;
import dev.sluice.call.secret.SecretName;
import dev.sluice.secret.FileSecrets;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RotateCommandTest {
  @TempDir private Path folder;
  private final StringWriter said = new StringWriter();

  @Test
  void rotate_keys_makesNewOnesOfThoseAlone() {
    FileSecrets keys = new FileSecrets(folder, InstantSource.system());
    LiveKeys cursor = keys.of(SecretName.CURSOR);
    LiveKeys mask = keys.of(SecretName.MASK);

    assertThat(rotate("--folder", folder.toString(), "cursor", "audit")).isZero();

    LiveKeys after = keys.of(SecretName.CURSOR);
    assertThat(Objects.requireNonNull(after.previous()).id()).isEqualTo(cursor.current().id());
    assertThat(keys.of(SecretName.MASK).current().id()).isEqualTo(mask.current().id());
    assertThat(said.toString())
        .startsWith("The key 'cursor' is a new one; the one before is still read.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          '' | which key? One or more of: request-state, cursor, mask, audit
          cursors | there is no key 'cursors': one of request-state, cursor, mask, audit
          --folder f --prefix p cursor | --folder and --prefix name two places: leave one out
          """)
  void rotate_calledWrongly_saysWhatToWrite(String arguments, String message) {
    assertThat(rotate(arguments.isEmpty() ? new String[0] : arguments.split(" ", -1))).isEqualTo(2);
    assertThat(said.toString()).startsWith("sluice: " + message);
  }

  private int rotate(String... arguments) {
    List<String> all = new ArrayList<>(List.of("rotate"));
    all.addAll(List.of(arguments));
    PrintWriter writer = new PrintWriter(said, true);
    return Main.run(writer, writer, all.toArray(new String[0]));
  }
}
