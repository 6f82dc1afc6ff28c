package dev.sluice.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
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

  /** What {@code --database} says. Throws {@link CommandException} that never shows a password. */
  static DatabaseUrl parse(String text) {
    return parse("--database", text);
  }

  /**
   * Throws {@link CommandException} that never shows a password.
   *
   * @param what the text is, for messages
   */
  static DatabaseUrl parse(String what, String text) {
    String plain = text.startsWith("jdbc:") ? text.substring("jdbc:".length()) : text;
    URI uri;
    try {
      uri = new URI(plain);
    } catch (URISyntaxException e) {
      throw new CommandException(
          what + " is no URL at character " + e.getIndex() + ": write " + FORM);
    }
    String scheme = String.valueOf(uri.getScheme());
    if (!scheme.equals("postgresql") && !scheme.equals("postgres")) {
      throw new CommandException(what + " starts with '" + scheme + "': write " + FORM);
    }
    if (uri.getHost() == null || uri.getPath() == null || uri.getPath().length() < 2) {
      throw new CommandException(what + " names no host or no database: write " + FORM);
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

  /** The database's own name. */
  String name() {
    return decode(place.substring(place.indexOf('/') + 1));
  }

  /** As it may be shown, and given again: without a password, wherever it stood. */
  String shown() {
    String login = user == null ? "" : URLEncoder.encode(user, UTF_8).replace("+", "%20") + "@";
    int query = jdbcUrl.indexOf('?');
    String kept =
        query < 0
            ? ""
            : Arrays.stream(jdbcUrl.substring(query + 1).split("&", -1))
                .filter(parameter -> !parameter.toLowerCase(Locale.ROOT).contains("password"))
                .collect(Collectors.joining("&"));
    return "postgresql://" + login + place + (kept.isEmpty() ? "" : "?" + kept);
  }

  private static String decode(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), UTF_8);
  }

  @Override
  public String toString() {
    return place;
  }
}
