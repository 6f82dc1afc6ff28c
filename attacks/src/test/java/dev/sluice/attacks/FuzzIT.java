package dev.sluice.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** One minute of it; {@code ./sluice bench fuzz} takes ten, or other seeds. */
@ExtendWith(CarelessExtension.class)
class FuzzIT {
  private static final Duration TIME = Duration.ofSeconds(60);
  private static final long SEED = 20_261_125;

  @Test
  void query_whateverIsAsked_changesNothingAndTellsNoSecret(CarelessDatabase database)
      throws SQLException {
    Fuzz.Result result = Fuzz.run(database, TIME, SEED, line -> {});
    assertThat(result.findings()).isEmpty();
    System.err.printf(
        "%d statements of seed %d, %d answered%n", result.asked(), SEED, result.answered());
    // A fuzz of which nothing gets through finds nothing.
    assertThat(result.answered()).isGreaterThan(result.asked() / 100);
  }
}
