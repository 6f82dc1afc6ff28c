package dev.sluice.function.ops.probe;

import dev.sluice.call.Deadline;
import dev.sluice.function.ops.version.Question;
import dev.sluice.function.ops.version.Version;
import dev.sluice.function.ops.version.VersionFailed;
import dev.sluice.telemetry.Event;
import dev.sluice.telemetry.Field;
import dev.sluice.telemetry.Metric;
import dev.sluice.telemetry.Telemetry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Looks at what is deployed every ten seconds of a minute: by the way in, and by an example of a
 * tool, another one each time. Each look is measured, so that an alarm sees a silence too. Used by
 * one thread at a time.
 */
public final class Probe {
  private static final int LOOKS = 6;

  /** A look that takes longer than its turn makes the next one late, never two at once. */
  private static final Duration EVERY = Duration.ofSeconds(10);

  private final Door door;
  private final List<Question> questions;
  private final Version live;
  private final InstantSource clock;
  private final Pause pause;
  private final Telemetry telemetry;
  private int next;

  /** How time is waited for: a thread sleeps, a test does not. */
  @FunctionalInterface
  public interface Pause {
    /** Waits. */
    void of(Duration time) throws InterruptedException;
  }

  /**
   * A probe.
   *
   * @param questions asked in turn; at least one
   * @param live what has the traffic
   */
  public Probe(
      Door door,
      List<Question> questions,
      Version live,
      InstantSource clock,
      Pause pause,
      Telemetry telemetry) {
    if (questions.isEmpty()) {
      throw new IllegalArgumentException("there is no tool with an example to probe with");
    }
    this.door = door;
    this.questions = List.copyOf(questions);
    this.live = live;
    this.clock = clock;
    this.pause = pause;
    this.telemetry = telemetry;
  }

  /**
   * Looks as often as the deadline allows, six times at most.
   *
   * @return how many looks there were, and what they did not find
   */
  public Seen look(Deadline deadline) throws InterruptedException {
    List<String> problems = new ArrayList<>();
    int looks = 0;
    Instant start = clock.instant();
    while (looks < LOOKS && deadline.remaining().compareTo(EVERY.dividedBy(2)) > 0) {
      look(problems);
      looks++;
      Duration left = EVERY.multipliedBy(looks).minus(Duration.between(start, clock.instant()));
      if (looks < LOOKS && left.isPositive() && deadline.remaining().compareTo(left) > 0) {
        pause.of(left);
      } else if (left.isPositive()) {
        break;
      }
    }
    return new Seen(looks, List.copyOf(problems));
  }

  /**
   * What was seen.
   *
   * @param looks how many
   * @param problems a line each
   */
  public record Seen(int looks, List<String> problems) {}

  private void look(List<String> problems) {
    long startNanos = System.nanoTime();
    String problem = door.problem();
    if (problem == null) {
      problem = answered();
    }
    telemetry.measure(Metric.PROBES, 1);
    telemetry.measure(Metric.PROBE_FAILURES, problem == null ? 0 : 1);
    telemetry.measure(Metric.PROBE_TIME, (System.nanoTime() - startNanos) / 1e6);
    if (problem != null) {
      telemetry.log(Event.PROBE_FAILED, Map.of(Field.CAUSE, problem));
      problems.add(problem);
    }
  }

  private @Nullable String answered() {
    Question question = questions.get(next);
    next = (next + 1) % questions.size();
    try {
      return question.judge(live.invoke(question.event()));
    } catch (VersionFailed e) {
      return question.name() + ": the version " + e.getMessage();
    }
  }
}
