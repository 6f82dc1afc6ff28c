package dev.sluice.cache;

import dev.sluice.call.subject.SubjectData;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Protocol.Command;

/**
 * Entries in Redis or Valkey, one server or a cluster, for all environments. Each method is one
 * crossing, and ends within {@link Budget#leftMillis}, connecting and logging in included. Every
 * key has an end: ElastiCache evicts only those, and is full for ever otherwise. Safe for use by
 * several threads; it has no thread of its own, and nothing happens between calls.
 *
 * <p>Redis copies to its replicas afterwards: a failover may forget the last moments, an
 * invalidation among them. How long an entry may last bounds what comes of it.
 */
public final class RedisEntryStore implements EntryStore {
  /** Much longer than any entry, so that generations are made seldom. */
  private static final Duration GENERATION_LASTING = Duration.ofDays(7);

  /** Above the 6 MB that Lambda answers with. More is neither sent nor taken into memory. */
  static final int MOST_ENTRY_BYTES = 8 << 20;

  /** Gives up a lease only when it is still this holder's, in one step. */
  private static final String RELEASE =
      "if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end return 0";

  private final RedisFlights flights;
  private final Duration longestLasting;
  private final InstantSource clock;

  /**
   * Connects to nothing yet.
   *
   * @param clock the wall clock, by which connections grow old and bytes are counted
   */
  public RedisEntryStore(RedisSettings settings, InstantSource clock) {
    this(settings, settings.tls() ? systemTls() : null, clock);
  }

  /** With whom to trust said by the caller. */
  RedisEntryStore(RedisSettings settings, @Nullable SSLSocketFactory tls, InstantSource clock) {
    this.flights = new RedisFlights(settings, new RedisLines(settings, tls, clock));
    this.longestLasting = settings.longestLasting();
    this.clock = clock;
  }

  /** Counters in the same store, over the same connections: closing either closes both. */
  public CounterStore counters() {
    return new RedisCounterStore(flights);
  }

  @Override
  public Found find(String key, Collection<String> tags, String owner, Budget budget)
      throws StoreException {
    List<RedisCommand> commands = new ArrayList<>();
    // As GET, but for a bound: who else writes there is not known.
    commands.add(RedisCommand.of(Command.GETRANGE, RedisKeys.ofEntry(key), 0, MOST_ENTRY_BYTES));
    for (String tag : tags) {
      commands.add(RedisCommand.of(Command.GET, RedisKeys.ofTag(tag)));
    }
    commands.add(RedisCommand.of(Command.GET, bytesKey(owner)));
    List<@Nullable Object> replies = flights.fly(commands, budget.leftMillis());
    Map<String, String> generations = new HashMap<>();
    int next = 1;
    for (String tag : tags) {
      if (replies.get(next++) instanceof byte[] generation) {
        generations.put(tag, text(generation));
      }
    }
    return new Found(entry(replies.getFirst()), generations, count(replies.getLast()));
  }

  @Override
  public Claim claim(
      String key, String holder, Duration lease, Collection<String> tags, Budget budget)
      throws StoreException {
    List<RedisCommand> commands = new ArrayList<>();
    // It gives what was there: ours, where a reply was lost and the same is sent again.
    commands.add(
        RedisCommand.of(
            Command.SET, RedisKeys.ofLease(key), holder, "NX", "GET", "PX", millis(lease)));
    List<String> fresh = new ArrayList<>();
    for (String tag : tags) {
      String name = RedisKeys.ofTag(tag);
      String made = UUID.randomUUID().toString();
      long seconds = GENERATION_LASTING.toSeconds();
      fresh.add(made);
      commands.add(RedisCommand.of(Command.SET, name, made, "NX", "GET", "EX", seconds));
      commands.add(RedisCommand.of(Command.EXPIRE, name, seconds));
    }
    List<@Nullable Object> replies = flights.fly(commands, budget.leftMillis());
    Map<String, String> generations = new HashMap<>();
    int next = 0;
    for (String tag : tags) {
      String made = fresh.get(next);
      generations.put(tag, replies.get(1 + 2 * next) instanceof byte[] known ? text(known) : made);
      next++;
    }
    Object before = replies.getFirst();
    boolean held = !(before instanceof byte[] other) || text(other).equals(holder);
    return new Claim(held, generations);
  }

  /**
   * Keeps an entry; one that would last longer than the settings say lasts as long as they say.
   *
   * @param entry 1 to {@value #MOST_ENTRY_BYTES} bytes
   */
  @Override
  public void keep(
      String key,
      byte[] entry,
      Duration lasting,
      String owner,
      @Nullable String subject,
      Budget budget)
      throws StoreException {
    if (entry.length == 0 || entry.length > MOST_ENTRY_BYTES) {
      throw new StoreException(
          "an entry of " + entry.length + " bytes, not 1 to " + MOST_ENTRY_BYTES, null);
    }
    Duration bounded = lasting.compareTo(longestLasting) > 0 ? longestLasting : lasting;
    String bytes = bytesKey(owner);
    List<RedisCommand> commands = new ArrayList<>();
    if (subject != null) {
      // Before the entry: one that is listed and not there does no harm.
      String list = RedisKeys.ofSubject(subject);
      long now = clock.millis();
      commands.add(RedisCommand.of(Command.ZADD, list, now + millis(bounded), key));
      commands.add(RedisCommand.of(Command.ZREMRANGEBYSCORE, list, "-inf", now));
      commands.add(RedisCommand.of(Command.PEXPIRE, list, longestLasting.toMillis()));
    }
    commands.add(
        RedisCommand.of(Command.SET, RedisKeys.ofEntry(key), entry, "PX", millis(bounded)));
    commands.add(RedisCommand.of(Command.INCRBY, bytes, entry.length));
    commands.add(RedisCommand.of(Command.PEXPIRE, bytes, longestLasting.toMillis()));
    var _ = flights.fly(commands, budget.leftMillis());
  }

  /** What is kept for one subject alone, for whoever erases it. */
  public SubjectData ofSubjects() {
    return new SubjectAnswers(flights, clock);
  }

  @Override
  public void release(String key, String holder, Budget budget) throws StoreException {
    var _ =
        flights.fly(
            List.of(RedisCommand.script(RELEASE, RedisKeys.ofLease(key), holder)),
            budget.leftMillis());
  }

  /** Forgets the tag's generation, which a store without memory can still do. */
  @Override
  public void invalidate(String tag, Budget budget) throws StoreException {
    var _ =
        flights.fly(
            List.of(RedisCommand.of(Command.DEL, RedisKeys.ofTag(tag))), budget.leftMillis());
  }

  @Override
  public void close() {
    flights.close();
  }

  /** What was kept for an owner in the present period. */
  private String bytesKey(String owner) {
    long period = clock.millis() / longestLasting.toMillis();
    return RedisKeys.ofBytes(owner, period);
  }

  private static long millis(Duration duration) {
    if (duration.isNegative() || duration.isZero()) {
      throw new IllegalArgumentException("a time of " + duration + ": it must be above zero");
    }
    return Math.max(1, duration.toMillis());
  }

  private static byte @Nullable [] entry(@Nullable Object reply) {
    return reply instanceof byte[] bytes && bytes.length > 0 && bytes.length <= MOST_ENTRY_BYTES
        ? bytes
        : null;
  }

  private static long count(@Nullable Object reply) throws StoreException {
    if (!(reply instanceof byte[] digits)) {
      return 0;
    }
    try {
      return Long.parseLong(text(digits));
    } catch (NumberFormatException e) {
      throw new StoreException("the store counts bytes in another way than we do", null);
    }
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static SSLSocketFactory systemTls() {
    return (SSLSocketFactory) SSLSocketFactory.getDefault();
  }
}
