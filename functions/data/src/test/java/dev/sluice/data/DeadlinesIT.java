package dev.sluice.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.call.Outage;
import dev.sluice.catalog.Limits;
import dev.sluice.telemetry.Metric;
import dev.sluice.testkit.TcpProxy;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(ClusterExtension.class)
class DeadlinesIT {
  private static final String RUNNING =
      "select count(*) from pg_stat_activity where usename = 'sluice_reader' and state = 'active'";

  private TestReader reader;

  /** A function that overhears the first so many cancels, whoever sends them. */
  @BeforeAll
  static void prepare(TestCluster cluster) throws SQLException {
    cluster.change(
        "create schema deadlines",
        "grant usage on schema deadlines to sluice_reader",
        """
        create function deadlines.stubborn(times int) returns text language plpgsql as $$
        begin
          for i in 1..times loop
            begin
              perform pg_sleep(20);
            exception when query_canceled then
              null;
            end;
          end loop;
          perform pg_sleep(20);
          return 'slept';
        end $$
        """);
  }

  @AfterAll
  static void clean(TestCluster cluster) throws SQLException {
    cluster.change("drop schema deadlines cascade");
  }

  @BeforeEach
  void open(TestCluster cluster) {
    reader = TestReader.of(cluster, cluster.replicaUrl(0));
  }

  /** Nothing may go on running, whatever the test did. */
  @AfterEach
  void close(TestCluster cluster) throws SQLException {
    reader.close();
    long startNanos = System.nanoTime();
    cluster.awaitReplica(0, RUNNING, "0");
    assertThat(Duration.ofNanos(System.nanoTime() - startNanos)).isLessThan(Duration.ofSeconds(5));
  }

  @Test
  void read_slowerThanItsLimit_isStoppedByTheServerAndTheConnectionLivesOn() {
    String pid = reader.value("select pg_backend_pid() as v");
    long startNanos = System.nanoTime();
    assertThatThrownBy(() -> reader.read("select pg_sleep(20) as v", limit(300)))
        .isInstanceOf(DataException.TimedOut.class)
        .hasMessage(
            "The statement was stopped after 300 ms, the most it may take."
                + " Ask for less: a narrower range, fewer groups.");
    assertThat(tookMillis(startNanos)).isBetween(300L, 3_000L);
    assertThat(reader.count(Metric.STATEMENT_CANCELS)).isZero();
    assertThat(reader.value("select pg_backend_pid() as v")).isEqualTo(pid);
  }

  @Test
  void read_slowInItsLastRows_isStoppedInTheMidstOfTheAnswer() {
    String slow =
        "select g, case when g = 900 then pg_sleep(20)::text end as v"
            + " from generate_series(1, 1000) as g";
    assertThatThrownBy(() -> reader.read(slow, new Limits(5_000, 1 << 20, 300)))
        .isInstanceOf(DataException.TimedOut.class);
    assertThat(reader.value("select 1 as v")).isEqualTo("1");
  }

  @Test
  void read_deafToTheServersTimeout_isCancelledByUsOverANewConnection() {
    String pid = reader.value("select pg_backend_pid() as v");
    long startNanos = System.nanoTime();
    assertThatThrownBy(() -> reader.read("select deadlines.stubborn(1) as v", limit(300)))
        .isInstanceOf(DataException.TimedOut.class)
        .hasMessageContaining("after 300 ms, the most it may take");
    assertThat(tookMillis(startNanos)).isBetween(400L, 3_000L);
    assertThat(reader.count(Metric.STATEMENT_CANCELS)).isEqualTo(1);
    assertThat(reader.value("select pg_backend_pid() as v"))
        .as("a cancel may still be on its way to the old connection")
        .isNotEqualTo(pid);
  }

  @Test
  void read_deafToEverything_isCutAndLeavesNothingRunning() {
    long startNanos = System.nanoTime();
    assertThatThrownBy(() -> reader.read("select deadlines.stubborn(9) as v", limit(300)))
        .isInstanceOf(DataException.TimedOut.class);
    // It is tried once more, since the network may have forgotten the connection.
    assertThat(tookMillis(startNanos)).isBetween(1_300L, 6_000L);
    assertThat(reader.count(Metric.STATEMENT_RETRIES)).isEqualTo(1);
    assertThat(reader.value("select 1 as v")).isEqualTo("1");
  }

  @ParameterizedTest
  @ValueSource(ints = {60, 250, 500})
  void read_deafNearTheDeadline_endsBeforeIt(int remainingMillis) {
    reader.read("select 1 as v");
    long startNanos = System.nanoTime();
    assertThatThrownBy(
            () ->
                reader.read(
                    "select deadlines.stubborn(9) as v",
                    "{}",
                    limit(5_000),
                    Duration.ofMillis(remainingMillis)))
        .isInstanceOf(DataException.TimedOut.class)
        .hasMessageContaining("since the call's own time was up");
    // What a busy machine adds is not ours; the tool's own limit is far off.
    assertThat(tookMillis(startNanos)).isLessThan(remainingMillis + 1_500L);
  }

  @Test
  void read_littleTimeLeft_isStillAnswered() {
    reader.read("select 1 as v");
    Rows rows = reader.read("select 1 as v", "{}", limit(5_000), Duration.ofMillis(100));
    assertThat(TestReader.only(rows)).hasToString("1");
  }

  @Test
  void read_deadlinePassed_isNotSentAtAll() {
    assertThatThrownBy(() -> reader.read("select 1 as v", "{}", limit(5_000), Duration.ofMillis(5)))
        .isInstanceOf(DataException.TimedOut.class)
        .hasMessage("The call's time was up before the statement could be run. Try again.");
    assertThat(reader.count(Metric.SERVERS_UNREACHABLE)).isZero();
  }

  @Test
  void read_networkLostInTheMidst_endsWithinTheDeadlineAndWorksAfterwards(TestCluster cluster)
      throws Exception {
    try (TcpProxy wire = cluster.wireToReplica(0);
        TestReader far = TestReader.of(cluster, TestCluster.url(wire))) {
      far.read("select 1 as v");
      long startNanos = System.nanoTime();
      CompletableFuture<Rows> answer =
          CompletableFuture.supplyAsync(
              () -> far.read("select pg_sleep(0.5) as v", "{}", limit(700), Duration.ofSeconds(3)));
      cluster.awaitReplica(0, RUNNING, "1");
      wire.blackhole();
      assertThatThrownBy(answer::get)
          .isInstanceOf(ExecutionException.class)
          .cause()
          .isInstanceOf(DataException.Unavailable.class);
      assertThat(tookMillis(startNanos)).isLessThan(4_000);
      wire.pass();
      far.pass(Outage.MOST);
      assertThat(far.value("select 1 as v")).isEqualTo("1");
    }
  }

  @Test
  void read_cancelledByAnOperator_saysSoAndNotThatItTookTooLong(TestCluster cluster)
      throws Exception {
    CompletableFuture<Rows> answer =
        CompletableFuture.supplyAsync(() -> reader.read("select pg_sleep(20) as v", limit(9_000)));
    cluster.awaitReplica(0, RUNNING, "1");
    assertThat(
            cluster.askReplica(
                0,
                "select bool_and(pg_cancel_backend(pid)) from pg_stat_activity"
                    + " where usename = 'sluice_reader' and state = 'active'"))
        .isEqualTo("t");
    assertThatThrownBy(answer::get)
        .cause()
        .isInstanceOf(DataException.Busy.class)
        .hasMessage("The statement was cancelled on the server. Try again in a few seconds.");
  }

  @Test
  void read_inTheWayOfWhatTheReplicaMustReplay_isAskedOnceMore(TestCluster cluster)
      throws Exception {
    cluster.changeReplica(0, "alter system set max_standby_streaming_delay = 0");
    cluster.changeReplica(0, "select pg_reload_conf()");
    cluster.awaitReplica(0, "show max_standby_streaming_delay", "0");
    try {
      CompletableFuture<Rows> answer =
          CompletableFuture.supplyAsync(
              () ->
                  reader.read(
                      "select r_name, pg_sleep(1)::text as v from region where r_regionkey = 1",
                      limit(5_000)));
      cluster.awaitReplica(0, RUNNING, "1");
      cluster.change("begin; lock table region in access exclusive mode; commit");
      assertThat(answer.get().rows()).hasSize(1);
      assertThat(reader.count(Metric.STATEMENT_RETRIES)).isEqualTo(1);
      assertThat(reader.count(Metric.SERVERS_UNREACHABLE)).isZero();
    } finally {
      cluster.changeReplica(0, "alter system reset max_standby_streaming_delay");
      cluster.changeReplica(0, "select pg_reload_conf()");
    }
  }

  @Test
  void read_tableLockedByAnAlteration_saysSo(TestCluster cluster) throws SQLException {
    try (Connection connection = cluster.servers().primary();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("lock table nation in access exclusive mode");
      // What others commit carries the lock along to the replica.
      cluster.change("select pg_logical_emit_message(true, 'test', 'flush')");
      cluster.awaitReplica(
          0,
          "select count(*) from pg_locks where mode = 'AccessExclusiveLock'"
              + " and relation = 'nation'::regclass",
          "1");
      assertThatThrownBy(() -> reader.read("select count(*) as v from nation", limit(5_000)))
          .isInstanceOf(DataException.Busy.class)
          .hasMessage("A table of this tool is locked just now. Try again in a few seconds.");
      connection.rollback();
    }
    cluster.servers().awaitReplay();
    assertThat(reader.value("select count(*) as v from nation")).isEqualTo("25");
  }

  @Test
  void read_tableAlteredUnderAPreparedStatement_isReadAnew(TestCluster cluster)
      throws SQLException, IOException {
    cluster.change(
        "create table deadlines.changing as select 1 as a",
        "grant select on deadlines.changing to sluice_reader");
    for (int i = 0; i < 10; i++) {
      assertThat(reader.read("select * from deadlines.changing").rows().toString())
          .isEqualTo("[[1]]");
    }
    cluster.change("alter table deadlines.changing add column b text default 'new'");
    Rows rows = reader.read("select * from deadlines.changing");
    assertThat(rows.rows().toString()).isEqualTo("[[1, \"new\"]]");
    assertThat(reader.count(Metric.STATEMENT_RETRIES)).isEqualTo(1);
  }

  private static Limits limit(int timeoutMillis) {
    return new Limits(100, 100_000, timeoutMillis);
  }

  private static long tookMillis(long startNanos) {
    return (System.nanoTime() - startNanos) / 1_000_000;
  }
}
