package dev.sluice.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.servers.RedisServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The same as {@link KeptAnswersPropertyTest}, over a real Redis: the model's clock runs ahead of
 * Redis's, so that Redis still has what must not be believed any more.
 */
class KeptAnswersOnRedisIT {
  private static final int SEEDS = 10;
  private static final int STEPS = 2_000;

  /** A lease that its holder could not give up ends by Redis's clock: soon, or nothing is kept. */
  private static final KeepLimits LIMITS =
      new KeepLimits(262_144, 67_108_864, Duration.ofMillis(20), Duration.ofMillis(500));

  @TempDir private static Path folder;
  private static RedisServer server;

  @BeforeAll
  static void start() {
    server = RedisServer.start(folder.resolve("redis"));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  static IntStream seeds() {
    return IntStream.range(0, SEEDS);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void read_afterAnything_isWhatTheCallerWouldHaveGotThen(int seed) throws Exception {
    server.ask("FLUSHALL");
    RedisSettings settings = RedisEntryStoreIT.settings(server);
    CacheModel model = new CacheModel(seed, clock -> new RedisEntryStore(settings, clock), LIMITS);
    for (int step = 0; step < STEPS; step++) {
      model.step();
    }
    System.out.printf(
        "seed %d on Redis: %d steps, %d kept answers, %d others%n",
        seed, STEPS, model.hits(), model.misses());
    assertThat(model.hits()).as("the test sees kept answers").isGreaterThan(STEPS / 20);
    assertThat(model.misses()).as("and others").isGreaterThan(STEPS / 20);
  }
}
