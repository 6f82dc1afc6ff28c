package dev.sluice.cache;

import dev.sluice.call.Environment;
import dev.sluice.data.Credentials;
import dev.sluice.secret.ElastiCacheTokens;
import dev.sluice.secret.RoleCredentials;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * Which Redis, from 7.0 on, or Valkey keeps the entries, and how to speak to it.
 *
 * @param url {@code redis://host:port}, or {@code rediss://host:port} for TLS; without a port it is
 *     {@value #DEFAULT_PORT}. A login has no place in it
 * @param cluster whether it is a cluster, as ElastiCache Serverless is
 * @param credentials asked for every connection that is opened, so that passwords and IAM tokens
 *     may change; null for a server that wants none
 * @param mostFlights how many calls may speak to it at once, each over one connection to a server,
 *     1 to {@value #MOST_FLIGHTS}
 * @param longestLasting how long an entry may last, one second to one day; all who share a store
 *     must say the same. What is kept for an owner is counted over periods of this length, so what
 *     lives was counted in this period or in the one before: at most twice what a period allows
 */
public record RedisSettings(
    URI url,
    boolean cluster,
    @Nullable Credentials credentials,
    int mostFlights,
    Duration longestLasting) {
  /** Enough for virtual threads that each come for less than a millisecond. */
  public static final int DEFAULT_FLIGHTS = 8;

  /** More would only wait inside Redis, which does one thing at a time. */
  public static final int MOST_FLIGHTS = 64;

  /** Where Redis listens when nothing else is said. */
  public static final int DEFAULT_PORT = 6379;

  /** Answers older than that are seldom wanted, and counting over longer says less. */
  public static final Duration DEFAULT_LONGEST_LASTING = Duration.ofMinutes(15);

  private static final Duration LEAST_LASTING = Duration.ofSeconds(1);
  private static final Duration MOST_LASTING = Duration.ofDays(1);

  /** Throws {@link IllegalArgumentException} on what cannot be used, saying what to write. */
  public RedisSettings {
    boolean plain = "redis".equals(url.getScheme());
    if ((!plain && !"rediss".equals(url.getScheme())) || url.getHost() == null) {
      throw new IllegalArgumentException(
          "the store's URL is not redis://host:port, nor rediss://host:port for TLS");
    }
    if (url.getRawUserInfo() != null) {
      throw new IllegalArgumentException(
          "the store's URL has a login in it: take it out, and name a secret instead");
    }
    if (url.getRawQuery() != null || !(url.getRawPath().isEmpty() || url.getPath().equals("/"))) {
      throw new IllegalArgumentException("the store's URL says more than host and port");
    }
    if (mostFlights < 1 || mostFlights > MOST_FLIGHTS) {
      throw new IllegalArgumentException(
          "calls to the store at once: " + mostFlights + ", not 1 to " + MOST_FLIGHTS);
    }
    if (longestLasting.compareTo(LEAST_LASTING) < 0 || longestLasting.compareTo(MOST_LASTING) > 0) {
      throw new IllegalArgumentException(
          "the longest that an entry lasts: " + longestLasting + ", not one second to one day");
    }
  }

  /** With what is usual for the rest. */
  public RedisSettings(URI url, boolean cluster, @Nullable Credentials credentials) {
    this(url, cluster, credentials, DEFAULT_FLIGHTS, DEFAULT_LONGEST_LASTING);
  }

  /**
   * What an environment says: {@code SLUICE_CACHE_URL}, without which nothing is kept, {@code
   * SLUICE_CACHE_CLUSTER} ({@code true} for ElastiCache Serverless), and as whom to log in, if at
   * all: {@code SLUICE_CACHE_CREDENTIALS_FILE}, or by IAM {@code SLUICE_CACHE_IAM_USER} with {@code
   * SLUICE_CACHE_NAME}, {@code SLUICE_CACHE_SERVERLESS} ({@code true}, or {@code false} for a
   * replication group) and {@code AWS_REGION}. Throws {@link IllegalArgumentException} naming the
   * variable that is missing or wrong.
   *
   * @return null where nothing is kept
   */
  public static @Nullable RedisSettings of(Environment environment, InstantSource clock) {
    String url = environment.text("SLUICE_CACHE_URL", "");
    if (url.isEmpty()) {
      return null;
    }
    Credentials credentials = credentials(environment, url, clock);
    try {
      return new RedisSettings(
          URI.create(url), environment.flag("SLUICE_CACHE_CLUSTER", "true", "false"), credentials);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "the environment variable SLUICE_CACHE_URL: " + e.getMessage(), e);
    }
  }

  private static @Nullable Credentials credentials(
      Environment environment, String url, InstantSource clock) {
    Path file = environment.path("SLUICE_CACHE_CREDENTIALS_FILE");
    String user = environment.text("SLUICE_CACHE_IAM_USER", "");
    if (user.isEmpty()) {
      return file == null ? null : Credentials.inFile(file);
    }
    if (file != null) {
      throw new IllegalArgumentException(
          "the environment variables SLUICE_CACHE_IAM_USER and SLUICE_CACHE_CREDENTIALS_FILE are"
              + " both set: leave one out");
    }
    if (!url.startsWith("rediss://")) {
      throw new IllegalArgumentException(
          "the environment variable SLUICE_CACHE_URL: a login by IAM wants TLS: write"
              + " rediss://host:port");
    }
    ElastiCacheTokens tokens =
        new ElastiCacheTokens(
            environment.required("AWS_REGION"),
            environment.required("SLUICE_CACHE_NAME"),
            user,
            !environment.flag("SLUICE_CACHE_SERVERLESS", "false", "true"),
            RoleCredentials.provider(),
            clock);
    return () -> new Credentials.Login(user, tokens.next());
  }

  /** The server that the URL names. */
  RedisNode node() {
    return new RedisNode(url.getHost(), url.getPort() < 0 ? DEFAULT_PORT : url.getPort());
  }

  /** Whether the URL asks for TLS. */
  boolean tls() {
    return "rediss".equals(url.getScheme());
  }
}
