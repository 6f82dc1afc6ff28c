package dev.sluice.states.machine;

import java.util.List;

/** What is done about a state's errors: first what retries, then what catches. */
public record Recovery(List<Retrier> retriers, List<Catcher> catchers) {
  /** Nothing is done. */
  static final Recovery NONE = new Recovery(List.of(), List.of());
}
