package dev.sluice.cache;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Protocol.Command;

/**
 * Counters in Redis or Valkey: a hash for each account, which one script reads, adds to and writes
 * back, so that callers at the same time never get more than there is. The keys of a group lie on
 * one server of a cluster, since its name is what their slot goes by. Safe for use by several
 * threads.
 *
 * <p>Its keys: {@code sluice:budget:{group}:name}. They end by themselves two days after they were
 * last counted in.
 */
final class RedisCounterStore implements CounterStore {
  private static final long LASTING_SECONDS = 2L * 24 * 60 * 60;

  /**
   * ARGV: minute, day, 1 for a call, seconds to last; then 14 for each key: known minute, day and
   * four amounts, four owed, four that there may be at most. Gives 1 or 0, and six for each key.
   * Where nothing is to be counted, nothing is written. What stands there from a later minute or
   * day, by a clock ahead of ours, stays.
   */
  private static final String COUNT =
      """
      local minute, day, call = tonumber(ARGV[1]), tonumber(ARGV[2]), ARGV[3] == '1'
      local granted, changed, all = 1, call, {}
      for k = 1, #KEYS do
        local base = 4 + (k - 1) * 14
        local a = {}
        for i = 1, 14 do a[i] = tonumber(ARGV[base + i]) end
        local h = redis.call('HMGET', KEYS[k], 'm', 'c', 'd', 'r', 'b', 't')
        local m, d = tonumber(h[1] or 0), tonumber(h[3] or 0)
        local u = {tonumber(h[2] or 0), tonumber(h[4] or 0), tonumber(h[5] or 0), tonumber(h[6] or 0)}
        if m < minute then m = minute u[1] = 0 end
        if d < day then d = day u[2] = 0 u[3] = 0 u[4] = 0 end
        if a[1] == m then u[1] = math.max(u[1], a[3]) end
        if a[2] == d then for i = 2, 4 do u[i] = math.max(u[i], a[2 + i]) end end
        for i = 1, 4 do u[i] = u[i] + a[6 + i] changed = changed or a[6 + i] > 0 end
        if call then for i = 1, 4 do if u[i] >= a[10 + i] then granted = 0 end end end
        all[k] = {m, d, u}
      end
      local reply = {granted}
      for k = 1, #KEYS do
        local m, d, u = all[k][1], all[k][2], all[k][3]
        if call and granted == 1 then u[1] = u[1] + 1 end
        local t = {}
        for i = 1, 4 do t[i] = string.format('%.0f', u[i]) end
        if changed then
          redis.call('HSET', KEYS[k], 'm', m, 'c', t[1], 'd', d, 'r', t[2], 'b', t[3], 't', t[4])
          redis.call('EXPIRE', KEYS[k], ARGV[4])
        end
        for _, v in ipairs({m, d, t[1], t[2], t[3], t[4]}) do reply[#reply + 1] = tostring(v) end
      end
      return reply
      """;

  private static final int FIELDS = 6;

  private static final String PATTERN = "sluice:budget:*";
  private static final Pattern KEY = Pattern.compile("sluice:budget:\\{([^{}]+)\\}:([^{}]+)");

  private final RedisFlights flights;

  RedisCounterStore(RedisFlights flights) {
    this.flights = flights;
  }

  @Override
  public Counted count(List<Line> lines, boolean call, long minute, long day, Budget budget)
      throws StoreException {
    List<String> keys = new ArrayList<>();
    List<Object> arguments = new ArrayList<>(List.of(minute, day, call ? 1 : 0, LASTING_SECONDS));
    for (Line line : lines) {
      if (!line.account().group().equals(lines.getFirst().account().group())) {
        throw new IllegalArgumentException("accounts of two groups are not counted in one step");
      }
      keys.add(key(line.account()));
      arguments.add(line.known().minute());
      arguments.add(line.known().day());
      add(arguments, line.known().used());
      add(arguments, line.owed());
      add(arguments, line.most());
    }
    Object reply =
        flights
            .fly(List.of(RedisCommand.script(COUNT, keys, arguments)), budget.leftMillis())
            .getFirst();
    return counted(reply, lines.size());
  }

  @Override
  public List<Account> accounts(Duration limit) throws StoreException {
    List<Account> accounts = new ArrayList<>();
    for (String key : flights.scan(PATTERN, Math.toIntExact(limit.toMillis()))) {
      Matcher matcher = KEY.matcher(key);
      if (matcher.matches()) {
        accounts.add(new Account(matcher.group(1), matcher.group(2)));
      }
    }
    return accounts;
  }

  @Override
  public void erase(Account account, Budget budget) throws StoreException {
    var _ = flights.fly(List.of(RedisCommand.of(Command.DEL, key(account))), budget.leftMillis());
  }

  @Override
  public void close() {
    flights.close();
  }

  static String key(Account account) {
    return "sluice:budget:{" + account.group() + "}:" + account.name();
  }

  private static void add(List<Object> arguments, Amounts amounts) {
    arguments.add(amounts.calls());
    arguments.add(amounts.rows());
    arguments.add(amounts.bytes());
    arguments.add(amounts.millis());
  }

  private static Counted counted(@Nullable Object reply, int lines) throws StoreException {
    try {
      if (reply instanceof List<?> list && list.size() == 1 + lines * FIELDS) {
        List<Tally> tallies = new ArrayList<>();
        for (int i = 1; i < list.size(); i += FIELDS) {
          tallies.add(
              new Tally(
                  number(list.get(i)),
                  number(list.get(i + 1)),
                  new Amounts(
                      number(list.get(i + 2)),
                      number(list.get(i + 3)),
                      number(list.get(i + 4)),
                      number(list.get(i + 5)))));
        }
        return new Counted(Long.valueOf(1).equals(list.getFirst()), tallies);
      }
    } catch (IllegalArgumentException e) {
      throw new StoreException("the store counts in another way than we do", e);
    }
    throw new StoreException("the store counts in another way than we do", null);
  }

  private static long number(@Nullable Object reply) {
    return reply instanceof byte[] digits
        ? Long.parseLong(new String(digits, StandardCharsets.UTF_8))
        : -1;
  }
}
