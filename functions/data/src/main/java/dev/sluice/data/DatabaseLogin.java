package dev.sluice.data;

import dev.sluice.call.Environment;
import dev.sluice.secret.SecretText;
import java.nio.file.Path;
import java.time.InstantSource;

/** The database's login, where an environment says that it is. */
public final class DatabaseLogin {
  private DatabaseLogin() {}

  /**
   * The login that an environment names: {@code SLUICE_CREDENTIALS_FILE}, a file as {@link
   * Credentials#inFile} reads it, or {@code SLUICE_CREDENTIALS_SECRET}, the name or ARN of a secret
   * of the same form in Secrets Manager, as {@link SecretText} reads it. Throws {@link
   * IllegalArgumentException} naming the variable that is missing, or one too many.
   */
  public static Credentials of(Environment environment, InstantSource clock) {
    Path file = environment.path("SLUICE_CREDENTIALS_FILE");
    String secret = environment.text("SLUICE_CREDENTIALS_SECRET", "");
    if (secret.isEmpty()) {
      return Credentials.inFile(Path.of(environment.required("SLUICE_CREDENTIALS_FILE")));
    }
    if (file != null) {
      throw new IllegalArgumentException(
          "the environment variables SLUICE_CREDENTIALS_FILE and SLUICE_CREDENTIALS_SECRET are both"
              + " set: leave one out");
    }
    SecretText text = SecretText.of(environment, secret, clock);
    return () -> LoginText.read(text.get(), "the secret '" + secret + "'");
  }
}
