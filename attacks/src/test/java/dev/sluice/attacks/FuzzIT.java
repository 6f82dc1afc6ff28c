package dev.sluice.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.attacks.fuzz.DatabaseState;
import dev.sluice.attacks.fuzz.StatementGenerator;
import dev.sluice.protocol.feature.ToolException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Statements out of a grammar, sent through Sluice to the primary with the careless role, where
 * every one of them could do harm. {@code -Dsluice.fuzz.seconds} and {@code -Dsluice.fuzz.seed}
 * choose others; {@code ./sluice bench fuzz} takes ten minutes.
 */
@ExtendWith(CarelessExtension.class)
class FuzzIT {
  private static final Duration TIME =
      Duration.ofSeconds(Integer.getInteger("sluice.fuzz.seconds", 60));
  private static final long SEED = Long.getLong("sluice.fuzz.seed", 20_261_125);
  private static final int BATCH = 400;

  @Test
  void query_whateverIsAsked_changesNothingAndTellsNoSecret(CarelessDatabase database)
      throws SQLException {
    StatementGenerator generator = new StatementGenerator(SEED);
    Governed governed = database.governedWithCarelessRole();
    long endNanos = System.nanoTime() + TIME.toNanos();
    int asked = 0;
    int answered = 0;
    try (Connection superuser = database.servers().primary()) {
      database.settle();
      DatabaseState before = DatabaseState.read(superuser);
      while (System.nanoTime() < endNanos) {
        int from = asked;
        StringBuilder batch = new StringBuilder();
        while (asked < from + BATCH && System.nanoTime() < endNanos) {
          String sql = generator.next();
          batch.append(sql).append("\n--!\n");
          answered += ask(governed, sql) ? 1 : 0;
          asked++;
        }
        assertThat(DatabaseState.read(superuser).changedSince(before))
            .as("seed %d, statements %d to %d:\n%s", SEED, from, asked, batch)
            .isEmpty();
      }
    }
    System.err.printf("%d statements of seed %d, %d answered%n", asked, SEED, answered);
    // A fuzz of which nothing gets through finds nothing.
    assertThat(answered).isGreaterThan(asked / 100);
  }

  /** Whether it was answered; a refusal must say why. */
  private static boolean ask(Governed governed, String sql) {
    String told;
    boolean answered = true;
    try {
      told = String.valueOf(governed.query(Governed.EVE, sql).structuredContent());
    } catch (ToolException e) {
      told = String.valueOf(e.getMessage());
      answered = false;
      assertThat(told).as(sql).isNotBlank();
    }
    assertThat(told).as(sql).doesNotContain("opal-", "25-989-741-2988");
    return answered;
  }
}
