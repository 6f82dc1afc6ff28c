package dev.sluice.attacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.protocol.feature.ToolException;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is refused costs nothing that stays. */
@ExtendWith(CarelessExtension.class)
class RefusalsIT {
  private static final int REFUSALS = 1_000;
  private static final long SPARE_BYTES = 16L * 1024 * 1024;

  @Test
  void query_aThousandRefusals_askNoDatabaseAndLeaveMemoryAsItWas(CarelessDatabase database)
      throws SQLException {
    Governed governed = database.governed();
    refuse(governed, 0);
    int reads = governed.reads();
    long before = usedBytes();
    refuse(governed, REFUSALS);
    assertThat(governed.reads()).isEqualTo(reads);
    assertThat(usedBytes() - before).isLessThan(SPARE_BYTES);
    assertThat(sessions(database)).isLessThanOrEqualTo(2);
    assertThat(String.valueOf(governed.query(Governed.EVE, "select 7 as n").structuredContent()))
        .contains("{\"n\":7}");
  }

  /** Refused by PostgreSQL itself: each has been on a connection. */
  @Test
  void query_aThousandErrors_leaveThePoolAsItWas(CarelessDatabase database) throws SQLException {
    Governed governed = database.governed();
    for (int i = 0; i < REFUSALS; i++) {
      String sql = "select o_orderkey + o_comment as n from orders limit " + (1 + i % 10);
      assertThatThrownBy(() -> governed.query(Governed.EVE, sql)).isInstanceOf(ToolException.class);
    }
    assertThat(sessions(database)).isLessThanOrEqualTo(2);
    assertThat(String.valueOf(governed.query(Governed.EVE, "select 7 as n").structuredContent()))
        .contains("{\"n\":7}");
  }

  /** Each text is another, so that no verdict is a kept one. */
  private static void refuse(Governed governed, int from) {
    for (int i = from; i < from + REFUSALS; i++) {
      String sql = "select pg_sleep(" + i + ")";
      assertThatThrownBy(() -> governed.query(Governed.EVE, sql))
          .isInstanceOf(ToolException.class)
          .hasMessageStartingWith("Refused: the function pg_sleep");
    }
  }

  /** Of Sluice's role on the replica: one for each kind of statement at most. */
  private static int sessions(CarelessDatabase database) throws SQLException {
    String counts =
        database.ask(
            "select count(*) from pg_stat_activity where usename like 'sluice%'"
                + " and application_name = 'sluice'");
    return Integer.parseInt(counts.replaceAll(".*\\| ", ""));
  }

  private static long usedBytes() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
