package dev.sluice.control.budget;

import dev.sluice.cache.Amounts;
import dev.sluice.cache.Budget;
import dev.sluice.cache.CounterStore;
import dev.sluice.cache.CounterStore.Account;
import dev.sluice.cache.CounterStore.Counted;
import dev.sluice.cache.CounterStore.Line;
import dev.sluice.cache.StoreException;
import dev.sluice.cache.Tally;
import dev.sluice.call.Outage;
import dev.sluice.telemetry.Metric;
import dev.sluice.telemetry.Telemetry;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is counted for whom: in the store of all environments, and while that is away, here, going
 * on from what it said last. What was counted here alone is told to it as soon as it answers; what
 * it has forgotten meanwhile, it is told too. Safe for use by several threads.
 *
 * <p>So while the store is away, each environment by itself lets a caller use at most what was left
 * to it when the store was last heard. No call fails because of the store.
 */
public final class Ledger {
  /** About 200 bytes each. Who was not heard of for longest is forgotten first. */
  private static final int MOST_ACCOUNTS = 10_000;

  private final @Nullable CounterStore store;
  private final Outage outage;
  private final InstantSource clock;
  private final Telemetry telemetry;
  private final Map<Account, Local> locals =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Account, Local> eldest) {
          return size() > MOST_ACCOUNTS;
        }
      };

  /**
   * What this environment knows.
   *
   * @param known what the store said last
   * @param untold what was used since, and the store has not been told
   */
  private record Local(Tally known, Tally untold) {
    static final Local NOTHING = new Local(Tally.nothing(0, 0), Tally.nothing(0, 0));

    Local at(long minute, long day) {
      return new Local(known.at(minute, day), untold.at(minute, day));
    }

    Amounts used() {
      return known.used().plus(untold.used());
    }

    Local withUntold(Amounts more) {
      return new Local(known, untold.plus(more));
    }
  }

  /**
   * A ledger.
   *
   * @param store of all environments; null counts in this one alone
   * @param outage what is known of the store's failures, by all who visit it
   */
  public Ledger(
      @Nullable CounterStore store, Outage outage, InstantSource clock, Telemetry telemetry) {
    this.store = store;
    this.outage = outage;
    this.clock = clock;
    this.telemetry = telemetry;
  }

  /**
   * One account to be counted in.
   *
   * @param used what was used, and is counted in any case
   * @param most what may be used
   */
  record Entry(Account account, Amounts used, Amounts most) {}

  /**
   * Counts.
   *
   * @param entries of one group
   * @param call whether a call is asked for, which is granted to all entries or to none
   * @param time for the store; when it is used up, or the store fails, this environment counts
   */
  Counted count(List<Entry> entries, boolean call, Budget time) {
    Instant now = clock.instant();
    long minute = Math.floorDiv(now.getEpochSecond(), 60L);
    long day = Math.floorDiv(now.getEpochSecond(), 86_400L);
    CounterStore shared = store;
    if (shared != null && !(outage.isSuspected() && !outage.mayTry())) {
      List<Line> lines = take(entries, minute, day);
      try {
        Counted counted = time.spend(() -> shared.count(lines, call, minute, day, time));
        outage.over();
        learn(lines, counted);
        return counted;
      } catch (StoreException e) {
        outage.failed();
        giveBack(entries, lines, minute, day);
      }
    }
    if (shared != null) {
      telemetry.measure(Metric.BUDGET_LOCAL_COUNTS, 1);
    }
    return countHere(entries, call, minute, day);
  }

  /** Forgets an account, here and in the store. */
  public void erase(Account account, Budget time) throws StoreException {
    synchronized (locals) {
      locals.remove(account);
    }
    if (store != null) {
      store.erase(account, time);
    }
  }

  private List<Line> take(List<Entry> entries, long minute, long day) {
    List<Line> lines = new ArrayList<>(entries.size());
    synchronized (locals) {
      for (Entry entry : entries) {
        Local local = local(entry.account(), minute, day);
        lines.add(
            new Line(
                entry.account(),
                local.known(),
                local.untold().used().plus(entry.used()),
                entry.most()));
        locals.put(entry.account(), new Local(local.known(), Tally.nothing(minute, day)));
      }
    }
    return lines;
  }

  private void learn(List<Line> lines, Counted counted) {
    synchronized (locals) {
      for (int i = 0; i < lines.size(); i++) {
        Tally told = counted.tallies().get(i);
        locals.compute(
            lines.get(i).account(),
            (_, local) ->
                new Local(
                    told,
                    local == null ? Tally.nothing(told.minute(), told.day()) : local.untold()));
      }
    }
  }

  /** What was taken along is still untold; what this call itself used is counted by the caller. */
  private void giveBack(List<Entry> entries, List<Line> lines, long minute, long day) {
    synchronized (locals) {
      for (int i = 0; i < lines.size(); i++) {
        Amounts owed = lines.get(i).owed();
        Amounts used = entries.get(i).used();
        Amounts before =
            new Amounts(
                owed.calls() - used.calls(),
                owed.rows() - used.rows(),
                owed.bytes() - used.bytes(),
                owed.millis() - used.millis());
        Account account = lines.get(i).account();
        locals.put(account, local(account, minute, day).withUntold(before));
      }
    }
  }

  private Counted countHere(List<Entry> entries, boolean call, long minute, long day) {
    synchronized (locals) {
      boolean granted = true;
      for (Entry entry : entries) {
        Local local = local(entry.account(), minute, day).withUntold(entry.used());
        locals.put(entry.account(), local);
        granted &= !call || entry.most().leavesACall(local.used());
      }
      List<Tally> tallies = new ArrayList<>();
      for (Entry entry : entries) {
        Local local = local(entry.account(), minute, day);
        if (call && granted) {
          local = local.withUntold(Amounts.ONE_CALL);
          locals.put(entry.account(), local);
        }
        tallies.add(new Tally(minute, day, local.used()));
      }
      return new Counted(granted, tallies);
    }
  }

  private Local local(Account account, long minute, long day) {
    return locals.getOrDefault(account, Local.NOTHING).at(minute, day);
  }
}
