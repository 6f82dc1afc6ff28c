package dev.sluice.cache;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.exceptions.JedisAskDataException;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.exceptions.JedisRedirectionException;

/**
 * Sends commands where their keys are, all at once, and ends in time. In a cluster it learns from
 * the calls themselves where the keys are; nothing is refreshed between them. Safe for use by
 * several threads.
 */
final class RedisFlights implements AutoCloseable {
  /** Sent; sent on to where the keys went; sent to whom a new map names; and once more. */
  private static final int MOST_ROUNDS = 4;

  /** A server does nothing else meanwhile: some tenths of a millisecond. */
  private static final int SCANNED_AT_ONCE = 1_000;

  /** What a server says that is not, or not yet, what we take it for. */
  private static final Set<String> MISTAKEN =
      Set.of("READONLY", "LOADING", "MASTERDOWN", "CLUSTERDOWN", "TRYAGAIN");

  private static final RedisCommand SLOTS =
      new RedisCommand(Protocol.Command.CLUSTER, "", new byte[][] {{'S', 'L', 'O', 'T', 'S'}});
  private static final RedisCommand ASKING =
      new RedisCommand(Protocol.Command.ASKING, "", new byte[0][]);

  private final RedisSettings settings;
  private final RedisLines lines;
  private final Semaphore flights;
  private volatile @Nullable RedisSlots slots;

  /** Whom to ask for the slots, beside the one that the settings name. */
  private volatile List<RedisNode> known = List.of();

  RedisFlights(RedisSettings settings, RedisLines lines) {
    this.settings = settings;
    this.lines = lines;
    this.flights = new Semaphore(settings.mostFlights());
  }

  /**
   * A command that has no reply yet.
   *
   * @param index its place among all
   * @param target who is said to have its key; null when the map is to say so
   * @param asking whether that one must be told that it was named to us
   */
  private record Open(int index, @Nullable RedisNode target, boolean asking) {}

  /**
   * Sends commands, and waits for all replies.
   *
   * @param millis that it may take, waiting for a turn included
   * @return a reply for each, null for none
   * @throws StoreException when there are not all in time, or one is an error
   */
  List<@Nullable Object> fly(List<RedisCommand> commands, int millis) throws StoreException {
    long endNanos = System.nanoTime() + millis * 1_000_000L;
    takeTurn(endNanos);
    try {
      return rounds(commands, endNanos);
    } catch (JedisDataException e) {
      throw refused(e, settings.node());
    } catch (JedisException e) {
      slots = null; // Whoever is silent now may be replaced before the next call.
      String what = RedisLeg.isTimeout(e) ? "did not answer in time" : "cannot be reached";
      throw new StoreException("the store " + what, e);
    } finally {
      flights.release();
    }
  }

  /**
   * All keys that are like a pattern, on all servers. It looks at every key that there is, a part
   * at a time; one that comes or goes meanwhile may be left out.
   *
   * @param millis that each part may take
   */
  List<String> scan(String pattern, int millis) throws StoreException {
    List<String> keys = new ArrayList<>();
    try {
      Collection<RedisNode> nodes =
          settings.cluster()
              ? discover(System.nanoTime() + millis * 1_000_000L).masters()
              : List.of(settings.node());
      for (RedisNode node : nodes) {
        String cursor = "0";
        do {
          cursor = scan(node, cursor, pattern, keys, millis);
        } while (!cursor.equals("0"));
      }
      return keys;
    } catch (JedisException e) {
      slots = null;
      throw new StoreException("the store does not list its keys", e);
    }
  }

  private String scan(RedisNode node, String cursor, String pattern, List<String> keys, int millis)
      throws StoreException {
    long endNanos = System.nanoTime() + millis * 1_000_000L;
    takeTurn(endNanos);
    RedisCommand command =
        RedisCommand.of(Protocol.Command.SCAN, cursor, "MATCH", pattern, "COUNT", SCANNED_AT_ONCE);
    RedisLeg leg = new RedisLeg(lines, node, List.of(command), endNanos);
    try {
      leg.send();
      if (leg.receive().getFirst() instanceof List<?> page
          && page.get(0) instanceof byte[] next
          && page.get(1) instanceof List<?> found) {
        found.forEach(key -> keys.add(key instanceof byte[] name ? new String(name, UTF_8) : ""));
        return new String(next, UTF_8);
      }
      throw new StoreException("the store does not list its keys", null);
    } finally {
      leg.abandon();
      flights.release();
    }
  }

  /** Drops every connection and what is known of the cluster. */
  @Override
  public void close() {
    slots = null;
    lines.close();
  }

  private List<@Nullable Object> rounds(List<RedisCommand> commands, long endNanos)
      throws StoreException {
    List<@Nullable Object> replies = new ArrayList<>();
    List<Open> open = new ArrayList<>();
    for (int i = 0; i < commands.size(); i++) {
      open.add(new Open(i, null, false));
      replies.add(null);
    }
    for (int round = 0; round < MOST_ROUNDS; round++) {
      open = round(commands, open, replies, endNanos);
      if (open.isEmpty()) {
        return replies;
      }
    }
    throw new StoreException("the store's servers do not say who has a key", null);
  }

  private List<Open> round(
      List<RedisCommand> commands, List<Open> open, List<@Nullable Object> replies, long endNanos)
      throws StoreException {
    List<Open> again = new ArrayList<>();
    Map<RedisNode, List<Open>> byNode = byNode(commands, open, endNanos);
    Map<RedisLeg, List<Open>> legs = new LinkedHashMap<>();
    byNode.forEach(
        (node, parts) ->
            legs.put(new RedisLeg(lines, node, said(commands, parts), endNanos), parts));
    try {
      List<RedisLeg> sent = new ArrayList<>();
      for (RedisLeg leg : legs.keySet()) {
        if (reached(leg::send)) {
          sent.add(leg);
        }
      }
      Map<RedisLeg, List<Object>> received = new LinkedHashMap<>();
      for (RedisLeg leg : sent) {
        reached(() -> received.put(leg, leg.receive()));
      }
      for (Map.Entry<RedisLeg, List<Open>> leg : legs.entrySet()) {
        List<Object> answers = received.get(leg.getKey());
        if (answers == null) {
          leg.getValue().forEach(part -> again.add(new Open(part.index(), null, false)));
        } else {
          again.addAll(sort(leg.getKey().node(), leg.getValue(), answers, replies));
        }
      }
      return again;
    } finally {
      legs.keySet().forEach(RedisLeg::abandon);
    }
  }

  /** A server of a cluster that has gone is replaced by another: the map is drawn anew. */
  private boolean reached(Runnable step) {
    try {
      step.run();
      return true;
    } catch (JedisConnectionException e) {
      if (!settings.cluster() || RedisLeg.isTimeout(e)) {
        throw e;
      }
      slots = null;
      return false;
    }
  }

  private static List<RedisCommand> said(List<RedisCommand> commands, List<Open> parts) {
    List<RedisCommand> said = new ArrayList<>();
    for (Open part : parts) {
      if (part.asking()) {
        said.add(ASKING);
      }
      said.add(commands.get(part.index()));
    }
    return said;
  }

  /** Puts replies in their places, and says what must be sent to somebody else. */
  private List<Open> sort(
      RedisNode node, List<Open> parts, List<Object> answers, List<@Nullable Object> replies)
      throws StoreException {
    List<Open> again = new ArrayList<>();
    int next = 0;
    for (Open part : parts) {
      next += part.asking() ? 1 : 0;
      Object answer = answers.get(next++);
      if (answer instanceof JedisRedirectionException elsewhere) {
        boolean asking = answer instanceof JedisAskDataException;
        if (!asking) {
          slots = null;
        }
        again.add(new Open(part.index(), target(elsewhere.getTargetNode(), node), asking));
      } else if (answer instanceof JedisDataException error) {
        throw refused(error, node);
      } else {
        replies.set(part.index(), answer);
      }
    }
    return again;
  }

  private StoreException refused(JedisDataException error, RedisNode node) {
    // Only the first word: what follows may quote a key.
    String code = String.valueOf(error.getMessage()).split(" ", 2)[0];
    if (MISTAKEN.contains(code)) {
      slots = null;
      lines.dropIdle(node);
    }
    return new StoreException("the store refused: " + code, null);
  }

  private static RedisNode target(HostAndPort named, RedisNode by) {
    String host = named.getHost();
    return new RedisNode(host == null || host.isEmpty() ? by.host() : host, named.getPort());
  }

  private Map<RedisNode, List<Open>> byNode(
      List<RedisCommand> commands, List<Open> open, long endNanos) throws StoreException {
    Map<RedisNode, List<Open>> byNode = new LinkedHashMap<>();
    for (Open part : open) {
      RedisNode node =
          part.target() != null ? part.target() : owner(commands.get(part.index()), endNanos);
      byNode.computeIfAbsent(node, _ -> new ArrayList<>()).add(part);
    }
    return byNode;
  }

  private RedisNode owner(RedisCommand command, long endNanos) throws StoreException {
    if (!settings.cluster()) {
      return settings.node();
    }
    RedisSlots map = slots;
    if (map == null) {
      map = discover(endNanos);
    }
    RedisNode owner = map.master(command.slot());
    if (owner == null) {
      slots = null;
      throw new StoreException("no server of the store has the slot of a key", null);
    }
    return owner;
  }

  /** Asks whoever answers, last time's first; one that is silent leaves half of the time. */
  private RedisSlots discover(long endNanos) {
    Set<RedisNode> nodes = new LinkedHashSet<>(known);
    nodes.add(settings.node());
    int left = nodes.size();
    JedisException last = null;
    for (RedisNode node : nodes) {
      long now = System.nanoTime();
      long until = --left == 0 ? endNanos : now + (endNanos - now) / 2;
      RedisLeg leg = new RedisLeg(lines, node, List.of(SLOTS), until);
      try {
        leg.send();
        Object reply = leg.receive().getFirst();
        if (reply instanceof JedisDataException refusal) {
          throw refusal;
        }
        RedisSlots found = RedisSlots.of(reply, node);
        Set<RedisNode> next = new LinkedHashSet<>(List.of(node));
        next.addAll(found.masters());
        known = List.copyOf(next);
        slots = found;
        return found;
      } catch (JedisException e) {
        last = e;
      } catch (ClassCastException e) {
        throw new JedisException("no cluster, or none that says so", e);
      } finally {
        leg.abandon();
      }
    }
    throw last == null ? new JedisConnectionException("nobody to ask") : last;
  }

  private void takeTurn(long endNanos) throws StoreException {
    try {
      if (!flights.tryAcquire(endNanos - System.nanoTime(), TimeUnit.NANOSECONDS)) {
        throw new StoreException("too many calls use the store at once", null);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreException("interrupted while waiting for the store", e);
    }
  }
}
