package dev.sluice.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.catalog.Limits;
import dev.sluice.telemetry.Metric;
import dev.sluice.testkit.TcpProxy;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What can have happened to the connections while the environment was frozen. */
@ExtendWith(ClusterExtension.class)
class FreezeIT {
  /** Longer than a pool trusts a connection it has just seen. */
  private static final String A_WHILE = "select pg_sleep(0.6)";

  private static final String SESSIONS =
      "select count(*) from pg_stat_activity where usename = 'sluice_reader'";

  private TcpProxy wire;
  private TestReader reader;

  @BeforeEach
  void open(TestCluster cluster) throws IOException {
    wire = cluster.wireToReplica(0);
    reader = TestReader.of(cluster, TestCluster.url(wire));
    reader.read("select 1 as v");
  }

  @AfterEach
  void close() throws IOException {
    reader.close();
    wire.close();
  }

  @Test
  void read_sessionsEndedByTheServer_isRightWithOneRetryAtMost(TestCluster cluster)
      throws SQLException {
    for (int i = 0; i < 5; i++) {
      assertThat(cluster.endSessions(0)).isEqualTo(1);
      assertRightAfter(i + 1);
    }
    cluster.endSessions(0);
    cluster.askReplica(0, A_WHILE);
    assertRightAfter(6);
  }

  @Test
  void read_socketsReset_isRightWithOneRetryAtMost(TestCluster cluster) throws SQLException {
    for (int i = 0; i < 5; i++) {
      wire.cutAll();
      assertRightAfter(i + 1);
    }
    wire.cutAll();
    cluster.askReplica(0, A_WHILE);
    assertRightAfter(6);
  }

  @Test
  void read_networkForgotTheConnectionJustNow_isRightWithOneRetry() {
    wire.forgetAll();
    long startNanos = System.nanoTime();
    Limits limits = new Limits(10, 10_000, 300);
    assertThat(TestReader.only(reader.read("select 7 as v", limits))).hasToString("7");
    assertThat(Duration.ofNanos(System.nanoTime() - startNanos)).isLessThan(Duration.ofSeconds(4));
    assertRightAfter(1);
  }

  @Test
  void read_networkForgotTheConnectionAWhileAgo_isRightWithoutSendingTwice(TestCluster cluster)
      throws SQLException {
    wire.forgetAll();
    cluster.askReplica(0, A_WHILE);
    long startNanos = System.nanoTime();
    assertRightAfter(0);
    assertThat(Duration.ofNanos(System.nanoTime() - startNanos)).isLessThan(Duration.ofSeconds(2));
  }

  @Test
  void read_anHourLaterByTheWallClock_dropsTheConnectionUnasked() {
    String before = reader.value("select pg_backend_pid() as v");
    wire.forgetAll();
    reader.pass(Duration.ofHours(1));
    long startNanos = System.nanoTime();
    assertThat(reader.value("select pg_backend_pid() as v")).isNotEqualTo(before);
    assertThat(Duration.ofNanos(System.nanoTime() - startNanos)).isLessThan(Duration.ofSeconds(2));
    assertRightAfter(0);
  }

  @Test
  void read_aMinuteLater_usesTheSameConnection() {
    String before = reader.value("select pg_backend_pid() as v");
    for (int i = 0; i < 3; i++) {
      reader.pass(Duration.ofSeconds(59));
      assertThat(reader.value("select pg_backend_pid() as v")).isEqualTo(before);
    }
  }

  @Test
  void read_wallClockSetBack_isRight() {
    reader.pass(Duration.ofHours(-1));
    assertRightAfter(0);
  }

  @Test
  void read_anHourLaterByManyThreads_noneUsesAnOldConnection(TestCluster cluster)
      throws InterruptedException, ExecutionException {
    Settings settings = new Settings(List.of(TestCluster.url(wire)), null, 4, 10_000);
    try (TestReader many = new TestReader(settings, cluster.credentials());
        ExecutorService threads = Executors.newFixedThreadPool(8)) {
      for (int round = 0; round < 3; round++) {
        inAll(threads, many);
        wire.forgetAll();
        many.pass(Duration.ofHours(1));
        inAll(threads, many);
      }
      assertThat(many.count(Metric.STATEMENT_RETRIES)).isZero();
      assertThat(many.count(Metric.SERVERS_UNREACHABLE)).isZero();
    }
  }

  @Test
  void read_afterDisconnect_opensANewConnection(TestCluster cluster) throws SQLException {
    cluster.awaitReplica(0, SESSIONS, "1");
    reader.replicas().disconnect();
    cluster.awaitReplica(0, SESSIONS, "0");
    assertRightAfter(0);
    reader.replicas().disconnect();
    assertThat(reader.replicas().warm()).isTrue();
    cluster.awaitReplica(0, SESSIONS, "1");
    assertRightAfter(0);
  }

  @Test
  void disconnect_serverHangs_doesNotHoldUpTheSnapshot() {
    wire.blackhole();
    assertThat(reader.replicas().warm()).isTrue();
    long startNanos = System.nanoTime();
    reader.replicas().disconnect();
    assertThat(reader.replicas().warm()).isFalse();
    reader.replicas().disconnect();
    assertThat(Duration.ofNanos(System.nanoTime() - startNanos)).isLessThan(Duration.ofSeconds(10));
  }

  private static void inAll(ExecutorService threads, TestReader many)
      throws InterruptedException, ExecutionException {
    List<Future<String>> answers = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      int number = i;
      answers.add(
          threads.submit(() -> many.value("select " + number + " as v from pg_sleep(0.01)")));
    }
    for (int i = 0; i < 8; i++) {
      assertThat(answers.get(i).get()).isEqualTo(String.valueOf(i));
    }
  }

  private void assertRightAfter(int retries) {
    assertThat(reader.value("select count(*) as v from nation")).isEqualTo("25");
    assertThat(reader.count(Metric.STATEMENT_RETRIES)).isLessThanOrEqualTo(retries);
    assertThat(reader.count(Metric.SERVERS_UNREACHABLE)).isZero();
  }
}
