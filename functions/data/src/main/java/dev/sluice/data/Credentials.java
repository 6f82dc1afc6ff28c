package dev.sluice.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where a login comes from. Asked anew for every connection, so that a rotated password needs no
 * restart. Implementations are safe for use by several threads.
 */
@FunctionalInterface
public interface Credentials {

  /**
   * The login as it stands now.
   *
   * @throws IllegalStateException when there is none, saying where it was looked for
   */
  Login current();

  /**
   * A role and its password.
   *
   * @param user the role's name
   * @param password its password, which {@link #toString} does not show
   */
  record Login(String user, String password) {
    @Override
    public String toString() {
      return "Login[user=" + user + "]";
    }
  }

  /**
   * Reads {@code {"username": …, "password": …}}, the form in which Secrets Manager keeps a
   * database's secret, from a file each time it is asked.
   */
  static Credentials inFile(Path file) {
    return () -> {
      try {
        return LoginText.read(Files.readString(file), file.toString());
      } catch (IOException e) {
        throw new IllegalStateException(file + " cannot be read as a secret");
      }
    };
  }
}
