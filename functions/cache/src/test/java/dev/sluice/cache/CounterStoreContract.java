package dev.sluice.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.cache.CounterStore.Account;
import dev.sluice.cache.CounterStore.Counted;
import dev.sluice.cache.CounterStore.Line;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What a store of counters must do, wherever it counts. Each test has accounts of its own. */
abstract class CounterStoreContract {
  private static final long MINUTE = 29_000_000;
  private static final long DAY = 20_000;
  private static final long MUCH = 1_000_000_000_000_000L;
  private static final Amounts ALL =
      new Amounts(Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE);

  private final String group = UUID.randomUUID().toString();
  private final Account caller = new Account(group, "caller");
  private final Account tenant = new Account(group, "tenant");

  /** The store under test. */
  abstract CounterStore store();

  private static Budget budget() {
    return Budget.of(Duration.ofSeconds(5));
  }

  private static Line line(Account account, Amounts most) {
    return new Line(account, Tally.nothing(0, 0), Amounts.NONE, most);
  }

  private static Line owing(Account account, Amounts owed) {
    return new Line(account, Tally.nothing(0, 0), owed, ALL);
  }

  private static Amounts calls(long calls) {
    return new Amounts(calls, MUCH, MUCH, MUCH);
  }

  private Counted call(Line... lines) throws StoreException {
    return store().count(List.of(lines), true, MINUTE, DAY, budget());
  }

  private Amounts used(Account account) throws StoreException {
    return store()
        .count(List.of(owing(account, Amounts.NONE)), false, MINUTE, DAY, budget())
        .tallies()
        .getFirst()
        .used();
  }

  @Test
  void count_callsUpToTheMost_grantsThoseAndNoMore() throws StoreException {
    for (int i = 1; i <= 3; i++) {
      Counted counted = call(line(caller, calls(3)));
      assertThat(counted.granted()).isTrue();
      assertThat(counted.tallies().getFirst())
          .isEqualTo(new Tally(MINUTE, DAY, new Amounts(i, 0, 0, 0)));
    }
    Counted refused = call(line(caller, calls(3)));

    assertThat(refused.granted()).isFalse();
    assertThat(refused.tallies().getFirst().used().calls()).isEqualTo(3);
  }

  @Test
  void count_oneOfTwoHasNoneLeft_countsForNeither() throws StoreException {
    assertThat(call(line(caller, calls(9)), line(tenant, calls(1))).granted()).isTrue();
    Counted refused = call(line(caller, calls(9)), line(tenant, calls(1)));

    assertThat(refused.granted()).isFalse();
    assertThat(used(caller).calls()).isEqualTo(1);
    assertThat(used(tenant).calls()).isEqualTo(1);
  }

  @Test
  void count_owed_isCountedEvenBeyondTheMostAndThenLeavesNoCall() throws StoreException {
    Amounts read = new Amounts(0, 70, 7_000, 12);
    Amounts most = new Amounts(100, 100, MUCH, MUCH);
    for (int i = 0; i < 2; i++) {
      assertThat(
              store()
                  .count(
                      List.of(new Line(caller, Tally.nothing(0, 0), read, most)),
                      false,
                      MINUTE,
                      DAY,
                      budget())
                  .granted())
          .isTrue();
    }

    assertThat(used(caller)).isEqualTo(new Amounts(0, 140, 14_000, 24));
    assertThat(call(line(caller, most)).granted()).isFalse();
    assertThat(call(line(caller, ALL)).granted()).isTrue();
  }

  @Test
  void accounts_someCountedIn_areListedUntilTheyAreErased() throws StoreException {
    call(line(caller, calls(9)), line(tenant, calls(9)));
    assertThat(store().accounts(Duration.ofSeconds(5))).contains(caller, tenant);

    store().erase(caller, budget());

    assertThat(store().accounts(Duration.ofSeconds(5))).contains(tenant).doesNotContain(caller);
  }

  @Test
  void count_eachKindUsedUp_leavesNoCall() throws StoreException {
    call(owing(caller, new Amounts(5, 5, 5, 5)));
    for (Amounts most :
        List.of(
            new Amounts(6, 9, 9, 9),
            new Amounts(9, 5, 9, 9),
            new Amounts(9, 9, 5, 9),
            new Amounts(9, 9, 9, 5))) {
      assertThat(call(line(caller, most)).granted()).as(most.toString()).isFalse();
    }
    assertThat(call(line(caller, new Amounts(9, 9, 9, 9))).granted()).isTrue();
  }

  @Test
  void count_largeAmounts_staysExact() throws StoreException {
    call(owing(caller, new Amounts(0, MUCH - 1, MUCH - 3, 1)));
    call(owing(caller, new Amounts(0, 1, 2, 0)));

    assertThat(used(caller)).isEqualTo(new Amounts(2, MUCH, MUCH - 1, 1));
  }

  @Test
  void count_nextMinute_beginsAnewForCallsOnly() throws StoreException {
    call(owing(caller, new Amounts(4, 10, 20, 30)));

    Tally next =
        store()
            .count(List.of(line(caller, calls(1))), true, MINUTE + 1, DAY, budget())
            .tallies()
            .getFirst();

    assertThat(next).isEqualTo(new Tally(MINUTE + 1, DAY, new Amounts(1, 10, 20, 30)));
  }

  @Test
  void count_nextDay_beginsAnew() throws StoreException {
    call(owing(caller, new Amounts(4, 10, 20, 30)));

    Tally next =
        store()
            .count(List.of(line(caller, calls(1))), true, MINUTE + 60, DAY + 1, budget())
            .tallies()
            .getFirst();

    assertThat(next).isEqualTo(new Tally(MINUTE + 60, DAY + 1, new Amounts(1, 0, 0, 0)));
  }

  /** Two environments' clocks are never the same. */
  @Test
  void count_byAClockThatIsBehind_goesOnWhereTheOtherIs() throws StoreException {
    store().count(List.of(line(caller, calls(2))), true, MINUTE + 1, DAY + 1, budget());
    Counted behind = call(line(caller, calls(2)));
    Counted third = call(line(caller, calls(2)));

    assertThat(behind.granted()).isTrue();
    assertThat(behind.tallies().getFirst())
        .isEqualTo(new Tally(MINUTE + 1, DAY + 1, new Amounts(2, 0, 0, 0)));
    assertThat(third.granted()).isFalse();
  }

  @Test
  void count_knownHereAndForgottenThere_goesOnFromWhatIsKnown() throws StoreException {
    Tally known = new Tally(MINUTE, DAY, new Amounts(7, 100, 200, 300));
    Counted counted =
        call(new Line(caller, known, new Amounts(1, 1, 1, 1), new Amounts(10, MUCH, MUCH, MUCH)));

    assertThat(counted.granted()).isTrue();
    assertThat(used(caller)).isEqualTo(new Amounts(9, 101, 201, 301));
  }

  @Test
  void count_knownOfAnEarlierMinuteAndDay_isNothing() throws StoreException {
    Tally known = new Tally(MINUTE - 1, DAY - 1, new Amounts(7, 100, 200, 300));
    call(new Line(caller, known, Amounts.NONE, ALL));

    assertThat(used(caller)).isEqualTo(Amounts.ONE_CALL);
  }

  @Test
  void count_byManyAtOnce_grantsExactlyTheMost() throws InterruptedException {
    AtomicInteger granted = new AtomicInteger();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      threads.add(
          Thread.ofVirtual()
              .start(
                  () -> {
                    for (int call = 0; call < 50; call++) {
                      try {
                        if (call(line(caller, calls(123)), line(tenant, calls(100))).granted()) {
                          granted.incrementAndGet();
                        }
                      } catch (StoreException e) {
                        throw new AssertionError(e);
                      }
                    }
                  }));
    }
    for (Thread thread : threads) {
      thread.join();
    }

    assertThat(granted).hasValue(100);
  }

  @Test
  void erase_account_isCountedFromNothingAndOthersStay() throws StoreException {
    call(line(caller, ALL), line(tenant, ALL));

    store().erase(caller, budget());

    assertThat(used(caller)).isEqualTo(Amounts.NONE);
    assertThat(used(tenant)).isEqualTo(Amounts.ONE_CALL);
  }

  @Test
  void account_withABrace_isRefused() {
    assertThatThrownBy(() -> new Account("a}b", "c")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Account("a", "")).isInstanceOf(IllegalArgumentException.class);
  }
}
