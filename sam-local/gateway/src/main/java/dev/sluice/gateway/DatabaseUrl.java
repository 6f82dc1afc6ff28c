package dev.sluice.gateway;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A database as people write it: {@code postgresql://user@host:5432/name?sslmode=require}
 * (PostgreSQL manual, 32.1.1.2, "Connection URIs").
 *
 * @param jdbcUrl for the driver, without a login
 * @param place host, port and name, for messages
 * @param user null when the URL names none
 * @param password null when the URL holds none
 */
record DatabaseUrl(String jdbcUrl, String place, @Nullable String user, @Nullable String password) {
  private static final String FORM = "postgresql://HOST:5432/NAME";

  /** Throws {@link CommandException} that never shows a password. */
  static DatabaseUrl parse(String text) {
    String plain = text.startsWith("jdbc:") ? text.substring("jdbc:".length()) : text;
    URI uri;
    try {
      uri = new URI(plain);
    } catch (URISyntaxException e) {
      throw new CommandException(
          "--database is no URL at character " + e.getIndex() + ": write " + FORM);
    }
    String scheme = String.valueOf(uri.getScheme());
    if (!scheme.equals("postgresql") && !scheme.equals("postgres")) {
      throw new CommandException("--database starts with '" + scheme + "': write " + FORM);
    }
    if (uri.getHost() == null || uri.getPath() == null || uri.getPath().length() < 2) {
      throw new CommandException("--database names no host or no database: write " + FORM);
    }
    String place =
        uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort()) + uri.getRawPath();
    String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
    String[] login =
        uri.getRawUserInfo() == null ? new String[0] : uri.getRawUserInfo().split(":", 2);
    return new DatabaseUrl(
        "jdbc:postgresql://" + place + query,
        place,
        login.length > 0 ? decode(login[0]) : null,
        login.length > 1 ? decode(login[1]) : null);
  }

  private static String decode(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return place;
  }
}
