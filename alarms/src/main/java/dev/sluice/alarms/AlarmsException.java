package dev.sluice.alarms;

import dev.sluice.catalog.Mistake;
import java.util.List;
import java.util.stream.Collectors;

/** Alarms that do not check: all of their mistakes at once, a line each in the message. */
public final class AlarmsException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** The mistakes, at least one. */
  public AlarmsException(List<Mistake> mistakes) {
    super(mistakes.stream().map(Mistake::toString).collect(Collectors.joining("\n")));
  }
}
