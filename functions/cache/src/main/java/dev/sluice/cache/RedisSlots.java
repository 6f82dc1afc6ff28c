package dev.sluice.cache;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which server of a cluster has which keys. Does not change: another is asked for. */
final class RedisSlots {

  /** The servers from one slot to another, both included. */
  private record Range(long first, long last, RedisNode master) {}

  private final List<Range> ranges;

  private RedisSlots(List<Range> ranges) {
    this.ranges = List.copyOf(ranges);
  }

  /**
   * Reads the reply to {@code CLUSTER SLOTS}.
   *
   * @param asked who gave it: a server that does not know its own name leaves it out
   * @throws ClassCastException when it is no such reply
   */
  static RedisSlots of(@Nullable Object reply, RedisNode asked) {
    List<Range> ranges = new ArrayList<>();
    for (Object each : list(reply)) {
      List<?> range = list(each);
      List<?> master = list(range.get(2));
      String host = master.get(0) instanceof byte[] name ? text(name) : "";
      ranges.add(
          new Range(
              (Long) range.get(0),
              (Long) range.get(1),
              new RedisNode(
                  host.isEmpty() || host.equals("?") ? asked.host() : host,
                  Math.toIntExact((Long) master.get(1)))));
    }
    return new RedisSlots(ranges);
  }

  /** Who has a slot; null when nobody has. */
  @Nullable RedisNode master(int slot) {
    for (Range range : ranges) {
      if (range.first() <= slot && slot <= range.last()) {
        return range.master();
      }
    }
    return null;
  }

  /** All masters. */
  Collection<RedisNode> masters() {
    return ranges.stream().map(Range::master).distinct().toList();
  }

  private static List<?> list(@Nullable Object reply) {
    if (reply instanceof List<?> list) {
      return list;
    }
    throw new ClassCastException("not a list: " + reply);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
