package dev.sluice.cache;

import java.time.Duration;
import java.util.List;

/**
 * What callers have used up, counted for all environments. A store may forget anything at any time:
 * whoever counts says what it knew, and the store goes on from there.
 *
 * <p>Every method ends within its budget. Implementations are safe for use by several threads, and
 * do nothing between calls: an environment may be frozen then.
 */
public interface CounterStore extends AutoCloseable {

  /**
   * Whose counters they are. All of one {@code group} are counted in one step, together; a store
   * that is a cluster keeps them on one server.
   *
   * @param group a text without braces
   * @param name within the group, without braces
   */
  record Account(String group, String name) {
    /** Throws {@link IllegalArgumentException} on braces, which would say where a key is kept. */
    public Account {
      if (!fits(group) || !fits(name)) {
        throw new IllegalArgumentException("an account's group or name is empty, or has a brace");
      }
    }

    private static boolean fits(String text) {
      return !text.isEmpty() && text.indexOf('{') < 0 && text.indexOf('}') < 0;
    }
  }

  /**
   * What is to be counted for one account.
   *
   * @param known what it had used at least, as far as is known here
   * @param owed what it has used since, and is counted in any case
   * @param most what it may use
   */
  record Line(Account account, Tally known, Amounts owed, Amounts most) {}

  /**
   * What came of it.
   *
   * @param granted whether the call was: either all lines are one call up, or none is
   * @param tallies of each line, afterwards
   */
  record Counted(boolean granted, List<Tally> tallies) {
    /** Copies the list. */
    public Counted {
      tallies = List.copyOf(tallies);
    }
  }

  /**
   * Counts what is owed, and then one call for every line, unless one of them has none left. A
   * reply that is lost may make it count twice.
   *
   * @param lines of one group, at least one
   * @param call whether there is a call; otherwise what is owed is counted, and granted
   * @param minute of the epoch; what an account used in an earlier one is over
   * @param day of the epoch, likewise
   */
  Counted count(List<Line> lines, boolean call, long minute, long day, Budget budget)
      throws StoreException;

  /**
   * All accounts that something is counted for. It looks at every one there is, a part at a time;
   * one that comes or goes meanwhile may be left out.
   *
   * @param limit of each part
   */
  List<Account> accounts(Duration limit) throws StoreException;

  /** Forgets all that is counted for an account. */
  void erase(Account account, Budget budget) throws StoreException;

  /** Closes connections; one that is used afterwards opens them again. */
  @Override
  void close();
}
