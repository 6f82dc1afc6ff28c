package dev.sluice.control.off;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What a store of switches must do, wherever it keeps them. It is empty when a test begins. */
public abstract class SwitchStoreContract {
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final Instant NOW = Instant.parse("2026-11-26T10:00:00Z");
  private static final Target TOOL = new Target(Target.Kind.TOOL, "customer_orders");
  private static final Target TENANT = new Target(Target.Kind.TENANT, "a:b ü");

  /** A store with nothing in it. */
  protected abstract SwitchStore store() throws SwitchStoreException;

  @Test
  void all_severalPut_areThoseInOrder() throws SwitchStoreException {
    SwitchStore store = store();
    Switch tool = new Switch(TOOL, "It reads too much.", NOW);
    Switch tenant = new Switch(TENANT, "", NOW.plusMillis(1));
    assertThat(store.all(LIMIT)).isEmpty();
    store.put(tool);
    store.put(tenant);

    assertThat(store.all(LIMIT)).containsExactly(tenant, tool);
  }

  @Test
  void put_again_replacesWhatWasSaid() throws SwitchStoreException {
    SwitchStore store = store();
    store.put(new Switch(TOOL, "first", NOW));
    store.put(new Switch(TOOL, "second", NOW));

    assertThat(store.all(LIMIT)).containsExactly(new Switch(TOOL, "second", NOW));
  }

  @Test
  void remove_present_isGoneAndTold() throws SwitchStoreException {
    SwitchStore store = store();
    Switch off = new Switch(TOOL, "why", NOW);
    store.put(off);

    assertThat(store.remove(TOOL)).contains(off);
    assertThat(store.remove(TOOL)).isEmpty();
    assertThat(store.all(LIMIT)).isEmpty();
  }
}
