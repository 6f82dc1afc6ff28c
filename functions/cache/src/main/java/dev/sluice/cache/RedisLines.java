package dev.sluice.cache;

import dev.sluice.data.Credentials;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.ClientSetInfoConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.exceptions.JedisException;

/**
 * The connections that lie idle, by server. Nothing watches them: what lay idle for longer than a
 * network is trusted is dropped by whoever comes next, by the wall clock, since the monotonic one
 * may have stood still in a freeze. Safe for use by several threads.
 */
final class RedisLines implements AutoCloseable {
  private static final Duration TRUSTED_IDLE = Duration.ofSeconds(60);

  /**
   * ElastiCache ends a connection 12 hours after it was logged in by IAM, whatever is under way on
   * it: one of that age is not used again, and the next logs in with a new token.
   */
  static final Duration LONGEST_LOGGED_IN = Duration.ofHours(11);

  private final RedisSettings settings;
  private final @Nullable SSLSocketFactory tls;
  private final InstantSource clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<RedisNode, Deque<RedisLine>> idle = new HashMap<>();

  /** Counts the closings: a connection from before one is not taken back. */
  private int epoch;

  RedisLines(RedisSettings settings, @Nullable SSLSocketFactory tls, InstantSource clock) {
    this.settings = settings;
    this.tls = tls;
    this.clock = clock;
  }

  /** An idle connection, the one used last; null when there is none. */
  @Nullable RedisLine take(RedisNode node, long endNanos) {
    RedisLine line = takeTrusted(node);
    if (line != null) {
      line.endAt(endNanos);
    }
    return line;
  }

  /** A new connection. Throws what {@link RedisLine#open} does. */
  RedisLine open(RedisNode node, long endNanos) {
    RedisLine line = RedisLine.open(node, tls, config(), currentEpoch(), endNanos);
    line.opened(clock.instant());
    return line;
  }

  /** Keeps a connection on which nothing is under way. */
  void giveBack(RedisLine line) {
    line.used(clock.instant());
    lock.lock();
    try {
      if (line.epoch() == epoch) {
        idle.computeIfAbsent(line.node(), _ -> new ArrayDeque<>()).push(line);
        return;
      }
    } finally {
      lock.unlock();
    }
    line.drop();
  }

  /** Drops all that lie idle to a server: one was found dead. */
  void dropIdle(RedisNode node) {
    lock.lock();
    try {
      Deque<RedisLine> lines = idle.remove(node);
      if (lines != null) {
        lines.forEach(RedisLine::drop);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Drops all; those in use are dropped when they are given back. */
  @Override
  public void close() {
    lock.lock();
    try {
      epoch++;
      idle.values().forEach(lines -> lines.forEach(RedisLine::drop));
      idle.clear();
    } finally {
      lock.unlock();
    }
  }

  private @Nullable RedisLine takeTrusted(RedisNode node) {
    Instant now = clock.instant();
    lock.lock();
    try {
      Iterator<Deque<RedisLine>> all = idle.values().iterator();
      while (all.hasNext()) {
        Deque<RedisLine> lines = all.next();
        while (!lines.isEmpty() && isOverdue(lines.getLast(), now)) {
          lines.removeLast().drop();
        }
        if (lines.isEmpty()) {
          all.remove();
        }
      }
      Deque<RedisLine> lines = idle.get(node);
      if (lines == null) {
        return null;
      }
      RedisLine line = lines.poll();
      while (line != null && isOpenTooLong(line, now)) {
        line.drop();
        line = lines.poll();
      }
      return line;
    } finally {
      lock.unlock();
    }
  }

  private static boolean isOverdue(RedisLine line, Instant now) {
    return Duration.between(line.lastUsed(), now).abs().compareTo(TRUSTED_IDLE) > 0;
  }

  private boolean isOpenTooLong(RedisLine line, Instant now) {
    return settings.credentials() != null
        && Duration.between(line.opened(), now).abs().compareTo(LONGEST_LOGGED_IN) > 0;
  }

  private int currentEpoch() {
    lock.lock();
    try {
      return epoch;
    } finally {
      lock.unlock();
    }
  }

  /**
   * RESP2, and nothing said about us: logging in is then the only crossing before the first use.
   */
  private JedisClientConfig config() {
    DefaultJedisClientConfig.Builder config =
        DefaultJedisClientConfig.builder()
            .serverDefaultProtocol()
            .clientSetInfoConfig(ClientSetInfoConfig.DISABLED);
    if (settings.credentials() != null) {
      Credentials.Login login = login(settings.credentials());
      config.user(login.user()).password(login.password());
    }
    return config.build();
  }

  private static Credentials.Login login(Credentials credentials) {
    try {
      return credentials.current();
    } catch (IllegalStateException e) {
      throw new JedisException("there is no login for the store: " + e.getMessage(), e);
    }
  }
}
