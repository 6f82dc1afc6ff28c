package dev.sluice.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.cache.CounterStore.Account;
import dev.sluice.cache.CounterStore.Line;
import dev.sluice.servers.RedisServer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedisCounterStoreIT extends CounterStoreContract {
  @TempDir private static Path folder;
  private static RedisServer server;
  private static CounterStore store;

  @BeforeAll
  static void start() {
    server = RedisServer.start(folder);
    store = open();
  }

  @AfterAll
  static void stop() {
    store.close();
    server.close();
  }

  private static CounterStore open() {
    return new RedisEntryStore(RedisEntryStoreIT.settings(server), InstantSource.system())
        .counters();
  }

  private static void countOne(CounterStore in, Account account) throws StoreException {
    Line line = new Line(account, Tally.nothing(0, 0), Amounts.NONE, new Amounts(9, 9, 9, 9));
    assertThat(in.count(List.of(line), true, 1, 1, Budget.of(Duration.ofMillis(500))).granted())
        .isTrue();
  }

  @Override
  CounterStore store() {
    return store;
  }

  @Test
  void count_account_hasOneKeyWithAnEndThatItsNameMakes() throws StoreException {
    Account account = new Account("group", "name");
    countOne(store, account);

    assertThat(RedisCounterStore.key(account)).isEqualTo("sluice:budget:{group}:name");
    assertThat(Long.parseLong(server.ask("TTL", RedisCounterStore.key(account))))
        .isBetween(1L, 172_800L);
    store.erase(account, Budget.of(Duration.ofMillis(500)));
    assertThat(server.ask("EXISTS", RedisCounterStore.key(account))).isEqualTo("0");
  }

  @Test
  void count_whatIsThereIsNoHash_isAStoreException() {
    Account account = new Account("group", "wrong");
    server.ask("SET", RedisCounterStore.key(account), "x");

    assertThatThrownBy(() -> countOne(store, account))
        .isInstanceOf(StoreException.class)
        .hasMessageStartingWith("the store refused");
  }

  @Test
  void count_killedServer_isAStoreExceptionAndThenGoesOn() throws StoreException {
    try (CounterStore other = open()) {
      Account account = new Account("group", "killed");
      countOne(other, account);
      server.kill();

      assertThatThrownBy(() -> countOne(other, account)).isInstanceOf(StoreException.class);

      server.restart();
      countOne(other, account);
    }
  }
}
