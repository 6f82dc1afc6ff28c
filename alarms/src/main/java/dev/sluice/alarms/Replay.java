package dev.sluice.alarms;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Plays a trace to all alarms, by its own clock: periods under a minute are judged every 10 s,
 * longer ones every minute, over windows that end then, as CloudWatch's sliding window does. Not
 * safe for use by several threads.
 */
public final class Replay {
  /** From the end of a period until its data are there to be judged [?]. */
  public static final int ARRIVAL_SECONDS = 5;

  /**
   * An alarm is judged once a trace has lasted as long as it looks back, but after this at most.
   */
  private static final int MAX_LEAD_SECONDS = 900;

  private final AlarmSet set;
  private final Consumer<Change> listener;
  private final Consumer<Look> looks;
  private final Map<Source, Series> series = new HashMap<>();
  private final List<Watched> watched = new ArrayList<>();
  private final Map<String, AlarmState> states = new TreeMap<>();
  private final long longestSeconds;
  private long startSecond = -1;
  private long nextSecond;

  /**
   * An alarm changed its state.
   *
   * @param second when, since 1970
   * @param alarm whose
   * @param state the new one
   */
  public record Change(long second, Alarm alarm, AlarmState state) {}

  /**
   * The last value that a judgement looked at.
   *
   * @param second the end of its period, since 1970
   * @param alarm whose
   * @param value NaN where there was none
   */
  public record Look(long second, MetricAlarm alarm, double value) {}

  /** An alarm with what it looks at, by the names of its expression. */
  private record Watched(MetricAlarm alarm, Map<String, Seen> sources) {}

  private record Seen(String statistic, Series series) {
    double of(long from, long until) {
      return series.of(statistic, from, until);
    }
  }

  /** A replay that tells a listener of every change. */
  public Replay(AlarmSet set, Consumer<Change> listener) {
    this(set, listener, _ -> {});
  }

  /** A replay that also tells of every look. */
  public Replay(AlarmSet set, Consumer<Change> listener, Consumer<Look> looks) {
    this.set = set;
    this.listener = listener;
    this.looks = looks;
    set.alarms().keySet().forEach(name -> states.put(name, AlarmState.OK));
    for (MetricAlarm alarm : set.metricAlarms()) {
      Map<String, Seen> seen = new HashMap<>();
      alarm
          .sources()
          .forEach(
              (id, source) ->
                  seen.put(
                      id,
                      new Seen(
                          source.statistic(),
                          series.computeIfAbsent(key(source), _ -> new Series()))));
      watched.add(new Watched(alarm, seen));
    }
    longestSeconds = set.metricAlarms().stream().mapToLong(Replay::rangeSeconds).max().orElse(0);
  }

  /** The changes that a whole trace makes. */
  public static List<Change> of(AlarmSet set, List<Point> points) {
    List<Change> changes = new ArrayList<>();
    Replay replay = new Replay(set, changes::add);
    points.forEach(replay::add);
    replay.end();
    return changes;
  }

  /** Takes the next point; points come in the order of time. */
  public void add(Point point) {
    if (startSecond < 0) {
      startSecond = point.second() / 60 * 60;
      nextSecond = startSecond + Series.STEP_SECONDS;
    }
    while (point.second() >= nextSecond) {
      judge();
    }
    Series one = series.get(key(point));
    if (one != null) {
      one.add(point);
    }
  }

  /** Judges what is left. */
  public void end() {
    if (startSecond >= 0) {
      judge();
    }
  }

  private void judge() {
    long now = nextSecond;
    nextSecond += Series.STEP_SECONDS;
    boolean changed = false;
    for (Watched each : watched) {
      MetricAlarm alarm = each.alarm();
      int everySeconds = Math.min(alarm.periodSeconds(), 60);
      long lead = leadSeconds(alarm);
      if (now % everySeconds == 0 && now - startSecond >= lead) {
        double[] points = points(each, now);
        looks.accept(new Look(now, alarm, points[points.length - 1]));
        changed |= become(alarm, Judgement.of(alarm, points, state(alarm.name())), now);
      }
    }
    if (changed) {
      Map<String, AlarmState> all = set.withComposites(states);
      set.compositeAlarms()
          .forEach(each -> become(each, all.getOrDefault(each.name(), AlarmState.OK), now));
    }
    if (now % 3600 == 0) {
      series.values().forEach(each -> each.forget(now - longestSeconds));
    }
  }

  /** Whether that is new. */
  private boolean become(Alarm alarm, AlarmState state, long now) {
    if (state(alarm.name()) == state) {
      return false;
    }
    states.put(alarm.name(), state);
    listener.accept(new Change(now + ARRIVAL_SECONDS, alarm, state));
    return true;
  }

  private double[] points(Watched watched, long now) {
    MetricAlarm alarm = watched.alarm();
    int range = alarm.evaluationPeriods() + Judgement.EXTRA_POINTS;
    double[] points = new double[range];
    for (int i = 0; i < range; i++) {
      long until = now - (long) (range - 1 - i) * alarm.periodSeconds();
      Map<String, Double> period = new HashMap<>();
      watched
          .sources()
          .forEach((id, seen) -> period.put(id, seen.of(until - alarm.periodSeconds(), until)));
      // What was before the trace is not missing, it is not there: filled, it would be a false
      // alarm.
      points[i] = until <= startSecond ? Double.NaN : alarm.expression().in(period);
    }
    return points;
  }

  private AlarmState state(String name) {
    return states.getOrDefault(name, AlarmState.OK);
  }

  private static long rangeSeconds(MetricAlarm alarm) {
    return (long) alarm.periodSeconds() * (alarm.evaluationPeriods() + Judgement.EXTRA_POINTS);
  }

  /** What takes missing data for bad would find all that lies before the trace missing. */
  private static long leadSeconds(MetricAlarm alarm) {
    return alarm.missing() == MissingData.BREACHING
        ? rangeSeconds(alarm)
        : Math.min(rangeSeconds(alarm), MAX_LEAD_SECONDS);
  }

  private static Source key(Source source) {
    return new Source(source.namespace(), source.metric(), source.dimensions(), "");
  }

  private static Source key(Point point) {
    return new Source(point.namespace(), point.metric(), point.dimensions(), "");
  }
}
