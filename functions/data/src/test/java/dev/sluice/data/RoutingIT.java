package dev.sluice.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.call.Outage;
import dev.sluice.catalog.Limits;
import dev.sluice.servers.SampleDatabase;
import dev.sluice.telemetry.Event;
import dev.sluice.telemetry.Field;
import dev.sluice.telemetry.Metric;
import dev.sluice.telemetry.RecordingTelemetry;
import dev.sluice.testkit.TcpProxy;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(ClusterExtension.class)
class RoutingIT {
  private static final Rows.Source FIRST = new Rows.Source("replica-1", true);
  private static final Rows.Source SECOND = new Rows.Source("replica-2", true);
  private static final Rows.Source PRIMARY = new Rows.Source("primary", false);

  private TcpProxy wireToFirst;
  private TcpProxy wireToPrimary;
  private TestReader reader;

  @BeforeEach
  void open(TestCluster cluster) throws IOException {
    wireToFirst = cluster.wireToReplica(0);
    wireToPrimary = cluster.wireToPrimary();
    reader =
        TestReader.of(
            cluster, List.of(TestCluster.url(wireToFirst)), TestCluster.url(wireToPrimary), 1);
  }

  @AfterEach
  void close() throws IOException {
    reader.close();
    wireToFirst.close();
    wireToPrimary.close();
  }

  @Test
  void read_replayPaused_seesTheOlderRow(TestCluster cluster) throws SQLException {
    String sql = "select r_comment as v from region where r_regionkey = 0";
    cluster.change("update region set r_comment = 'old' where r_regionkey = 0");
    cluster.servers().pauseReplay(0);
    try {
      cluster.changePrimary("update region set r_comment = 'new' where r_regionkey = 0");
      Rows rows = reader.read(sql);
      assertThat(TestReader.only(rows)).hasToString("\"old\"");
      assertThat(rows.source()).isEqualTo(FIRST);
    } finally {
      cluster.servers().resumeReplay(0);
      cluster.servers().awaitReplay();
    }
    assertThat(reader.value(sql)).isEqualTo("\"new\"");
  }

  @Test
  void read_primaryStopped_isAnsweredAllTheSame(TestCluster cluster) {
    cluster.servers().stopPrimary();
    try {
      for (int i = 0; i < 5; i++) {
        assertThat(source()).isEqualTo(FIRST);
      }
      assertThat(reader.count(Metric.SERVERS_UNREACHABLE)).isZero();
    } finally {
      cluster.servers().restartPrimary();
      cluster.servers().awaitReplay();
    }
  }

  @Test
  void read_replicaKilled_primaryStandsInUntilItIsBack(TestCluster cluster) {
    assertThat(source()).isEqualTo(FIRST);
    cluster.servers().killReplica(0);
    try {
      long startNanos = System.nanoTime();
      for (int i = 0; i < 20; i++) {
        assertThat(source()).isEqualTo(PRIMARY);
      }
      assertThat(tookMillis(startNanos)).isLessThan(4_000);
      assertThat(reader.count(Metric.SERVERS_UNREACHABLE)).isEqualTo(1);
      RecordingTelemetry.Line line = reader.telemetry().lines().getFirst();
      assertThat(line.event()).isEqualTo(Event.SERVER_LOST);
      assertThat(line.fields().get(Field.SERVER)).isEqualTo("replica-1");
    } finally {
      cluster.servers().restartReplica(0);
      cluster.servers().awaitReplay();
    }
    assertUsedAgain();
  }

  @Test
  void read_replicaBackAfterManyFailures_isUsedWithinABoundedTime() throws IOException {
    wireToFirst.refuse();
    for (int second = 0; second < 60; second++) {
      assertThat(source()).isEqualTo(PRIMARY);
      reader.pass(Duration.ofSeconds(1));
    }
    assertThat(reader.count(Metric.SERVERS_UNREACHABLE)).as("not at every call").isBetween(5L, 20L);
    wireToFirst.pass();
    assertUsedAgain();
  }

  @Test
  void read_replicaHangs_primaryStandsInAndLaterCallsDoNotWait() throws IOException {
    Limits limits = new Limits(10, 10_000, 400);
    reader.read("select 1 as v", limits);
    wireToFirst.blackhole();
    assertThat(reader.read("select 1 as v", limits).source()).isEqualTo(PRIMARY);
    long startNanos = System.nanoTime();
    for (int i = 0; i < 20; i++) {
      assertThat(reader.read("select 1 as v", limits).source()).isEqualTo(PRIMARY);
    }
    assertThat(tookMillis(startNanos)).isLessThan(2_000);
    // When it is time to see, the call that does it is not held up for long either.
    long leastMillis = Long.MAX_VALUE;
    for (int look = 0; look < 3; look++) {
      reader.pass(Outage.MOST);
      startNanos = System.nanoTime();
      assertThat(reader.read("select 1 as v", limits).source()).isEqualTo(PRIMARY);
      leastMillis = Math.min(leastMillis, tookMillis(startNanos));
    }
    assertThat(leastMillis).isBetween(200L, 750L);
    wireToFirst.pass();
    assertUsedAgain();
  }

  @Test
  void read_twoReplicas_areAskedInTurn(TestCluster cluster) throws IOException {
    try (TcpProxy wireToSecond = cluster.wireToReplica(1);
        TestReader both =
            TestReader.of(
                cluster,
                List.of(TestCluster.url(wireToFirst), TestCluster.url(wireToSecond)),
                TestCluster.url(wireToPrimary),
                1)) {
      List<Rows.Source> sources = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        sources.add(both.read("select 1 as v").source());
      }
      assertThat(sources).containsExactly(FIRST, SECOND, FIRST, SECOND, FIRST, SECOND);
      wireToSecond.refuse();
      wireToSecond.cutAll();
      for (int i = 0; i < 6; i++) {
        assertThat(both.read("select 1 as v").source()).isEqualTo(FIRST);
      }
      wireToFirst.refuse();
      wireToFirst.cutAll();
      assertThat(both.read("select 1 as v").source()).isEqualTo(PRIMARY);
      assertThat(wireToSecond.open()).isZero();
    }
  }

  @Test
  void read_allRefuse_isUnavailableAtOnce() throws IOException {
    wireToFirst.refuse();
    wireToPrimary.refuse();
    long leastMillis = Long.MAX_VALUE;
    for (int i = 1; i <= 3; i++) {
      long startNanos = System.nanoTime();
      assertThatThrownBy(() -> reader.read("select 1 as v"))
          .isInstanceOf(DataException.Unavailable.class)
          .hasMessage("The database cannot be reached just now. Try again in a few seconds.");
      leastMillis = Math.min(leastMillis, tookMillis(startNanos));
      assertThat(reader.count(Metric.SERVERS_UNREACHABLE)).isEqualTo(2L * i);
    }
    assertThat(leastMillis).isLessThan(300);
    wireToPrimary.pass();
    assertThat(source()).isEqualTo(PRIMARY);
  }

  @Test
  void read_allHang_isUnavailableWithinTheDeadline() {
    wireToFirst.blackhole();
    wireToPrimary.blackhole();
    long startNanos = System.nanoTime();
    assertThatThrownBy(
            () -> reader.read("select 1 as v", "{}", Limits.DEFAULT, Duration.ofMillis(1_500)))
        .isInstanceOf(DataException.Unavailable.class);
    assertThat(tookMillis(startNanos)).isLessThan(2_500);
    assertThat(reader.count(Metric.SERVERS_UNREACHABLE))
        .as("the second had too little time for a verdict")
        .isEqualTo(1);
  }

  @Test
  void read_tooLittleTimeToConnect_blamesNoServer() {
    wireToFirst.blackhole();
    long startNanos = System.nanoTime();
    assertThatThrownBy(
            () -> reader.read("select 1 as v", "{}", Limits.DEFAULT, Duration.ofMillis(150)))
        .isInstanceOf(DataException.TimedOut.class)
        .hasMessage("The call's time was up before the statement could be run. Try again.");
    assertThat(tookMillis(startNanos)).isLessThan(900);
    assertThat(reader.count(Metric.SERVERS_UNREACHABLE)).isZero();
  }

  @Test
  void read_wrongPassword_isUnavailableAndTellsNobody(TestCluster cluster) {
    try (TestReader stranger =
        new TestReader(
            new Settings(List.of(cluster.replicaUrl(0)), null, 1, 10_000),
            () -> new Credentials.Login(SampleDatabase.READER, "guessed-secret"))) {
      long startNanos = System.nanoTime();
      assertThatThrownBy(() -> stranger.read("select 1 as v"))
          .isInstanceOf(DataException.Unavailable.class)
          .satisfies(e -> assertThat(allMessages(e)).doesNotContain("guessed-secret"))
          .satisfies(e -> assertThat(allMessages(e)).contains("password authentication failed"));
      assertThat(tookMillis(startNanos)).isLessThan(5_000);
      assertThat(stranger.telemetry().lines().toString())
          .contains("PSQLException 28P01")
          .doesNotContain("guessed-secret");
    }
  }

  @Test
  void read_noCredentials_isUnavailableAndTheLogSaysWhereTheyAreMissing(TestCluster cluster) {
    try (TestReader stranger =
        new TestReader(
            new Settings(List.of(cluster.replicaUrl(0)), null, 1, TestReader.CONNECT_MILLIS),
            () -> {
              throw new IllegalStateException("nothing in /secret");
            })) {
      assertThatThrownBy(() -> stranger.read("select 1 as v"))
          .isInstanceOf(DataException.Unavailable.class)
          .hasMessage("The database cannot be reached just now. Try again in a few seconds.");
      assertThat(stranger.telemetry().lines().toString()).contains("nothing in /secret");
      assertThat(stranger.replicas().warm()).isFalse();
    }
  }

  @Test
  void read_passwordRotatedBetweenCalls_isAnswered(TestCluster cluster) throws SQLException {
    assertThat(source()).isEqualTo(FIRST);
    cluster.servers().rotate(SampleDatabase.READER);
    assertThat(source()).as("over the connection there is").isEqualTo(FIRST);
    assertThat(cluster.endSessions(0)).isPositive();
    assertThat(source()).as("over a new connection").isEqualTo(FIRST);
    assertThat(reader.count(Metric.STATEMENT_RETRIES)).isLessThanOrEqualTo(1);
    assertThat(reader.count(Metric.SERVERS_UNREACHABLE)).isZero();
  }

  /** At the first look, or at one of the next where a busy machine was too slow to connect. */
  private void assertUsedAgain() {
    Rows.Source source = PRIMARY;
    for (int look = 1; look <= 5 && source.equals(PRIMARY); look++) {
      reader.pass(Outage.MOST);
      source = source();
    }
    assertThat(source).isEqualTo(FIRST);
  }

  private Rows.Source source() {
    return reader.read("select 1 as v").source();
  }

  private static String allMessages(Throwable thrown) {
    StringBuilder messages = new StringBuilder();
    for (Throwable t = thrown; t != null; t = t.getCause()) {
      messages.append(t).append('\n');
    }
    return messages.toString();
  }

  private static long tookMillis(long startNanos) {
    return (System.nanoTime() - startNanos) / 1_000_000;
  }
}
