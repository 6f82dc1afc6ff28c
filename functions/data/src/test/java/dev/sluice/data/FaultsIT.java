package dev.sluice.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.catalog.Limits;
import dev.sluice.catalog.WhenStale;
import dev.sluice.servers.SampleDatabase;
import dev.sluice.telemetry.Metric;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Servers that fail under load, each with the figure it must keep; ARCHITECTURE.md lists them. */
@ExtendWith(ClusterExtension.class)
class FaultsIT {
  private static final Duration PAUSE = Duration.ofMillis(10);
  private static final String QUESTION = "select count(*)::int as v from nation";

  /** As a tool has them that says nothing. */
  private static final Limits LIMITS = new Limits(10, 10_000, 2_000);

  @Test
  void fault03_replicaKilled_atMostOnePercentFailAndThenNone(TestCluster cluster)
      throws InterruptedException, ExecutionException {
    try (TestReader reader = TestReader.of(cluster, cluster.servers().replicaUrls(), null, 4);
        Load load = new Load()) {
      load.start(4, PAUSE, PAUSE, () -> reader.read(QUESTION, LIMITS));
      Load.rest(Duration.ofMillis(500));
      cluster.servers().killReplica(0);
      long killedNanos = System.nanoTime();
      Load.rest(Duration.ofSeconds(3));
      List<Load.Outcome> outcomes = load.end();
      List<Load.Outcome> after = Load.from(killedNanos, outcomes);
      report(3, after);
      assertThat(after).hasSizeGreaterThan(100);
      assertThat(Load.errors(outcomes).size() * 100).isLessThanOrEqualTo(after.size());
      assertThat(Load.errors(Load.from(killedNanos + seconds(1), outcomes))).isEmpty();
    } finally {
      cluster.servers().restartReplica(0);
      cluster.servers().awaitReplay();
    }
  }

  @Test
  void fault04_replicaHung_isLeftAndItsProbesCostLittle(TestCluster cluster)
      throws InterruptedException, ExecutionException {
    try (TestReader reader = TestReader.of(cluster, cluster.servers().replicaUrls(), null, 4);
        Load load = new Load()) {
      load.start(4, PAUSE, PAUSE, () -> reader.read(QUESTION, LIMITS));
      Load.rest(Duration.ofMillis(500));
      cluster.servers().hangReplica(0);
      long hungNanos = System.nanoTime();
      Load.rest(Duration.ofSeconds(7));
      List<Load.Outcome> outcomes = load.end();
      List<Load.Outcome> later = Load.from(hungNanos + seconds(3), outcomes);
      report(4, later);
      assertThat(reader.count(Metric.SERVERS_UNREACHABLE)).isPositive();
      assertThat(Load.errors(outcomes)).isEmpty();
      assertThat(later).hasSizeGreaterThan(100);
      assertThat(Load.p95Millis(later)).isLessThan(500);
      assertThat(later).as("a probe's cost").allMatch(outcome -> outcome.tookMillis() < 1_000);
    } finally {
      cluster.servers().wakeReplica(0);
      cluster.servers().awaitReplay();
    }
  }

  /**
   * What was committed longer ago than the bound, before a call began, must be in its answer unless
   * the answer says that it is stale; and no answer says that it is younger than it is.
   */
  @Test
  void fault05_replayPaused_noAnswerIsOlderThanAllowedWithoutALabel(TestCluster cluster)
      throws SQLException, InterruptedException, ExecutionException {
    cluster.change(
        "create table public.faults_ticks as select 0 as n",
        "grant select on public.faults_ticks to sluice_reader");
    NavigableMap<Long, Integer> committed = new ConcurrentSkipListMap<>();
    Duration bound = Duration.ofMillis(500);
    String sql = "select max(n)::int as v from faults_ticks";
    try (TestReader labelled = TestReader.of(cluster, cluster.servers().replicaUrls(), null, 3);
        TestReader strict =
            TestReader.of(
                cluster, cluster.servers().replicaUrls(), cluster.servers().primaryUrl(), 3);
        Load load = new Load()) {
      load.start(3, PAUSE, PAUSE, () -> labelled.read(sql, new Freshness(bound, WhenStale.LABEL)));
      load.start(3, PAUSE, PAUSE, () -> strict.read(sql, new Freshness(bound, WhenStale.ERROR)));
      ticks(cluster, committed, 1, Duration.ofMillis(700));
      cluster.servers().pauseReplay(0);
      ticks(cluster, committed, 1_001, Duration.ofMillis(1_500));
      cluster.servers().pauseReplay(1);
      ticks(cluster, committed, 2_001, Duration.ofMillis(1_500));
      cluster.servers().resumeReplay(0);
      ticks(cluster, committed, 3_001, Duration.ofMillis(1_500));
      List<Load.Outcome> outcomes = load.end();
      report(5, outcomes);
      assertThat(Load.errors(outcomes)).as("the other replica or the primary is asked").isEmpty();
      assertThat(outcomes).hasSizeGreaterThan(200);
      assertThat(outcomes).anyMatch(o -> rows(o).age().stale());
      assertThat(outcomes).anyMatch(o -> !rows(o).source().replica());
      for (Load.Outcome outcome : outcomes) {
        Rows.Age age = rows(outcome).age();
        Duration behind = behind(outcome, committed);
        assertThat(age.stale() || behind.compareTo(bound) <= 0).as("%s", outcome).isTrue();
        assertThat(age.lag()).as("%s", outcome).isGreaterThanOrEqualTo(behind);
      }
    } finally {
      cluster.servers().resumeReplay(0);
      cluster.servers().resumeReplay(1);
      cluster.change("drop table public.faults_ticks");
    }
  }

  @Test
  void fault11_passwordsRotatedUnderLoad_noCallFailsWithTwoUsers(TestCluster cluster)
      throws SQLException, InterruptedException, ExecutionException {
    cluster.change(
        "create role faults_reader login password 'faults-0' in role sluice_reader",
        "alter role faults_reader set default_transaction_read_only = on");
    Credentials.Login[] current = {new Credentials.Login("faults_reader", "faults-0")};
    Settings settings =
        new Settings(cluster.servers().replicaUrls(), null, 3, TestReader.CONNECT_MILLIS);
    try (TestReader reader = new TestReader(settings, () -> current[0]);
        Load load = new Load()) {
      load.start(3, PAUSE, PAUSE, () -> reader.read(QUESTION, LIMITS));
      int ended = 0;
      for (int round = 1; round <= 3; round++) {
        Load.rest(Duration.ofMillis(300));
        current[0] = cluster.credentials().current();
        ended += endSessions(cluster, "faults_reader");
        String password = "faults-" + round;
        cluster.change("alter role faults_reader password '" + password + "'");
        Load.rest(Duration.ofMillis(300));
        current[0] = new Credentials.Login("faults_reader", password);
        cluster.servers().rotate(SampleDatabase.READER);
        ended += endSessions(cluster, SampleDatabase.READER);
      }
      Load.rest(Duration.ofMillis(300));
      List<Load.Outcome> outcomes = load.end();
      report(11, outcomes);
      assertThat(outcomes).hasSizeGreaterThan(100);
      assertThat(Load.errors(outcomes)).isEmpty();
      assertThat(reader.count(Metric.STATEMENT_RETRIES)).isLessThanOrEqualTo(ended);
      assertThat(reader.count(Metric.SERVERS_UNREACHABLE)).isZero();
    } finally {
      cluster.change("drop role faults_reader");
    }
  }

  @Test
  void fault19_queriesOf29Seconds_leaveNothingRunning(TestCluster cluster)
      throws SQLException, InterruptedException, ExecutionException {
    try (TestReader reader = TestReader.of(cluster, cluster.servers().replicaUrls(), null, 4);
        Load load = new Load()) {
      Limits patient = new Limits(10, 10_000, 30_000);
      load.start(
          8,
          PAUSE,
          PAUSE,
          () -> reader.read("select pg_sleep(29)", "{}", patient, Duration.ofMillis(1_500)));
      Load.rest(Duration.ofSeconds(1));
      List<Load.Outcome> outcomes = load.end();
      long endNanos = System.nanoTime();
      assertThat(Load.errors(outcomes)).hasSameSizeAs(outcomes);
      String running =
          "select count(*) from pg_stat_activity"
              + " where usename = 'sluice_reader' and state = 'active'";
      cluster.awaitReplica(0, running, "0");
      cluster.awaitReplica(1, running, "0");
      assertThat(System.nanoTime() - endNanos).isLessThan(seconds(5));
      report(19, outcomes);
    }
  }

  /** Commits rows for so long, and notes when each was committed. */
  private static void ticks(
      TestCluster cluster, NavigableMap<Long, Integer> committed, int first, Duration time)
      throws SQLException {
    long endNanos = System.nanoTime() + time.toNanos();
    try (Connection connection = cluster.servers().primary();
        Statement statement = connection.createStatement()) {
      for (int n = first; System.nanoTime() < endNanos; n++) {
        statement.execute("insert into faults_ticks values (" + n + ")");
        committed.put(System.nanoTime(), n);
        Load.rest(Duration.ofMillis(20));
      }
    }
  }

  /** How long before the call began what it does not show was committed at the earliest. */
  private static Duration behind(Load.Outcome outcome, NavigableMap<Long, Integer> committed) {
    int seen = TestReader.only(rows(outcome)).asInt();
    return committed.headMap(outcome.startNanos()).entrySet().stream()
        .filter(entry -> entry.getValue() > seen)
        .findFirst()
        .map(entry -> Duration.ofNanos(outcome.startNanos() - entry.getKey()))
        .orElse(Duration.ZERO);
  }

  private static int endSessions(TestCluster cluster, String user) throws SQLException {
    int ended = 0;
    for (int i = 0; i < 2; i++) {
      ended +=
          Integer.parseInt(
              cluster.askReplica(
                  i,
                  "select count(pg_terminate_backend(pid, 5000)) from pg_stat_activity"
                      + " where usename = '"
                      + user
                      + "'"));
    }
    return ended;
  }

  private static Rows rows(Load.Outcome outcome) {
    return Objects.requireNonNull(outcome.rows());
  }

  private static long seconds(long seconds) {
    return Duration.ofSeconds(seconds).toNanos();
  }

  /** For whoever wants the figures. */
  static void report(int fault, List<Load.Outcome> outcomes) {
    System.out.printf(
        "fault %d: %d calls, %d errors, p95 %d ms, longest %d ms%n",
        fault,
        outcomes.size(),
        Load.errors(outcomes).size(),
        Load.p95Millis(outcomes),
        outcomes.stream().mapToLong(Load.Outcome::tookMillis).max().orElse(0));
  }
}
