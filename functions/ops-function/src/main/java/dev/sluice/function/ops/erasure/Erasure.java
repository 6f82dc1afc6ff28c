package dev.sluice.function.ops.erasure;

import dev.sluice.call.subject.Subject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An erasure from its request to its receipt. While it is open it knows whom it is about; when it
 * is complete it is the receipt, holds no name any more, and its tombstone finds the subject's data
 * again where a backup brings them back.
 *
 * @param id of a subject's: the tombstone and a number from 1; of a replay: {@code replay-} and
 *     when it was asked for. No other has it
 * @param tombstone what the subject's hash becomes under a key; null for a replay, which is about
 *     all tombstones of completed erasures
 * @param nameTombstone likewise of its name alone
 * @param subject whom it is about; null for a replay, and when it is complete
 * @param request by which whoever asked knows it, such as the number of a ticket
 * @param askedBy who asked
 * @param found how much each store held, counted once before anything was erased; null before
 * @param erased when each store was erased
 * @param completedAt when nothing was found any more; null before
 * @param failure by which error the last execution ended; null for none
 * @param version one more with every change, from 1
 */
public record Erasure(
    String id,
    @Nullable String tombstone,
    @Nullable String nameTombstone,
    @Nullable Subject subject,
    String request,
    String askedBy,
    Instant openedAt,
    @Nullable SortedMap<String, Long> found,
    SortedMap<String, Instant> erased,
    @Nullable Instant completedAt,
    @Nullable String failure,
    long version) {

  /** Copies the maps. Throws {@link IllegalArgumentException} where it is neither kind. */
  public Erasure {
    if (completedAt == null && (tombstone == null) != (subject == null)) {
      throw new IllegalArgumentException("an open erasure has a subject and a tombstone, or none");
    }
    found = found == null ? null : Collections.unmodifiableSortedMap(new TreeMap<>(found));
    erased = Collections.unmodifiableSortedMap(new TreeMap<>(erased));
  }

  /** One that was asked for. */
  static Erasure opened(
      String id,
      @Nullable String tombstone,
      @Nullable String nameTombstone,
      @Nullable Subject subject,
      String request,
      String askedBy,
      Instant now) {
    return new Erasure(
        id,
        tombstone,
        nameTombstone,
        subject,
        request,
        askedBy,
        now,
        null,
        new TreeMap<>(),
        null,
        null,
        1);
  }

  /** Whether there is something left to do. */
  public boolean isOpen() {
    return completedAt == null;
  }

  /** Whether it is about all who were erased before. */
  public boolean isReplay() {
    return tombstone == null;
  }

  /** By which the subject's data are found again; none of a replay. */
  List<String> tombstones() {
    List<String> all = new ArrayList<>();
    if (tombstone != null) {
      all.add(tombstone);
    }
    if (nameTombstone != null) {
      all.add(nameTombstone);
    }
    return all;
  }

  Erasure withFound(Map<String, Long> counts) {
    return new Erasure(
        id,
        tombstone,
        nameTombstone,
        subject,
        request,
        askedBy,
        openedAt,
        new TreeMap<>(counts),
        erased,
        completedAt,
        failure,
        version + 1);
  }

  Erasure withErased(String store, Instant now) {
    SortedMap<String, Instant> more = new TreeMap<>(erased);
    more.put(store, now);
    return new Erasure(
        id,
        tombstone,
        nameTombstone,
        subject,
        request,
        askedBy,
        openedAt,
        found,
        more,
        completedAt,
        failure,
        version + 1);
  }

  Erasure withFailure(@Nullable String error) {
    return new Erasure(
        id,
        tombstone,
        nameTombstone,
        subject,
        request,
        askedBy,
        openedAt,
        found,
        erased,
        completedAt,
        error,
        version + 1);
  }

  /** The receipt, without the name. */
  Erasure completed(Instant now) {
    return new Erasure(
        id,
        tombstone,
        nameTombstone,
        null,
        request,
        askedBy,
        openedAt,
        found,
        erased,
        now,
        null,
        version + 1);
  }
}
