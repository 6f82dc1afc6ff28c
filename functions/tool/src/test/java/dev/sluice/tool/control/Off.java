package dev.sluice.tool.control;

import dev.sluice.control.off.Switch;
import dev.sluice.control.off.SwitchStore;
import dev.sluice.control.off.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Switches that nobody changes. */
record Off(List<Switch> switches) implements SwitchStore {
  static final Instant SINCE = Instant.parse("2026-11-26T12:00:00Z");

  static Off of(Target.Kind kind, String name, String why) {
    return new Off(List.of(new Switch(new Target(kind, name), why, SINCE)));
  }

  @Override
  public List<Switch> all(Duration most) {
    return switches;
  }

  @Override
  public void put(Switch off) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Optional<Switch> remove(Target target) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {}
}
