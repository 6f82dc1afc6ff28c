package dev.sluice.states.machine;

import java.time.Instant;

/** Waits. */
public record WaitState(DataFlow data, Until until, Transition then) implements State {
  /** How long. */
  public sealed interface Until {
    /** So many seconds. */
    record Seconds(int seconds) implements Until {}

    /** To a moment. */
    record Moment(Instant at) implements Until {}

    /** As many seconds as the input says. */
    record SecondsAt(DataPath path) implements Until {}

    /** To the moment that the input says. */
    record MomentAt(DataPath path) implements Until {}
  }
}
