package dev.sluice.control.budget;

import dev.sluice.cache.Amounts;
import dev.sluice.cache.Budget;
import dev.sluice.cache.CounterStore.Account;
import dev.sluice.cache.CounterStore.Counted;
import dev.sluice.cache.Tally;
import dev.sluice.call.Principal;
import dev.sluice.catalog.Allowance;
import dev.sluice.catalog.BudgetDeclaration;
import dev.sluice.telemetry.Metric;
import dev.sluice.telemetry.Telemetry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The budgets of a catalogue, held against a ledger. Safe for use by several threads.
 *
 * <p>A call is counted before anything is done for it, and together for caller and tenant: so calls
 * are never more than the limit while the shared store answers. What it reads is counted
 * afterwards; it goes over the limit by what the calls that are under way read at most.
 */
public final class Spending {
  /** What one call may spend on the store, before and after its work together. */
  public static final Duration STORE_TIME = Duration.ofMillis(50);

  /** What a step of a task may spend on it: nobody waits for a step. */
  private static final Duration STEP_TIME = Duration.ofSeconds(2);

  /** The first TLS connection of a process takes longer than a call would wait. */
  private static final Duration PRIMING_TIME = Duration.ofSeconds(2);

  private static final long SECONDS_PER_MINUTE = 60;
  private static final long SECONDS_PER_DAY = 86_400;

  private static final String CALLS_PER_MINUTE = "calls_per_minute";

  private final BudgetDeclaration budgets;
  private final Ledger ledger;
  private final Telemetry telemetry;

  /** Budgets over a ledger, which may outlive them. */
  public Spending(BudgetDeclaration budgets, Ledger ledger, Telemetry telemetry) {
    this.budgets = budgets;
    this.ledger = ledger;
    this.telemetry = telemetry;
  }

  /** Whether anybody is bounded by anything. */
  public boolean isBounded() {
    return budgets.isBounded();
  }

  /** The time of one call for the store. */
  public static Budget time(Principal principal) {
    return Budget.of(principal.equals(Principal.PRIMING) ? PRIMING_TIME : STORE_TIME);
  }

  /** The time of one step of a task for the store. */
  public static Budget timeOfStep() {
    return Budget.of(STEP_TIME);
  }

  /**
   * Counts a call, unless a budget is used up. What warms a snapshot goes the same way, and leaves
   * nothing behind.
   *
   * @return what is used up, and for how long: the last to begin anew; empty where the call may go
   *     on
   */
  public Optional<Standing> admit(Principal principal, Budget time) {
    boolean priming = principal.equals(Principal.PRIMING);
    List<Bound> bounds = bounds(principal);
    if (bounds.isEmpty()) {
      return Optional.empty();
    }
    Counted counted = ledger.count(entries(bounds, Amounts.NONE), !priming, time);
    if (counted.granted()) {
      return Optional.empty();
    }
    telemetry.measure(Metric.BUDGET_REFUSALS, 1);
    return standings(bounds, counted).stream()
        .filter(standing -> standing.left() == 0)
        .max(Comparator.comparing(Standing::resetsAt));
  }

  /** Counts what a call has read; what is counted by no budget costs nothing. */
  public void charge(Principal principal, Amounts used, Budget time) {
    if (used.equals(Amounts.NONE) || principal.equals(Principal.PRIMING)) {
      return;
    }
    List<Bound> bounds =
        bounds(principal).stream().filter(bound -> bound.allowance().isBoundedByDay()).toList();
    if (!bounds.isEmpty()) {
      Counted _ = ledger.count(entries(bounds, used), false, time);
    }
  }

  /** How a caller's budgets stand: its own first. Counts nothing. */
  public List<Standing> standings(Principal principal, Budget time) {
    List<Bound> bounds = bounds(principal);
    return bounds.isEmpty()
        ? List.of()
        : standings(bounds, ledger.count(entries(bounds, Amounts.NONE), false, time));
  }

  /**
   * What a caller has used up for this day: the last to begin anew. Counts nothing, so what was
   * admitted by the minute stays so.
   */
  public Optional<Standing> usedUpToday(Principal principal, Budget time) {
    return standings(principal, time).stream()
        .filter(standing -> standing.left() == 0 && !standing.budget().equals(CALLS_PER_MINUTE))
        .max(Comparator.comparing(Standing::resetsAt));
  }

  private record Bound(String of, Account account, Allowance allowance) {
    Amounts most() {
      return new Amounts(
          allowance.callsPerMinute(),
          allowance.rowsPerDay(),
          allowance.bytesPerDay(),
          allowance.databaseMillisPerDay());
    }
  }

  private List<Bound> bounds(Principal principal) {
    List<Bound> bounds = new ArrayList<>(2);
    String tenant = principal.tenant();
    if (budgets.principal().isBounded()) {
      bounds.add(
          new Bound(
              "principal", Accounts.principal(tenant, principal.subject()), budgets.principal()));
    }
    if (budgets.tenant().isBounded() && !tenant.isEmpty()) {
      bounds.add(new Bound("tenant", Accounts.tenant(tenant), budgets.tenant()));
    }
    return bounds;
  }

  private static List<Ledger.Entry> entries(List<Bound> bounds, Amounts used) {
    return bounds.stream()
        .map(bound -> new Ledger.Entry(bound.account(), used, bound.most()))
        .toList();
  }

  private static List<Standing> standings(List<Bound> bounds, Counted counted) {
    List<Standing> all = new ArrayList<>();
    for (int i = 0; i < bounds.size(); i++) {
      Bound bound = bounds.get(i);
      Tally tally = counted.tallies().get(i);
      Amounts used = tally.used();
      Allowance most = bound.allowance();
      Instant minute = Instant.ofEpochSecond((tally.minute() + 1) * SECONDS_PER_MINUTE);
      Instant day = Instant.ofEpochSecond((tally.day() + 1) * SECONDS_PER_DAY);
      add(all, bound, CALLS_PER_MINUTE, most.callsPerMinute(), used.calls(), minute);
      add(all, bound, "rows_per_day", most.rowsPerDay(), used.rows(), day);
      add(all, bound, "bytes_per_day", most.bytesPerDay(), used.bytes(), day);
      add(all, bound, "database_ms_per_day", most.databaseMillisPerDay(), used.millis(), day);
    }
    return all;
  }

  private static void add(
      List<Standing> all, Bound bound, String budget, long limit, long used, Instant resetsAt) {
    if (limit != Allowance.UNBOUNDED) {
      all.add(new Standing(bound.of(), budget, limit, used, resetsAt));
    }
  }
}
