package dev.sluice.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever happens, in whatever order: an answer is one that its caller would have got uncached, at
 * the moment that its age says, and that is never longer ago than promised.
 */
class KeptAnswersPropertyTest {
  private static final int STEPS = 2_000;

  static IntStream seeds() {
    return IntStream.range(0, 25);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void read_afterAnything_isWhatTheCallerWouldHaveGotThen(int seed) throws Exception {
    CacheModel model = model(seed);
    for (int step = 0; step < STEPS; step++) {
      model.step();
    }
    assertThat(model.hits()).as("the test sees kept answers").isGreaterThan(STEPS / 20);
    assertThat(model.misses()).as("and others").isGreaterThan(STEPS / 20);
  }

  /** The test can fail: a cache that forgot who asks is found out. */
  @Test
  void read_keyWithoutTheTenant_isFoundOut() {
    CacheModel model = model(1);
    model.breakIt();
    assertThat(
            org.assertj.core.api.Assertions.catchThrowable(
                () -> {
                  for (int step = 0; step < STEPS; step++) {
                    model.step();
                  }
                }))
        .isInstanceOf(AssertionError.class);
  }

  private static CacheModel model(int seed) {
    return new CacheModel(
        seed, clock -> new MemoryEntryStore(10_000_000, clock), TestWorld.PATIENT);
  }
}
