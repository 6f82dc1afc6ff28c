package dev.sluice.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.catalog.Limits;
import dev.sluice.catalog.WhenStale;
import dev.sluice.telemetry.Metric;
import dev.sluice.testkit.TcpProxy;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How often a call crosses the network, counted by a wire on which a crossing takes long. */
@ExtendWith(ClusterExtension.class)
class RoundTripsIT {
  private static final Duration CROSSING = Duration.ofMillis(60);
  private static final String KEY = "{\"key\": 7}";

  private TcpProxy wire;
  private TestReader reader;

  @BeforeAll
  static void create(TestCluster cluster) throws SQLException {
    cluster.change(
        "create schema round_trips",
        "grant usage on schema round_trips to sluice_reader",
        "create table round_trips.secured (id int primary key, subject text, v text)",
        "insert into round_trips.secured select g, 'local', g from generate_series(1, 100) as g",
        "alter table round_trips.secured enable row level security",
        "create policy own on round_trips.secured using (subject = current_setting('sluice.subject'))",
        "grant select on round_trips.secured to sluice_reader");
  }

  @AfterAll
  static void drop(TestCluster cluster) throws SQLException {
    cluster.change("drop schema round_trips cascade");
  }

  @BeforeEach
  void open(TestCluster cluster) throws IOException {
    wire = cluster.wireToReplica(0);
    reader = TestReader.of(cluster, TestCluster.url(wire));
    reader.read("select 1 as warm");
  }

  @AfterEach
  void close() throws IOException {
    reader.close();
    wire.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select * from orders where o_orderkey = :key",
        "select o_orderkey, o_totalprice * 2 as twice, now() as at from orders"
            + " where o_orderkey = :key",
        "select count(*) as n, sum(o_totalprice) as total from orders where o_orderkey < :key",
        "select g from generate_series(1, 200 + 0 * :key) as g",
        // Row-level security looks at what the same crossing has set.
        "select v from round_trips.secured where id = :key"
      })
  void read_fewRows_crossesOnce(String sql) throws IOException {
    assertThat(reader.read(sql, KEY).rows()).isNotEmpty();
    assertThat(crossings(sql, Limits.DEFAULT)).as("the first time").isEqualTo(1);
    for (int i = 0; i < 8; i++) {
      reader.read(sql, KEY);
    }
    assertThat(crossings(sql, Limits.DEFAULT)).as("when it is prepared").isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"1,2", "255,2", "256,3", "1000,5"})
  void read_manyRows_crossesOnceForEachPieceAndOnceToEnd(int rows, int crossings)
      throws IOException {
    String sql = "select g from generate_series(1, " + rows + " + 0 * :key) as g";
    Limits limits = new Limits(1_000, 1 << 20, 10_000);
    assertThat(crossings(sql, limits)).isEqualTo(crossings);
  }

  @ParameterizedTest
  @ValueSource(strings = {"select 1 / (:key - 7) as v", "select * from nowhere where :key = 7"})
  void read_error_crossesOnceMoreToEnd(String sql) throws IOException {
    assertThat(crossings(sql, Limits.DEFAULT)).isEqualTo(2);
  }

  @Test
  void read_whatMayNotBeTooOld_isMeasuredInTheSameCrossing() throws IOException {
    Freshness day = new Freshness(Duration.ofDays(1), WhenStale.ERROR);
    String sql = "select count(*) as n from nation";
    reader.read(sql, day);
    long leastNanos = Long.MAX_VALUE;
    for (int i = 0; i < 3; i++) {
      reader.pass(Lags.BETWEEN);
      wire.delay(CROSSING);
      long startNanos = System.nanoTime();
      reader.read(sql, day);
      leastNanos = Math.min(leastNanos, System.nanoTime() - startNanos);
      wire.pass();
    }
    assertThat(leastNanos / CROSSING.toNanos()).isEqualTo(1);
    assertThat(
            reader.telemetry().measurements().stream()
                .filter(measurement -> measurement.metric() == Metric.REPLICA_LAG))
        .hasSize(4);
  }

  @ParameterizedTest
  @ValueSource(strings = {"select * from orders where o_orderkey = 7", "select 1 / 0 as v"})
  void read_adHoc_crossesOnceMoreToClean(String sql) throws IOException {
    reader.readAdHoc("select 1 as warm");
    assertThat(crossings(() -> reader.readAdHoc(sql))).isEqualTo(2);
  }

  private long crossings(String sql, Limits limits) throws IOException {
    return crossings(() -> reader.read(sql, KEY, limits));
  }

  /** The least of several, since a busy machine can make any of them late. */
  private long crossings(Runnable read) throws IOException {
    long leastNanos = Long.MAX_VALUE;
    for (int i = 0; i < 3; i++) {
      wire.delay(CROSSING);
      long startNanos = System.nanoTime();
      try {
        read.run();
      } catch (DataException.Refused e) {
        // It takes its crossings too.
      }
      leastNanos = Math.min(leastNanos, System.nanoTime() - startNanos);
      wire.pass();
    }
    return leastNanos / CROSSING.toNanos();
  }
}
