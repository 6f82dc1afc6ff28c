package dev.sluice.control.off;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Where switches are kept, for all environments. Safe for use by several threads. */
public interface SwitchStore extends AutoCloseable {
  /** More would be a rule, and belongs into scopes. */
  int MOST_SWITCHES = 1_000;

  /**
   * All that is switched off, in the order of their targets; what was written before is in it.
   *
   * @param most how long it may take
   * @throws SwitchStoreException also when there are more than {@value #MOST_SWITCHES}
   */
  List<Switch> all(Duration most) throws SwitchStoreException;

  /** Switches off, in place of what was said of the same target. */
  void put(Switch off) throws SwitchStoreException;

  /** Switches on again; what was switched off, or empty where nothing was. */
  Optional<Switch> remove(Target target) throws SwitchStoreException;

  /** Ends its connections. */
  @Override
  void close();
}
