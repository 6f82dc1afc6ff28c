package dev.sluice.control.budget;

import dev.sluice.cache.Amounts;
import dev.sluice.cache.Budget;
import dev.sluice.cache.CounterStore;
import dev.sluice.cache.CounterStore.Account;
import dev.sluice.cache.CounterStore.Line;
import dev.sluice.cache.StoreException;
import dev.sluice.cache.Tally;
import dev.sluice.call.Deadline;
import dev.sluice.call.subject.Subject;
import dev.sluice.call.subject.SubjectData;
import dev.sluice.call.subject.SubjectDataException;
import dev.sluice.call.subject.Subjects;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What subjects have used of their budgets. An environment that counted for a subject knows its
 * figures until the day is over, and tells them to the store if the subject calls again; they are
 * not written otherwise. Tenants' counters are sums over many, and stay. Safe for use by several
 * threads.
 */
public final class SubjectBudgets implements SubjectData {
  /** What one visit may take: nobody waits for an answer. */
  private static final Duration VISIT = Duration.ofSeconds(5);

  private static final long SECONDS_PER_MINUTE = 60;
  private static final JsonMapper JSON = JsonMapper.shared();

  private final CounterStore store;
  private final InstantSource clock;

  /**
   * Over the counters of all environments.
   *
   * @param store stays the caller's
   */
  public SubjectBudgets(CounterStore store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  @Override
  public String store() {
    return "budgets";
  }

  @Override
  public long count(Subjects whose, Deadline deadline) throws SubjectDataException {
    return accounts(whose).size();
  }

  @Override
  public void erase(Subjects whose, Deadline deadline) throws SubjectDataException {
    for (Account account : accounts(whose)) {
      if (deadline.expired()) {
        throw new SubjectDataException("not all budgets were erased in time", null);
      }
      try {
        store.erase(account, Budget.of(VISIT));
      } catch (StoreException e) {
        throw failed(e);
      }
    }
  }

  /** One file, {@code budgets.json}, where anything is counted: what was used, and when. */
  @Override
  public void export(Subject whose, Export export, Deadline deadline)
      throws SubjectDataException, IOException {
    for (Account account : accounts(Subjects.only(whose))) {
      Instant now = clock.instant();
      long minute = Math.floorDiv(now.getEpochSecond(), SECONDS_PER_MINUTE);
      long day = Math.floorDiv(now.getEpochSecond(), Duration.ofDays(1).toSeconds());
      try {
        // Where nothing is owed and no call is asked for, nothing is written.
        Line line = new Line(account, Tally.nothing(0, 0), Amounts.NONE, Amounts.NONE);
        Tally tally =
            store.count(List.of(line), false, minute, day, Budget.of(VISIT)).tallies().getFirst();
        export.put(
            "budgets.json", JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(json(tally)));
      } catch (StoreException e) {
        throw failed(e);
      }
    }
  }

  private static ObjectNode json(Tally tally) {
    ObjectNode json = JSON.createObjectNode();
    json.put("minute", Instant.ofEpochSecond(tally.minute() * SECONDS_PER_MINUTE).toString());
    json.put("calls_in_that_minute", tally.used().calls());
    json.put("day", Instant.EPOCH.plus(Duration.ofDays(tally.day())).toString());
    json.put("rows_on_that_day", tally.used().rows());
    json.put("bytes_on_that_day", tally.used().bytes());
    json.put("database_milliseconds_on_that_day", tally.used().millis());
    return json;
  }

  private List<Account> accounts(Subjects whose) throws SubjectDataException {
    try {
      List<Account> accounts = new ArrayList<>();
      for (Account account : store.accounts(VISIT)) {
        Optional<String> hash = Accounts.subjectIn(account);
        if (hash.isPresent() && whose.include(hash.get(), Instant.EPOCH)) {
          accounts.add(account);
        }
      }
      return accounts;
    } catch (StoreException e) {
      throw failed(e);
    }
  }

  private static SubjectDataException failed(StoreException e) {
    return new SubjectDataException("budgets: " + e.getMessage(), e);
  }
}
