package dev.sluice.cache;

import java.net.SocketTimeoutException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.exceptions.JedisConnectionException;

/**
 * What a flight has to say to one server: all that is asked goes out at once, and all replies come
 * back in one crossing. Used by one thread, once.
 *
 * <p>A connection that lay idle may have died without our knowing: then the same is sent once more
 * over a new one. All that we send may be sent twice.
 */
final class RedisLeg {
  private final RedisLines lines;
  private final RedisNode node;
  private final List<RedisCommand> commands;
  private final long endNanos;
  private @Nullable RedisLine line;
  private boolean wasIdle;

  RedisLeg(RedisLines lines, RedisNode node, List<RedisCommand> commands, long endNanos) {
    this.lines = lines;
    this.node = node;
    this.commands = List.copyOf(commands);
    this.endNanos = endNanos;
  }

  RedisNode node() {
    return node;
  }

  /**
   * Sends.
   *
   * @throws JedisConnectionException when the server cannot be reached
   */
  void send() {
    line = lines.take(node, endNanos);
    wasIdle = line != null;
    if (line == null) {
      sendAnew();
      return;
    }
    try {
      write(line);
    } catch (JedisConnectionException e) {
      replace(e);
    }
  }

  /**
   * Waits for the replies, and gives the connection back.
   *
   * @return a reply for each command; errors as exceptions in the list
   * @throws JedisConnectionException when they do not come
   */
  List<Object> receive() {
    List<Object> replies;
    try {
      replies = current().getMany(commands.size());
    } catch (JedisConnectionException e) {
      replace(e);
      replies = current().getMany(commands.size());
    }
    lines.giveBack(current());
    line = null;
    return replies;
  }

  /** Drops the connection unless all replies came over it: what may still come is not wanted. */
  void abandon() {
    if (line != null) {
      line.drop();
      line = null;
    }
  }

  /** Whether something did not end by itself, but with the time that there was. */
  static boolean isTimeout(@Nullable Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SocketTimeoutException) {
        return true;
      }
    }
    return false;
  }

  private void replace(JedisConnectionException failure) {
    abandon();
    if (!wasIdle || isTimeout(failure)) {
      throw failure;
    }
    wasIdle = false;
    lines.dropIdle(node); // They are as old, and as dead.
    sendAnew();
  }

  private void sendAnew() {
    line = lines.open(node, endNanos);
    write(line);
  }

  private void write(RedisLine to) {
    for (RedisCommand command : commands) {
      to.sendCommand(command.name(), command.words());
    }
    to.push();
  }

  private RedisLine current() {
    if (line == null) {
      throw new IllegalStateException("nothing was sent");
    }
    return line;
  }
}
