package dev.sluice.gateway;

import dev.sluice.data.Credentials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * A login in a file that only its owner may read, in the form that the function reads.
 *
 * @param path where it is
 * @param user the role
 * @param password its password, which {@link #toString} does not show
 */
record CredentialsFile(Path path, String user, String password) {

  /**
   * The login for a database: from the file that {@code SLUICE_CREDENTIALS_FILE} names, or from the
   * URL, {@code PGUSER} and {@code PGPASSWORD}, which are put into a file of ours.
   */
  static CredentialsFile of(DatabaseUrl url, Function<String, @Nullable String> environment) {
    String file = environment.apply("SLUICE_CREDENTIALS_FILE");
    if (file != null && !file.isBlank()) {
      try {
        Credentials.Login login = Credentials.inFile(Path.of(file)).current();
        return new CredentialsFile(Path.of(file), login.user(), login.password());
      } catch (IllegalStateException e) {
        throw new CommandException(String.valueOf(e.getMessage()), e);
      }
    }
    String user = url.user() != null ? url.user() : environment.apply("PGUSER");
    String password = url.password() != null ? url.password() : environment.apply("PGPASSWORD");
    if (user == null || user.isBlank()) {
      throw new CommandException(
          "nobody says which role reads the database: set PGUSER and PGPASSWORD, or"
              + " SLUICE_CREDENTIALS_FILE to a file with {\"username\": …, \"password\": …}");
    }
    String known = Objects.requireNonNullElse(password, "");
    try {
      Path folder = Files.createTempDirectory("sluice-");
      folder.toFile().deleteOnExit();
      Path written = write(folder, user, known);
      written.toFile().deleteOnExit();
      return new CredentialsFile(written, user, known);
    } catch (IOException e) {
      throw new CommandException("no folder can be made for the login: " + e.getMessage(), e);
    }
  }

  /** Writes a login into a folder; the file's path. */
  static Path write(Path folder, String user, String password) {
    Path file = folder.resolve("reader.json");
    var secret =
        JsonMapper.shared().createObjectNode().put("username", user).put("password", password);
    try {
      Files.deleteIfExists(file);
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      return Files.writeString(file, JsonMapper.shared().writeValueAsString(secret));
    } catch (IOException e) {
      throw new CommandException(file + " cannot be written: " + e.getMessage(), e);
    }
  }

  @Override
  public String toString() {
    return "CredentialsFile[path=" + path + ", user=" + user + "]";
  }
}
