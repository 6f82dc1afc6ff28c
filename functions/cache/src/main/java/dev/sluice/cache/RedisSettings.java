package dev.sluice.cache;

import dev.sluice.data.Credentials;
import java.net.URI;
import java.time.Duration;
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

  /** The server that the URL names. */
  RedisNode node() {
    return new RedisNode(url.getHost(), url.getPort() < 0 ? DEFAULT_PORT : url.getPort());
  }

  /** Whether the URL asks for TLS. */
  boolean tls() {
    return "rediss".equals(url.getScheme());
  }
}
