package dev.sluice.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.catalog.Limits;
import dev.sluice.catalog.WhenStale;
import dev.sluice.telemetry.Metric;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which server is asked when an answer may not be too old, and what is said of its age. */
@ExtendWith(ClusterExtension.class)
class LagIT {
  private static final Rows.Source FIRST = new Rows.Source("replica-1", true);
  private static final Rows.Source SECOND = new Rows.Source("replica-2", true);
  private static final Rows.Source PRIMARY = new Rows.Source("primary", false);
  private static final String TICK = "select max(n)::int as v from lag.ticks";

  /** Longer than the bound of the tests. */
  private static final String A_WHILE = "select pg_sleep(1.2)";

  private static final Duration BOUND = Duration.ofSeconds(1);
  private static final Freshness ERROR = new Freshness(BOUND, WhenStale.ERROR);
  private static final Freshness LABEL = new Freshness(BOUND, WhenStale.LABEL);

  private final List<TestReader> readers = new ArrayList<>();
  private TestReader reader;

  @BeforeEach
  void open(TestCluster cluster) throws SQLException {
    cluster.change(
        "create schema lag",
        "grant usage on schema lag to sluice_reader",
        "create table lag.ticks as select 0 as n",
        "grant select on lag.ticks to sluice_reader");
    reader = over(cluster, cluster.servers().primaryUrl());
  }

  @AfterEach
  void close(TestCluster cluster) throws SQLException {
    readers.forEach(TestReader::close);
    for (int i = 0; i < 2; i++) {
      cluster.servers().resumeReplay(i);
    }
    cluster.change("drop schema lag cascade");
  }

  @Test
  void read_replicasInTime_areAskedInTurnAndTellTheirAge(TestCluster cluster) throws SQLException {
    Freshness ample = new Freshness(Duration.ofSeconds(20), WhenStale.ERROR);
    tick(cluster, 1);
    for (int i = 0; i < 4; i++) {
      Rows rows = reader.read(TICK, ample);
      assertThat(rows.source()).isEqualTo(i % 2 == 0 ? FIRST : SECOND);
      assertThat(rows.age().stale()).isFalse();
      assertThat(rows.age().lag()).isBetween(Duration.ofMillis(1), Duration.ofSeconds(10));
    }
    assertThat(measured(reader)).as("each is asked once a second at most").isEqualTo(2);
    reader.pass(Lags.BETWEEN);
    Rows _ = reader.read(TICK, ample);
    assertThat(measured(reader)).isEqualTo(3);
  }

  @Test
  void read_nothingPromised_isNotMeasured() {
    for (int i = 0; i < 4; i++) {
      assertThat(reader.read(TICK, Freshness.ANY).age()).isEqualTo(Rows.Age.UNKNOWN);
    }
    assertThat(measured(reader)).isZero();
  }

  @Test
  void read_primaryIdleForLonger_isAnsweredByAReplicaAllTheSame(TestCluster cluster)
      throws SQLException {
    cluster.askPrimary(A_WHILE);
    for (int i = 0; i < 4; i++) {
      Rows rows = reader.read(TICK, ERROR);
      assertThat(rows.source()).isEqualTo(i % 2 == 0 ? FIRST : SECOND);
      assertThat(rows.age().stale()).isFalse();
    }
  }

  @Test
  void read_primaryIdleAndNotToBeAsked_isNotKnownToBeYoung(TestCluster cluster)
      throws SQLException {
    TestReader alone = over(cluster, null);
    cluster.askPrimary(A_WHILE);
    assertThatThrownBy(() -> alone.read(TICK, ERROR)).isInstanceOf(DataException.Stale.class);
    assertThat(alone.read(TICK, LABEL).age().stale()).isTrue();
  }

  @Test
  void read_oneOfTwoPaused_asksTheOther(TestCluster cluster) throws SQLException {
    pause(cluster, 0);
    tick(cluster, 1);
    cluster.askPrimary(A_WHILE);
    for (int i = 0; i < 6; i++) {
      Rows rows = reader.read(TICK, ERROR);
      assertThat(rows.source()).isEqualTo(SECOND);
      assertThat(TestReader.only(rows)).hasToString("1");
    }
    cluster.servers().resumeReplay(0);
    cluster.servers().awaitReplay();
    reader.pass(Lags.BETWEEN);
    assertThat(reader.read(TICK, ERROR).source()).isEqualTo(FIRST);
    assertThat(reader.count(Metric.STALE_READS)).isZero();
  }

  @Test
  void read_allPaused_asksThePrimary(TestCluster cluster) throws SQLException {
    pause(cluster, 0, 1);
    tick(cluster, 1);
    cluster.askPrimary(A_WHILE);
    for (int i = 0; i < 4; i++) {
      Rows rows = reader.read(TICK, ERROR);
      assertThat(rows.source()).isEqualTo(PRIMARY);
      assertThat(rows.age().stale()).isFalse();
      assertThat(TestReader.only(rows)).hasToString("1");
    }
  }

  @Test
  void read_noAgeAllowed_asksThePrimary(TestCluster cluster) throws SQLException {
    Freshness none = new Freshness(Duration.ZERO, WhenStale.ERROR);
    for (int i = 1; i <= 4; i++) {
      tick(cluster, i);
      Rows rows = reader.read(TICK, none);
      assertThat(rows.source()).isEqualTo(PRIMARY);
      assertThat(rows.age()).isEqualTo(new Rows.Age(Duration.ZERO, false));
      assertThat(TestReader.only(rows)).hasToString(String.valueOf(i));
    }
  }

  @Test
  void read_allPausedAndNoPrimary_isRefusedAndSaysHowOld(TestCluster cluster) throws SQLException {
    TestReader alone = over(cluster, null);
    pause(cluster, 0, 1);
    tick(cluster, 1);
    cluster.askPrimary(A_WHILE);
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> alone.read(TICK, ERROR))
          .isInstanceOf(DataException.Stale.class)
          .hasMessageMatching(
              "The youngest data that could be read is up to \\d s old, and this tool allows 1 s."
                  + " Try again in a few seconds; if it stays so, tell the tool's owner that the"
                  + " replicas lag.");
    }
    assertThat(alone.count(Metric.STALE_READS)).isEqualTo(3);
    assertThat(measured(alone)).as("each is asked once a second at most").isEqualTo(2);
    assertThat(alone.count(Metric.SERVERS_UNREACHABLE)).isZero();
  }

  @Test
  void read_allPausedAndALabelWillDo_isTheYoungestWithItsAge(TestCluster cluster)
      throws SQLException {
    TestReader alone = over(cluster, null);
    pause(cluster, 0);
    cluster.askPrimary(A_WHILE);
    cluster.changePrimary("insert into lag.ticks values (2)");
    cluster.awaitReplica(1, TICK, "2");
    pause(cluster, 1);
    tick(cluster, 3);
    cluster.askPrimary(A_WHILE);
    for (int i = 0; i < 4; i++) {
      Rows rows = alone.read(TICK, LABEL);
      assertThat(rows.source()).isEqualTo(SECOND);
      assertThat(rows.age().stale()).isTrue();
      assertThat(rows.age().lag()).isGreaterThan(BOUND);
      assertThat(TestReader.only(rows)).hasToString("2");
    }
    assertThat(alone.count(Metric.STALE_READS)).isEqualTo(4);
  }

  @ParameterizedTest
  @ValueSource(ints = {10, 2_000})
  void read_measuredInTheMidstOfRows_readsThemAll(int rows) {
    Limits limits = new Limits(5_000, 1 << 20, 5_000);
    String sql = "select g as v, repeat('x', 9) as w from generate_series(1, " + rows + ") as g";
    Rows read = reader.read(sql, new Freshness(Duration.ofHours(1), WhenStale.ERROR), limits);
    assertThat(read.rows()).hasSize(rows);
    assertThat(read.rows().getLast().getFirst()).hasToString(String.valueOf(rows));
    assertThat(read.age().stale()).isFalse();
    assertThat(measured(reader)).isEqualTo(1);
  }

  private TestReader over(TestCluster cluster, @Nullable String primaryUrl) {
    TestReader opened = TestReader.of(cluster, cluster.servers().replicaUrls(), primaryUrl, 1);
    readers.add(opened);
    return opened;
  }

  private static void tick(TestCluster cluster, int number) throws SQLException {
    cluster.changePrimary("insert into lag.ticks values (" + number + ")");
  }

  private static void pause(TestCluster cluster, int... replicas) throws SQLException {
    for (int replica : replicas) {
      cluster.servers().pauseReplay(replica);
    }
  }

  private static long measured(TestReader reader) {
    return reader.telemetry().measurements().stream()
        .filter(measurement -> measurement.metric() == Metric.REPLICA_LAG)
        .count();
  }
}
