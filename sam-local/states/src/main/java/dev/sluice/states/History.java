package dev.sluice.states;

import dev.sluice.states.machine.ErrorNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** All that happened in an execution, in order. Safe for use by many threads. */
final class History {
  /** Step Functions quotas, "Maximum execution history size". */
  static final int MAX_EVENTS = 25_000;

  private final Time time;
  private final List<HistoryEvent> events = new ArrayList<>();

  History(Time time) {
    this.time = time;
  }

  /**
   * Notes an event.
   *
   * @throws StateError which nothing catches, when only the last event has room
   */
  synchronized void add(String type, Map<String, String> details) throws StateError {
    if (events.size() >= MAX_EVENTS - 1) {
      throw new StateError(
          ErrorNames.RUNTIME, "the execution has reached " + MAX_EVENTS + " events");
    }
    note(type, details);
  }

  /** Notes the execution's end, for which there is always room. */
  synchronized void end(String type, Map<String, String> details) {
    note(type, details);
  }

  synchronized List<HistoryEvent> all() {
    return List.copyOf(events);
  }

  private void note(String type, Map<String, String> details) {
    events.add(new HistoryEvent(events.size() + 1, time.now(), type, details));
  }
}
