package dev.sluice.control.budget;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.cache.Amounts;
import dev.sluice.cache.Budget;
import dev.sluice.cache.CounterStore;
import dev.sluice.cache.StoreException;
import dev.sluice.cache.Tally;
import dev.sluice.call.Outage;
import dev.sluice.telemetry.Metric;
import dev.sluice.telemetry.RecordingTelemetry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LedgerTest {
  private static final CounterStore.Account ANN = Accounts.principal("acme", "ann");
  private static final Amounts MOST = new Amounts(10, 100, 1_000, 1_000);

  private Instant now = Instant.parse("2026-11-26T12:00:10Z");
  private final InstantSource clock = () -> now;
  private final RecordingTelemetry telemetry = new RecordingTelemetry();
  private final Store store = new Store();
  private final Ledger ledger = new Ledger(store, new Outage(clock), clock, telemetry);

  private CounterStore.Counted call() {
    return count(Amounts.NONE, true);
  }

  private CounterStore.Counted count(Amounts used, boolean call) {
    return ledger.count(
        List.of(new Ledger.Entry(ANN, used, MOST)), call, Budget.of(Duration.ofSeconds(1)));
  }

  @Test
  void count_storeBack_isToldOnceWhatWasUsedMeanwhile() {
    store.away = true;
    assertThat(call().granted()).isTrue();
    count(new Amounts(0, 7, 70, 3), false);
    now = now.plusSeconds(2);
    store.away = false;
    count(Amounts.NONE, false);
    count(Amounts.NONE, false);

    assertThat(store.told)
        .extracting(CounterStore.Line::owed)
        .containsExactly(new Amounts(1, 7, 70, 3), Amounts.NONE);
  }

  @Test
  void count_storeThatForgot_isToldWhatItSaidBefore() {
    store.says = new Amounts(4, 40, 400, 40);
    assertThat(call().tallies().getFirst().used()).isEqualTo(store.says);
    call();

    assertThat(store.told.getLast().known().used()).isEqualTo(store.says);
  }

  @Test
  void count_storeAwayAfterItSpoke_goesOnFromWhatItSaid() {
    store.says = new Amounts(8, 0, 0, 0);
    call();
    store.away = true;

    assertThat(call().granted()).isTrue();
    assertThat(call().granted()).isTrue();
    assertThat(call().granted()).isFalse();
    assertThat(telemetry.sum(Metric.BUDGET_LOCAL_COUNTS)).isEqualTo(3);
  }

  @Test
  void count_storeAwayForLong_isAskedByOneInAWhile() {
    store.away = true;
    for (int i = 0; i < 9; i++) {
      call();
    }

    assertThat(store.asked).isEqualTo(1);
    now = now.plusSeconds(20);
    call();
    assertThat(store.asked).isEqualTo(2);
  }

  @Test
  void erase_accountWithUseThatWasNotTold_isForgottenHereToo() throws StoreException {
    store.away = true;
    call();
    store.away = false;
    ledger.erase(ANN, Budget.of(Duration.ofSeconds(1)));
    now = now.plusSeconds(2);
    call();

    assertThat(store.erased).containsExactly(ANN);
    assertThat(store.told.getLast().owed()).isEqualTo(Amounts.NONE);
  }

  /** Says what it is told to say, and keeps what it hears. */
  private static final class Store implements CounterStore {
    private final List<Line> told = new ArrayList<>();
    private final List<Account> erased = new ArrayList<>();
    private boolean away;
    private int asked;
    private Amounts says = Amounts.NONE;

    @Override
    public Counted count(List<Line> lines, boolean call, long minute, long day, Budget budget)
        throws StoreException {
      asked++;
      if (away) {
        throw new StoreException("away", null);
      }
      told.addAll(lines);
      return new Counted(true, lines.stream().map(_ -> new Tally(minute, day, says)).toList());
    }

    @Override
    public List<Account> accounts(Duration limit) {
      return List.of();
    }

    @Override
    public void erase(Account account, Budget budget) {
      erased.add(account);
    }

    @Override
    public void close() {}
  }
}
