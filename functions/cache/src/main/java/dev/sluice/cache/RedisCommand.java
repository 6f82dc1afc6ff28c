package dev.sluice.cache;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.util.JedisClusterCRC16;

/** A command about one key, with what follows the key. */
@SuppressWarnings("ArrayRecordComponent") // Written to a connection, never compared.
record RedisCommand(Protocol.Command name, String key, byte[][] words) {

  /** A command whose key is its first word. */
  static RedisCommand of(Protocol.Command name, String key, Object... rest) {
    byte[][] words = new byte[rest.length + 1][];
    words[0] = bytes(key);
    for (int i = 0; i < rest.length; i++) {
      words[i + 1] = bytes(rest[i]);
    }
    return new RedisCommand(name, key, words);
  }

  /** A script about its only key. */
  static RedisCommand script(String script, String key, String argument) {
    return new RedisCommand(
        Protocol.Command.EVAL,
        key,
        new byte[][] {bytes(script), bytes("1"), bytes(key), bytes(argument)});
  }

  /** A script about several keys, which lie in one slot. */
  static RedisCommand script(String script, List<String> keys, List<?> arguments) {
    List<byte[]> words = new ArrayList<>();
    words.add(bytes(script));
    words.add(bytes(keys.size()));
    keys.forEach(key -> words.add(bytes(key)));
    arguments.forEach(argument -> words.add(bytes(argument)));
    return new RedisCommand(Protocol.Command.EVAL, keys.getFirst(), words.toArray(byte[][]::new));
  }

  /** Where in a cluster the key is. */
  int slot() {
    return JedisClusterCRC16.getSlot(bytes(key));
  }

  private static byte[] bytes(Object word) {
    return word instanceof byte[] bytes
        ? bytes
        : String.valueOf(word).getBytes(StandardCharsets.UTF_8);
  }
}
