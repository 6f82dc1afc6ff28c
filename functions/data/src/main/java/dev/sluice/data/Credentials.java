package dev.sluice.data;

import dev.sluice.call.Environment;
import dev.sluice.secret.SecretText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

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
        return login(Files.readString(file), file.toString());
      } catch (IOException e) {
        throw new IllegalStateException(file + " cannot be read as a secret");
      }
    };
  }

  /**
   * The login that an environment names: {@code SLUICE_CREDENTIALS_FILE}, a file as {@link #inFile}
   * reads it, or {@code SLUICE_CREDENTIALS_SECRET}, the name or ARN of a secret of the same form in
   * Secrets Manager, as {@link SecretText} reads it. Throws {@link IllegalArgumentException} naming
   * the variable that is missing, or one too many.
   */
  static Credentials of(Environment environment, InstantSource clock) {
    Path file = environment.path("SLUICE_CREDENTIALS_FILE");
    String secret = environment.text("SLUICE_CREDENTIALS_SECRET", "");
    if (secret.isEmpty()) {
      return inFile(Path.of(environment.required("SLUICE_CREDENTIALS_FILE")));
    }
    if (file != null) {
      throw new IllegalArgumentException(
          "the environment variables SLUICE_CREDENTIALS_FILE and SLUICE_CREDENTIALS_SECRET are both"
              + " set: leave one out");
    }
    SecretText text = SecretText.of(environment, secret, clock);
    return () -> login(text.get(), "the secret '" + secret + "'");
  }

  private static Login login(String json, String where) {
    try {
      JsonNode secret = JsonMapper.shared().readTree(json);
      if (!secret.path("username").isString() || !secret.path("password").isString()) {
        throw new IllegalStateException(
            where + " is no secret: write {\"username\": …, \"password\": …}");
      }
      return new Login(secret.get("username").asString(), secret.get("password").asString());
    } catch (JacksonException e) {
      // The cause is left out: a parser quotes what it could not read.
      throw new IllegalStateException(where + " cannot be read as a secret");
    }
  }
}
