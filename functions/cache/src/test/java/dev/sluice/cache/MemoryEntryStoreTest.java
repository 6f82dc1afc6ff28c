package dev.sluice.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;

class MemoryEntryStoreTest extends EntryStoreContract {
  private static final EntryStore STORE = new MemoryEntryStore(1_000_000, InstantSource.system());

  @Override
  EntryStore store() {
    return STORE;
  }

  @Test
  void keep_moreThanThereIsRoomFor_throwsOutWhatWasNotAskedForLongest() throws Exception {
    MemoryEntryStore small = new MemoryEntryStore(250, InstantSource.system());
    Budget budget = Budget.of(Duration.ofSeconds(1));
    for (String key : List.of("a", "b", "c")) {
      small.keep(key, new byte[100], Duration.ofMinutes(1), "owner", null, budget);
      small.find("a", List.of(), "owner", budget);
    }
    assertThat(small.find("a", List.of(), "owner", budget).entry()).isNotNull();
    assertThat(small.find("b", List.of(), "owner", budget).entry()).isNull();
    assertThat(small.find("c", List.of(), "owner", budget).entry()).isNotNull();
    assertThat(small.find("c", List.of(), "owner", budget).ownerBytes()).isEqualTo(200);
  }
}
