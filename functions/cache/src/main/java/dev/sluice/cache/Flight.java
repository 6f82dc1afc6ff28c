package dev.sluice.cache;

import dev.sluice.data.DataException;
import dev.sluice.data.Rows;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A question that one caller reads the answer to, for all who ask it meanwhile in the same
 * environment.
 */
final class Flight {
  private final CompletableFuture<Optional<Answered>> answer = new CompletableFuture<>();

  /**
   * An answer, whoever asked.
   *
   * @param asOf the moment whose data it is
   * @param kept whether it was read before
   * @param generations of its tags, as they were before it was read
   */
  record Answered(Rows rows, Instant asOf, boolean kept, Map<String, String> generations) {
    /** What was kept. */
    static Answered of(Entry entry) {
      return new Answered(entry.rows(), entry.asOf(), true, entry.generations());
    }

    /** The answer now; empty where it is too old. */
    Optional<Rows> within(Duration maxAge, Instant now) {
      return Duration.between(asOf, now).compareTo(maxAge) > 0
          ? Optional.empty()
          : Optional.of(at(now));
    }

    /** The answer as old as it is now. */
    Rows at(Instant now) {
      Duration age = Duration.between(asOf, now);
      return rows.of(
          new Rows.Source(rows.source().server(), rows.source().replica(), kept),
          new Rows.Age(age.isNegative() ? Duration.ZERO : age, false));
    }
  }

  /** What comes first counts. */
  void answered(Answered answered) {
    answer.complete(Optional.of(answered));
  }

  /** Others would fail as well, unless it was this caller's time that was up. */
  void failed(DataException e) {
    if (e instanceof DataException.TimedOut) {
      nothing();
    } else {
      answer.completeExceptionally(e);
    }
  }

  /** Others must see for themselves. */
  void nothing() {
    answer.complete(Optional.empty());
  }

  /**
   * Waits.
   *
   * @return empty when there is none in time
   * @throws DataException as the one who reads got it
   */
  Optional<Answered> await(Duration most) {
    try {
      return answer.get(Math.max(0, most.toMillis()), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof DataException shared) {
        throw shared;
      }
      return Optional.empty();
    }
  }
}
