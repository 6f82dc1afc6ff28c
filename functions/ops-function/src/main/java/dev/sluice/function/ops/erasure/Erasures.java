package dev.sluice.function.ops.erasure;

import dev.sluice.call.Deadline;
import dev.sluice.call.subject.Subject;
import dev.sluice.call.subject.SubjectData;
import dev.sluice.call.subject.SubjectDataException;
import dev.sluice.call.subject.Subjects;
import dev.sluice.task.TaskStoreException;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Erasures, from whoever asks for one to its receipt. Each step may be called again, also at the
 * same time: whatever is called twice, has one effect. Safe for use by several threads.
 *
 * <p>Each method throws {@link ErasureUnavailable} where a store is away: it may be called again.
 */
public final class Erasures {
  /** So often one subject can be erased: it came back each time. */
  private static final int MOST_OF_ONE = 1_000;

  /** Of a request's number, and of who asked. */
  private static final int MOST_TEXT_LENGTH = 200;

  private static final int MOST_LOOKS = 20;

  private final ErasureStore store;
  private final List<SubjectData> data;
  private final Tombstones tombstones;
  private final InstantSource clock;

  /** What comes after a step. */
  public enum Next {
    /** Counting what there is. */
    FIND,
    /** The next store. */
    ERASE,
    /** A look whether anything is left. */
    VERIFY,
    /** The receipt. */
    RECEIPT,
    /** Nothing. */
    END
  }

  /**
   * Over all that is held on subjects.
   *
   * @param data in the order in which it is erased: what is found by something comes before that
   */
  public Erasures(
      ErasureStore store, List<SubjectData> data, Tombstones tombstones, InstantSource clock) {
    this.store = store;
    this.data = List.copyOf(data);
    this.tombstones = tombstones;
    this.clock = clock;
  }

  /** How much each store holds on a subject. */
  public SortedMap<String, Long> held(Subject subject, Deadline deadline) {
    return counts(Subjects.only(subject), deadline);
  }

  /** Hands out a copy of all that is held on a subject. */
  public void export(Subject subject, SubjectData.Export export, Deadline deadline) {
    for (SubjectData one : data) {
      try {
        one.export(subject, export, deadline);
      } catch (SubjectDataException | IOException e) {
        throw unavailable(e);
      }
    }
  }

  /**
   * Opens an erasure. One that is open is gone on with; after one that is complete another is
   * opened only where something is held again: so whoever asks ten times has one receipt.
   *
   * @param request by which whoever asks knows it; empty for nothing
   * @param askedBy who asks
   * @throws IllegalArgumentException on texts that would keep the subject's name
   */
  public Erasure open(Subject subject, String request, String askedBy, Deadline deadline) {
    check("the request", request, subject);
    check("who asks", askedBy, subject);
    String tombstone = tombstones.of(subject);
    int number = 1;
    while (number <= MOST_OF_ONE) {
      String id = tombstone + "-" + number;
      Erasure found = find(id).orElse(null);
      if (found == null) {
        Erasure opened =
            Erasure.opened(
                id, tombstone, tombstones.ofName(subject), subject, request, askedBy, now());
        if (put(opened)) {
          return opened;
        }
        // Another opened the very same: it is looked at.
      } else if (found.isOpen() || !isHeldAgain(subject, tombstone, number, deadline)) {
        return found;
      } else {
        number++;
      }
    }
    throw new IllegalStateException("one subject was erased " + MOST_OF_ONE + " times");
  }

  /** The last receipt of a subject, where there is one. */
  public Optional<Erasure> last(Subject subject) {
    String tombstone = tombstones.of(subject);
    Erasure last = null;
    for (int number = 1; number <= MOST_OF_ONE; number++) {
      Erasure found = find(tombstone + "-" + number).orElse(null);
      if (found == null) {
        break;
      }
      last = found;
    }
    return Optional.ofNullable(last);
  }

  /** Opens the erasure, once more, of all who were erased before. */
  public Erasure openReplay(String request, String askedBy) {
    Instant now = now();
    for (int look = 0; look < MOST_LOOKS; look++) {
      String id = "replay-" + now.plusMillis(look).toEpochMilli();
      Erasure opened = Erasure.opened(id, null, null, null, request, askedBy, now);
      if (put(opened)) {
        return opened;
      }
    }
    throw new IllegalStateException("many replays are opened at the same time; try again");
  }

  /** Every erasure there is: receipts, and those that are open. */
  public List<Erasure> all() {
    try {
      return store.all();
    } catch (TaskStoreException e) {
      throw unavailable(e);
    }
  }

  /** An erasure as it stands. */
  public Optional<Erasure> find(String id) {
    try {
      return store.find(id);
    } catch (TaskStoreException e) {
      throw unavailable(e);
    }
  }

  /**
   * Ends what is at work for the subject.
   *
   * @throws StillAtWork where that takes a while
   */
  public Next stop(String id, Deadline deadline) {
    Erasure erasure =
        change(
            id,
            found ->
                found.failure() == null ? Optional.empty() : Optional.of(found.withFailure(null)));
    if (!erasure.isOpen()) {
      return Next.END;
    }
    Subjects whose = whose(erasure);
    for (SubjectData one : data) {
      try {
        if (!one.settle(whose, deadline)) {
          throw new StillAtWork("some of the subject's " + one.store() + " are still at work");
        }
      } catch (SubjectDataException e) {
        throw unavailable(e);
      }
    }
    return Next.FIND;
  }

  /** Counts, once, what there is. */
  public Next count(String id, Deadline deadline) {
    Erasure erasure = required(id);
    if (!erasure.isOpen()) {
      return Next.END;
    }
    if (erasure.found() == null) {
      SortedMap<String, Long> counts = counts(whose(erasure), deadline);
      var _ =
          change(
              id,
              found ->
                  found.found() == null ? Optional.of(found.withFound(counts)) : Optional.empty());
    }
    return Next.ERASE;
  }

  /** Erases the first store that is not erased yet. */
  public Next erase(String id, Deadline deadline) {
    Erasure erasure = required(id);
    if (!erasure.isOpen()) {
      return Next.END;
    }
    SubjectData next = next(erasure).orElse(null);
    if (next == null) {
      return Next.VERIFY;
    }
    try {
      next.erase(whose(erasure), deadline);
    } catch (SubjectDataException e) {
      throw unavailable(e);
    }
    Erasure after =
        change(
            id,
            found ->
                found.erased().containsKey(next.store())
                    ? Optional.empty()
                    : Optional.of(found.withErased(next.store(), now())));
    return next(after).isPresent() ? Next.ERASE : Next.VERIFY;
  }

  /**
   * Looks whether anything is left, and erases that.
   *
   * @throws StillHeld where there was
   */
  public Next verify(String id, Deadline deadline) {
    Erasure erasure = required(id);
    if (!erasure.isOpen()) {
      return Next.END;
    }
    Subjects whose = whose(erasure);
    SortedMap<String, Long> left = counts(whose, deadline);
    left.values().removeIf(count -> count == 0);
    if (left.isEmpty()) {
      return Next.RECEIPT;
    }
    for (SubjectData one : data) {
      try {
        one.erase(whose, deadline);
      } catch (SubjectDataException e) {
        throw unavailable(e);
      }
    }
    throw new StillHeld("found after all was erased, and erased as well: " + left);
  }

  /** Makes the erasure its receipt. */
  public Next receipt(String id) {
    var _ =
        change(
            id, found -> found.isOpen() ? Optional.of(found.completed(now())) : Optional.empty());
    return Next.END;
  }

  /** Notes why an execution came to nothing; the erasure stays open. */
  public Next fail(String id, String error) {
    var _ =
        change(
            id, found -> found.isOpen() ? Optional.of(found.withFailure(error)) : Optional.empty());
    return Next.END;
  }

  private boolean isHeldAgain(Subject subject, String tombstone, int number, Deadline deadline) {
    // One that has a successor is not the last, whatever is held.
    return find(tombstone + "-" + (number + 1)).isPresent()
        || held(subject, deadline).values().stream().anyMatch(count -> count > 0);
  }

  private Optional<SubjectData> next(Erasure erasure) {
    return data.stream().filter(one -> !erasure.erased().containsKey(one.store())).findFirst();
  }

  private Subjects whose(Erasure erasure) {
    return erasure.subject() != null ? Subjects.only(erasure.subject()) : tombstones.erased(all());
  }

  private SortedMap<String, Long> counts(Subjects whose, Deadline deadline) {
    SortedMap<String, Long> counts = new TreeMap<>();
    for (SubjectData one : data) {
      try {
        counts.put(one.store(), one.count(whose, deadline));
      } catch (SubjectDataException e) {
        throw unavailable(e);
      }
    }
    return counts;
  }

  private Erasure required(String id) {
    return find(id)
        .orElseThrow(() -> new IllegalArgumentException("there is no erasure '" + id + "'"));
  }

  private Erasure change(String id, Function<Erasure, Optional<Erasure>> next) {
    for (int look = 0; look < MOST_LOOKS; look++) {
      Erasure before = required(id);
      Erasure after = next.apply(before).orElse(null);
      if (after == null || put(after)) {
        return after == null ? before : after;
      }
    }
    throw new IllegalStateException("others changed the erasure each of " + MOST_LOOKS + " times");
  }

  private boolean put(Erasure erasure) {
    try {
      return store.put(erasure);
    } catch (TaskStoreException e) {
      throw unavailable(e);
    }
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  private static ErasureUnavailable unavailable(Exception e) {
    return new ErasureUnavailable(String.valueOf(e.getMessage()), e);
  }

  /** The receipt is kept for years, and must not name whom it is about. */
  private static void check(String what, String text, Subject subject) {
    if (text.length() > MOST_TEXT_LENGTH) {
      throw new IllegalArgumentException(
          what
              + " has "
              + text.length()
              + " characters, and at most "
              + MOST_TEXT_LENGTH
              + " are kept");
    }
    if (text.toLowerCase(Locale.ROOT).contains(subject.name().toLowerCase(Locale.ROOT))) {
      throw new IllegalArgumentException(
          what
              + " names the subject, and the receipt must not: write the number of a ticket, or"
              + " 'the subject'");
    }
  }

  /** As a person reads it, or a program: without a name. */
  public static Map<String, Object> receipt(Erasure erasure) {
    Map<String, Object> receipt = new LinkedHashMap<>();
    receipt.put("receipt", erasure.id());
    receipt.put("request", erasure.request());
    receipt.put("asked_by", erasure.askedBy());
    receipt.put("asked_at", erasure.openedAt().toString());
    SortedMap<String, Long> found = erasure.found();
    if (found != null) {
      receipt.put("erased", found);
    }
    Map<String, String> times = new TreeMap<>();
    erasure.erased().forEach((name, time) -> times.put(name, time.toString()));
    receipt.put("erased_at", times);
    if (erasure.completedAt() != null) {
      receipt.put("completed_at", erasure.completedAt().toString());
    }
    if (erasure.failure() != null) {
      receipt.put("failed_with", erasure.failure());
    }
    return receipt;
  }
}
