package dev.sluice.data;

import dev.sluice.call.Environment;
import dev.sluice.data.Credentials.Login;
import dev.sluice.secret.RdsTokens;
import dev.sluice.secret.RoleCredentials;
import dev.sluice.secret.SecretText;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Properties;
import java.util.regex.Pattern;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/**
 * As whom to log in to the database's servers: by a password that is kept somewhere, or by IAM.
 * Asked for each connection. Safe for use by several threads.
 */
public sealed interface DatabaseLogin {

  /**
   * The login for one server, as it stands now.
   *
   * @param url its JDBC URL
   * @throws IllegalStateException when there is none, saying where it was looked for
   */
  Login at(String url);

  /** Throws {@link IllegalArgumentException} where servers cannot be logged in to in this way. */
  void check(Settings servers);

  /**
   * A password that every server takes.
   *
   * @param credentials where it is
   */
  record Kept(Credentials credentials) implements DatabaseLogin {
    @Override
    public Login at(String url) {
      return credentials.current();
    }

    @Override
    public void check(Settings servers) {
      // Any server may take a password; how it is carried is the URL's to say.
    }
  }

  /**
   * A token for each connection, signed for its server's name: no password is kept anywhere. It is
   * used within the time that one connection may take, and is good for 15 minutes.
   *
   * @param tokens of the role in the database
   */
  record ByIam(RdsTokens tokens) implements DatabaseLogin {
    private static final Pattern CHECKED_TLS = Pattern.compile("[?&]sslmode=verify-full(&|$)");

    @Override
    public Login at(String url) {
      Server server = Server.of(url);
      return new Login(tokens.user(), tokens.next(server.host(), server.port()));
    }

    /** The server sees the token as it is, and it is made for one name. */
    @Override
    public void check(Settings servers) {
      for (String url : servers.replicaUrls()) {
        check("SLUICE_REPLICA_URLS", url);
      }
      if (servers.primaryUrl() != null) {
        check("SLUICE_PRIMARY_URL", servers.primaryUrl());
      }
    }

    private static void check(String variable, String url) {
      try {
        if (!CHECKED_TLS.matcher(url).find()) {
          throw new IllegalStateException(
              "TLS with a certificate that is checked: write sslmode=verify-full");
        }
        Server _ = Server.of(url);
      } catch (IllegalStateException e) {
        throw new IllegalArgumentException(
            "the environment variable " + variable + ": a login by IAM wants " + e.getMessage(), e);
      }
    }

    private record Server(String host, int port) {
      static Server of(String url) {
        Properties parts =
            Members.ADDRESSES.matcher(url).find() ? null : Driver.parseURL(url, new Properties());
        String host = parts == null ? null : PGProperty.PG_HOST.getOrDefault(parts);
        String port = parts == null ? null : PGProperty.PG_PORT.getOrDefault(parts);
        if (host == null || port == null || host.contains(",")) {
          throw new IllegalStateException(
              "one server by its name: write jdbc:postgresql://HOST:PORT/DATABASE");
        }
        return new Server(host, Integer.parseInt(port));
      }
    }
  }

  /**
   * The login that an environment names: {@code SLUICE_CREDENTIALS_FILE}, a file as {@link
   * Credentials#inFile} reads it; {@code SLUICE_CREDENTIALS_SECRET}, the name or ARN of a secret of
   * the same form in Secrets Manager, as {@link SecretText} reads it; or {@code
   * SLUICE_DATABASE_IAM_USER}, a role of the database that is let in by IAM, with {@code
   * AWS_REGION}. Throws {@link IllegalArgumentException} naming the variable that is missing, or
   * one too many.
   */
  static DatabaseLogin of(Environment environment, InstantSource clock) {
    Path file = environment.path("SLUICE_CREDENTIALS_FILE");
    String secret = environment.text("SLUICE_CREDENTIALS_SECRET", "");
    String user = environment.text("SLUICE_DATABASE_IAM_USER", "");
    onlyOne(
        "SLUICE_CREDENTIALS_FILE", file != null, "SLUICE_CREDENTIALS_SECRET", !secret.isEmpty());
    onlyOne("SLUICE_CREDENTIALS_FILE", file != null, "SLUICE_DATABASE_IAM_USER", !user.isEmpty());
    onlyOne(
        "SLUICE_CREDENTIALS_SECRET",
        !secret.isEmpty(),
        "SLUICE_DATABASE_IAM_USER",
        !user.isEmpty());
    if (!user.isEmpty()) {
      return new ByIam(
          new RdsTokens(
              environment.required("AWS_REGION"), user, RoleCredentials.provider(), clock));
    }
    if (!secret.isEmpty()) {
      SecretText text = SecretText.of(environment, secret, clock);
      return new Kept(() -> LoginText.read(text.get(), "the secret '" + secret + "'"));
    }
    return new Kept(Credentials.inFile(Path.of(environment.required("SLUICE_CREDENTIALS_FILE"))));
  }

  private static void onlyOne(String one, boolean hasOne, String other, boolean hasOther) {
    if (hasOne && hasOther) {
      throw new IllegalArgumentException(
          "the environment variables " + one + " and " + other + " are both set: leave one out");
    }
  }
}
