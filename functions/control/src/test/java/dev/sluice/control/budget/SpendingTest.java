package dev.sluice.control.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.sluice.cache.Amounts;
import dev.sluice.cache.Budget;
import dev.sluice.cache.CounterStore;
import dev.sluice.cache.StoreException;
import dev.sluice.call.Outage;
import dev.sluice.call.Principal;
import dev.sluice.catalog.Allowance;
import dev.sluice.catalog.BudgetDeclaration;
import dev.sluice.telemetry.Metric;
import dev.sluice.telemetry.RecordingTelemetry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SpendingTest {
  private static final Instant START = Instant.parse("2026-11-26T23:58:30Z");
  private static final Principal ANN = new Principal("ann", "acme", Set.of(), false);
  private static final Principal BOB = new Principal("bob", "acme", Set.of(), false);
  private static final BudgetDeclaration BUDGETS =
      new BudgetDeclaration(
          new Allowance(3, 100, Allowance.UNBOUNDED, Allowance.UNBOUNDED),
          new Allowance(4, Allowance.UNBOUNDED, Allowance.UNBOUNDED, Allowance.UNBOUNDED));

  private Instant now = START;
  private final InstantSource clock = () -> now;
  private final RecordingTelemetry telemetry = new RecordingTelemetry();

  private Spending over(@Nullable CounterStore store) {
    return new Spending(BUDGETS, new Ledger(store, new Outage(clock), clock, telemetry), telemetry);
  }

  private static Budget time() {
    return Budget.of(Duration.ofSeconds(1));
  }

  private static boolean admitted(Spending spending, Principal principal) {
    return spending.admit(principal, time()).isEmpty();
  }

  @Test
  void admit_storeAway_isBoundedHere() {
    Spending spending = over(new Away());
    for (int i = 0; i < 3; i++) {
      assertThat(admitted(spending, ANN)).isTrue();
    }

    assertThat(spending.admit(ANN, time()))
        .hasValueSatisfying(
            over -> {
              assertThat(over.of()).isEqualTo("principal");
              assertThat(over.budget()).isEqualTo("calls_per_minute");
              assertThat(over.used()).isEqualTo(3);
              assertThat(over.resetsAt()).isEqualTo(Instant.parse("2026-11-26T23:59:00Z"));
            });
    assertThat(telemetry.sum(Metric.BUDGET_LOCAL_COUNTS)).isEqualTo(4);
    assertThat(telemetry.sum(Metric.BUDGET_REFUSALS)).isEqualTo(1);
  }

  @Test
  void admit_tenantUsedUp_refusesItsOtherCallersToo() {
    Spending spending = over(null);
    for (int i = 0; i < 3; i++) {
      assertThat(admitted(spending, ANN)).isTrue();
    }
    assertThat(admitted(spending, BOB)).isTrue();
    assertThat(spending.admit(BOB, time()).orElseThrow().of()).isEqualTo("tenant");
  }

  @Test
  void admit_nextMinute_mayCallAgain() {
    Spending spending = over(null);
    for (int i = 0; i < 3; i++) {
      assertThat(admitted(spending, ANN)).isTrue();
    }
    now = now.plusSeconds(30);
    assertThat(admitted(spending, ANN)).isTrue();
  }

  @Test
  void charge_rowsUpToTheLimit_refusesUntilTheNextDay() {
    Spending spending = over(null);
    assertThat(admitted(spending, ANN)).isTrue();
    spending.charge(ANN, new Amounts(0, 250, 9, 9), time());

    Standing over = spending.admit(ANN, time()).orElseThrow();
    assertThat(over.budget()).isEqualTo("rows_per_day");
    assertThat(over.used()).isEqualTo(250);
    assertThat(over.left()).isZero();
    assertThat(over.resetsAt()).isEqualTo(Instant.parse("2026-11-27T00:00:00Z"));
    now = over.resetsAt();
    assertThat(admitted(spending, ANN)).isTrue();
  }

  @Test
  void standings_afterACall_tellAllThatIsBoundedAndCountNothing() {
    Spending spending = over(null);
    assertThat(admitted(spending, ANN)).isTrue();
    for (int i = 0; i < 9; i++) {
      assertThat(spending.standings(ANN, time()))
          .extracting(Standing::of, Standing::budget, Standing::left)
          .containsExactly(
              tuple("principal", "calls_per_minute", 2L),
              tuple("principal", "rows_per_day", 100L),
              tuple("tenant", "calls_per_minute", 3L));
    }
  }

  @Test
  void admit_priming_countsNothing() {
    Spending spending = over(null);
    for (int i = 0; i < 50; i++) {
      assertThat(admitted(spending, Principal.PRIMING)).isTrue();
    }
  }

  @Test
  void accounts_sameNamesSplitOtherwise_areOthers() {
    assertThat(Accounts.principal("a", "bc")).isNotEqualTo(Accounts.principal("ab", "c"));
    assertThat(Accounts.principal("acme", "ann").group())
        .isEqualTo(Accounts.tenant("acme").group())
        .doesNotContain("acme");
  }

  /** A store that never answers. */
  private record Away() implements CounterStore {
    @Override
    public Counted count(List<Line> lines, boolean call, long minute, long day, Budget budget)
        throws StoreException {
      throw new StoreException("away", null);
    }

    @Override
    public List<Account> accounts(Duration limit) throws StoreException {
      throw new StoreException("away", null);
    }

    @Override
    public void erase(Account account, Budget budget) throws StoreException {
      throw new StoreException("away", null);
    }

    @Override
    public void close() {}
  }
}
