package dev.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatabaseUrlTest {

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      textBlock =
          """
          postgresql://h/n, jdbc:postgresql://h/n, -, -
          postgres://h:1/n, jdbc:postgresql://h:1/n, -, -
          jdbc:postgresql://h:1/n?sslmode=require, jdbc:postgresql://h:1/n?sslmode=require, -, -
          postgresql://ada@h/n, jdbc:postgresql://h/n, ada, -
          postgresql://ada:p%40s+s@h/n, jdbc:postgresql://h/n, ada, p@s+s
          postgresql://[::1]:5/n, jdbc:postgresql://[::1]:5/n, -, -
          """)
  void parse_form_isUnderstood(String text, String jdbcUrl, String user, String password) {
    DatabaseUrl url = DatabaseUrl.parse(text);
    assertThat(url.jdbcUrl()).isEqualTo(jdbcUrl);
    assertThat(url.user()).isEqualTo(user);
    assertThat(url.password()).isEqualTo(password);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          mysql://h/n | --database starts with 'mysql': write postgresql://HOST:5432/NAME
          localhost/n | --database starts with 'null': write postgresql://HOST:5432/NAME
          postgresql://h | --database names no host or no database: write postgresql://HOST:5432/NAME
          postgresql:///n | --database names no host or no database: write postgresql://HOST:5432/NAME
          postgresql://a:se cret@h/n | --database is no URL at character 17: write postgresql://HOST:5432/NAME
          """)
  void parse_otherText_saysWhatToWriteAndShowsNoPassword(String text, String message) {
    assertThatThrownBy(() -> DatabaseUrl.parse(text))
        .isInstanceOf(CommandException.class)
        .hasMessage(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          postgresql://h/n | n | postgresql://h/n
          jdbc:postgresql://ada:secret@h:1/n?sslmode=require | n | postgresql://ada@h:1/n?sslmode=require
          postgresql://a%20d%40a:secret@h/odd%20n?password=secret&x=1 | odd n | postgresql://a%20d%40a@h/odd%20n?x=1
          postgresql://h/n?sslPassword=secret | n | postgresql://h/n
          """)
  void shown_anyForm_holdsNoPassword(String text, String name, String shown) {
    DatabaseUrl url = DatabaseUrl.parse(text);
    assertThat(url.name()).isEqualTo(name);
    assertThat(url.shown()).isEqualTo(shown);
  }

  @Test
  void toString_loginInTheUrl_isNotShown() {
    DatabaseUrl url = DatabaseUrl.parse("postgresql://ada:secret@h/n");
    assertThat(url.toString()).isEqualTo("h/n");
    assertThat(CredentialsFile.of(url, _ -> null).toString()).doesNotContain("secret");
  }

  @Test
  void credentials_fromThePgVariables_areWrittenForTheOwnerAlone() throws IOException {
    Map<String, String> environment = Map.of("PGUSER", "ada", "PGPASSWORD", "secret");
    CredentialsFile file =
        CredentialsFile.of(DatabaseUrl.parse("postgresql://h/n"), environment::get);
    assertThat(file.user()).isEqualTo("ada");
    assertThat(Files.readString(file.path()))
        .isEqualTo("{\"username\":\"ada\",\"password\":\"secret\"}");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.path())))
        .isEqualTo("rw-------");
  }

  @Test
  void credentials_fromAFile_goBeforeTheVariables(@TempDir Path folder) throws IOException {
    Path secret = folder.resolve("secret.json");
    Files.writeString(secret, "{\"username\":\"eve\",\"password\":\"x\"}");
    Map<String, String> environment =
        Map.of("PGUSER", "ada", "SLUICE_CREDENTIALS_FILE", secret.toString());
    CredentialsFile file =
        CredentialsFile.of(DatabaseUrl.parse("postgresql://h/n"), environment::get);
    assertThat(file.user()).isEqualTo("eve");
    assertThat(file.path()).isEqualTo(secret);
  }

  @Test
  void credentials_none_saysHowToGiveThem() {
    assertThatThrownBy(() -> CredentialsFile.of(DatabaseUrl.parse("postgresql://h/n"), _ -> null))
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("set PGUSER and PGPASSWORD");
  }
}
