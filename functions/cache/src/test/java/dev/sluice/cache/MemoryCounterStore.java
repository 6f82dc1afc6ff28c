package dev.sluice.cache;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Counters of one process, under one lock. */
final class MemoryCounterStore implements CounterStore {
  private final Map<Account, Tally> tallies = new HashMap<>();

  @Override
  public synchronized Counted count(
      List<Line> lines, boolean call, long minute, long day, Budget budget) {
    List<Tally> before = new ArrayList<>();
    boolean granted = true;
    for (Line line : lines) {
      Tally stored = tallies.getOrDefault(line.account(), Tally.nothing(minute, day));
      long m = Math.max(minute, stored.minute());
      long d = Math.max(day, stored.day());
      Tally known = line.known().at(m, d);
      Tally now = new Tally(m, d, stored.at(m, d).used().atLeast(known.used())).plus(line.owed());
      granted &= !call || line.most().leavesACall(now.used());
      before.add(now);
    }
    List<Tally> after = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      Tally now = call && granted ? before.get(i).plus(Amounts.ONE_CALL) : before.get(i);
      tallies.put(lines.get(i).account(), now);
      after.add(now);
    }
    return new Counted(granted, after);
  }

  @Override
  public synchronized List<Account> accounts(Duration limit) {
    return List.copyOf(tallies.keySet());
  }

  @Override
  public synchronized void erase(Account account, Budget budget) {
    tallies.remove(account);
  }

  @Override
  public void close() {}
}
