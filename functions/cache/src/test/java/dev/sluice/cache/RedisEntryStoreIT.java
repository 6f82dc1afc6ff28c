package dev.sluice.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.data.Credentials;
import dev.sluice.servers.RedisServer;
import dev.sluice.servers.ServerException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedisEntryStoreIT extends EntryStoreContract {
  @TempDir private static Path folder;
  private static RedisServer server;
  private static RedisEntryStore store;

  @BeforeAll
  static void start() {
    server = RedisServer.start(folder.resolve("shared"));
    store = new RedisEntryStore(settings(server), InstantSource.system());
  }

  @AfterAll
  static void stop() {
    store.close();
    server.close();
  }

  @Override
  EntryStore store() {
    return store;
  }

  @Test
  void everyKey_afterAllThatIsDone_hasAnEnd() throws StoreException {
    useAll(store);

    List<String> keys =
        server.ask("SCAN", "0", "COUNT", "10000").lines().filter(k -> k.contains(":")).toList();
    assertThat(keys).isNotEmpty().allMatch(key -> key.startsWith("sluice:"));
    assertThat(keys).allSatisfy(key -> assertThat(server.ask("TTL", key)).isNotEqualTo("-1"));
  }

  @Test
  void open_serverWithoutLogin_sendsNothingFirst() throws StoreException {
    try (RedisServer fresh = RedisServer.start(folder.resolve("fresh"));
        RedisEntryStore one = new RedisEntryStore(settings(fresh), InstantSource.system())) {
      fresh.ask("CONFIG", "RESETSTAT");

      useAll(one);

      assertThat(fresh.ask("INFO", "commandstats").lines().map(line -> line.split(":", 2)[0]))
          .containsOnly(
              "# Commandstats",
              "cmdstat_config|resetstat",
              "cmdstat_get",
              "cmdstat_getrange",
              "cmdstat_set",
              "cmdstat_expire",
              "cmdstat_pexpire",
              "cmdstat_incrby",
              "cmdstat_eval",
              "cmdstat_del",
              "cmdstat_zadd",
              "cmdstat_zremrangebyscore");
      assertThat(fresh.ask("CLIENT", "LIST", "TYPE", "normal").lines().filter(l -> !l.isBlank()))
          .as("one connection of the store, and the one that asks")
          .hasSize(2);
    }
  }

  @Test
  void keep_longerThanTheLongest_lastsTheLongest() throws StoreException {
    RedisSettings brief =
        new RedisSettings(url(server.port()), false, null, 1, Duration.ofSeconds(30));
    try (RedisEntryStore one = new RedisEntryStore(brief, InstantSource.system())) {
      one.keep("brief", new byte[1], Duration.ofDays(1), "brief", null, budget());

      assertThat(Long.parseLong(server.ask("PTTL", "sluice:entry:{brief}"))).isBetween(1L, 30_000L);
    }
  }

  @Test
  void entry_ofNoSizeOrTooLarge_isNeitherKeptNorFound() throws StoreException {
    byte[] large = new byte[RedisEntryStore.MOST_ENTRY_BYTES + 1];
    assertThatThrownBy(() -> store.keep("large", large, MINUTE, "large", null, budget()))
        .isInstanceOf(StoreException.class);
    assertThatThrownBy(() -> store.keep("large", new byte[0], MINUTE, "large", null, budget()))
        .isInstanceOf(StoreException.class);

    server.ask("SET", "sluice:entry:{large}", "x", "EX", "60");
    server.ask("SETRANGE", "sluice:entry:{large}", String.valueOf(large.length), "x");
    assertThat(store.find("large", Set.of(), "large", budget()).entry()).isNull();
  }

  @Test
  void find_inTheNextPeriod_countsAnew() throws StoreException {
    TurnedClock clock = new TurnedClock();
    try (RedisEntryStore one = new RedisEntryStore(settings(server), clock)) {
      one.keep("counted", new byte[10], MINUTE, "counted", null, budget());
      clock.turn(RedisSettings.DEFAULT_LONGEST_LASTING);

      assertThat(one.find("counted", Set.of(), "counted", budget()).ownerBytes()).isZero();
    }
  }

  @Test
  void open_rotatedPassword_logsInWithThePresentOne() throws StoreException {
    AtomicReference<String> password = new AtomicReference<>("first");
    Credentials credentials = () -> new Credentials.Login("sluice", password.get());
    try (RedisServer guarded = RedisServer.start(folder.resolve("guarded"));
        RedisEntryStore one =
            new RedisEntryStore(
                new RedisSettings(url(guarded.port()), false, credentials),
                InstantSource.system())) {
      guarded.ask("ACL", "SETUSER", "sluice", "on", ">first", "~sluice:*", "+@all");
      useAll(one);
      guarded.ask("ACL", "SETUSER", "sluice", "resetpass", ">second");
      guarded.ask("CLIENT", "KILL", "USER", "sluice");

      assertThatThrownBy(() -> useAll(one))
          .isInstanceOf(StoreException.class)
          .hasMessage("the store refused: WRONGPASS");
      password.set("second");
      useAll(one);
    }
  }

  @Test
  void find_withoutALogin_saysWhatTheStoreSays() {
    try (RedisServer guarded =
            RedisServer.start(folder.resolve("closed"), Map.of("requirepass", "first"));
        RedisEntryStore one = new RedisEntryStore(settings(guarded), InstantSource.system())) {
      assertThatThrownBy(() -> useAll(one))
          .isInstanceOf(StoreException.class)
          .hasMessage("the store refused: NOAUTH");
    }
  }

  @Test
  void find_whereNoLoginCanBeHad_isAStoreExceptionThatSaysWhere() {
    Credentials none =
        () -> {
          throw new IllegalStateException("the file is gone");
        };
    RedisSettings lost = new RedisSettings(url(server.port()), false, none);
    try (RedisEntryStore one = new RedisEntryStore(lost, InstantSource.system())) {
      assertThatThrownBy(() -> useAll(one))
          .isInstanceOf(StoreException.class)
          .hasStackTraceContaining("the file is gone");
    }
  }

  @Test
  void find_noClusterWhereOneIsSaidToBe_isAStoreException() {
    RedisSettings wrong = new RedisSettings(url(server.port()), true, null);
    try (RedisEntryStore one = new RedisEntryStore(wrong, InstantSource.system())) {
      assertThatThrownBy(() -> useAll(one)).isInstanceOf(StoreException.class);
    }
  }

  /**
   * As a token of IAM does, a login is made for each connection, and is good for that one alone.
   */
  @Test
  void open_userWhosePasswordIsAnotherEachTime_asksForEachConnection() throws StoreException {
    try (RedisServer guarded = RedisServer.start(folder.resolve("tokens"))) {
      AtomicInteger asked = new AtomicInteger();
      Credentials tokens =
          () -> {
            String token = "cache/?Action=connect&X-Amz-Signature=" + asked.incrementAndGet();
            guarded.ask("ACL", "SETUSER", "iam", "on", "resetpass", ">" + token, "~*", "+@all");
            return new Credentials.Login("iam", token);
          };
      TurnedClock clock = new TurnedClock();
      try (RedisEntryStore one =
          new RedisEntryStore(new RedisSettings(url(guarded.port()), false, tokens), clock)) {
        useAll(one);
        useAll(one);
        assertThat(asked).as("one connection").hasValue(1);

        disconnect(one);
        useAll(one);
        assertThat(asked).as("after a snapshot").hasValue(2);

        guarded.ask("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes");
        useAll(one);
        assertThat(asked).as("after the server ended it").hasValue(3);

        // In use all the time, and yet not longer than such a login lasts.
        Instant until = clock.instant().plus(RedisLines.LONGEST_LOGGED_IN).plusSeconds(60);
        while (clock.instant().isBefore(until)) {
          clock.turn(Duration.ofSeconds(50));
          one.find("key", Set.of(), "owner", budget());
        }
        assertThat(asked).as("after eleven hours").hasValue(4);
      }
    }
  }

  private static void disconnect(EntryStore store) {
    store.close();
  }

  static RedisSettings settings(RedisServer server) {
    return new RedisSettings(url(server.port()), false, null);
  }

  static URI url(int port) {
    return URI.create("redis://127.0.0.1:" + port);
  }

  static void useAll(EntryStore store) throws StoreException, ServerException {
    store.claim("all", "holder", MINUTE, List.of("one", "two"), budget());
    store.keep("all", new byte[] {1}, MINUTE, "owner", "subject", budget());
    assertThat(store.find("all", List.of("one", "two"), "owner", budget()).entry())
        .isEqualTo(new byte[] {1});
    store.release("all", "holder", budget());
    store.invalidate("one", budget());
  }
}
