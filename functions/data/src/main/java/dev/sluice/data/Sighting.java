package dev.sluice.data;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far a server was behind its primary when it was asked.
 *
 * @param askedAt by our clock, before the question was sent
 * @param lag the most that it can have been behind; null when it could not tell
 * @param replayed how far it was in the primary's log; null where that says nothing
 */
record Sighting(Instant askedAt, @Nullable Duration lag, @Nullable Position replayed) {
  private static final Duration A_LITTLE = Duration.ofMillis(1);

  /**
   * A place in the log of a primary. Places are comparable within one timeline: a promoted replica
   * starts another.
   */
  record Position(long timeline, long bytes) {
    boolean includes(Position other) {
      return timeline == other.timeline && bytes >= other.bytes;
    }
  }

  /** A server never goes back: later it is behind by no more than this. */
  @Nullable Duration lagAt(Instant later) {
    Duration since = Duration.between(askedAt, later);
    // A wall clock that was set back says nothing.
    return lag == null || since.isNegative() ? null : lag.plus(since);
  }

  /** The younger of both, seen from the second, which is the later one. */
  Sighting orBetter(@Nullable Sighting before) {
    Duration known = before == null ? null : before.lagAt(askedAt);
    boolean better = known != null && (lag == null || known.compareTo(lag) < 0);
    return better ? new Sighting(askedAt, known, replayed) : this;
  }

  /** What is known when the primary's log went so far afterwards: all of it may have been seen. */
  Sighting comparedWith(@Nullable Position primary) {
    return primary != null && replayed != null && replayed.includes(primary)
        ? new Sighting(askedAt, A_LITTLE, replayed)
        : this;
  }
}
