package dev.sluice.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.catalog.Limits;
import dev.sluice.catalog.WhenStale;
import dev.sluice.servers.SampleDatabase;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Faults that a cluster does not outlive, or that it must be made for. */
class FailoverIT {
  private static final int MOST_CONNECTIONS = 10;

  /** Those that PostgreSQL keeps for the superuser. */
  private static final int KEPT = 3;

  private static final int SLEEPERS = 4;
  private static final double SMALL = 0.0031;
  private static final Duration PAUSE = Duration.ofMillis(10);
  private static final Limits LIMITS = new Limits(10, 10_000, 2_000);

  private TestCluster cluster;

  @BeforeEach
  void start() throws IOException, SQLException {
    cluster = TestCluster.start(SMALL, MOST_CONNECTIONS);
  }

  @AfterEach
  void end() throws IOException {
    cluster.close();
  }

  /** Each reader is an environment of Lambda's: one connection to each server. */
  @Test
  void fault06_primaryFailsOver_readsNeverStop()
      throws SQLException, InterruptedException, ExecutionException {
    Freshness bound = new Freshness(Duration.ofSeconds(2), WhenStale.ERROR);
    String sql = "select count(*)::int as v from nation";
    List<String> replicas = cluster.servers().replicaUrls();
    try (TestReader any = TestReader.of(cluster, replicas, cluster.servers().primaryUrl(), 1);
        TestReader fresh = TestReader.of(cluster, replicas, cluster.servers().primaryUrl(), 1);
        Load load = new Load()) {
      load.start(1, PAUSE, PAUSE, () -> any.read(sql, LIMITS));
      load.start(1, PAUSE, PAUSE, () -> fresh.read(sql, bound, LIMITS));
      cluster.changePrimary("create table public.before_it_failed as select 1 as a");
      cluster.servers().awaitReplay();
      cluster.servers().stopPrimary();
      Load.rest(Duration.ofSeconds(1));
      cluster.servers().promoteReplica(0);
      long promotedNanos = System.nanoTime();
      // Longer than the bound: the other replica is left behind, and says so.
      Load.rest(Duration.ofMillis(3_500));
      List<Load.Outcome> outcomes = load.end();
      FaultsIT.report(6, outcomes);
      assertThat(Load.errors(outcomes)).isEmpty();
      assertThat(Load.from(promotedNanos, outcomes)).hasSizeGreaterThan(100);
      fresh.pass(Lags.BETWEEN);
      assertThat(fresh.read(sql, bound, LIMITS).age())
          .as("what was promoted is the primary")
          .isEqualTo(new Rows.Age(Duration.ZERO, false));
    }
  }

  @Test
  void fault10_databaseSaturated_shedsSoonAndAnswersAsMuchAsBefore()
      throws SQLException, InterruptedException, ExecutionException {
    List<Connection> sleepers = new ArrayList<>();
    List<TestReader> environments = new ArrayList<>();
    try {
      for (int i = 0; i < SLEEPERS; i++) {
        sleepers.add(sleeper());
      }
      int room = MOST_CONNECTIONS - KEPT - SLEEPERS;
      for (int i = 0; i < 3 * room; i++) {
        environments.add(TestReader.of(cluster, cluster.replicaUrl(0)));
      }
      List<Load.Outcome> alone = load(environments.subList(0, room));
      List<Load.Outcome> crowded = load(environments);
      List<Load.Outcome> shed = Load.errors(crowded);
      FaultsIT.report(10, crowded);
      int answered = crowded.size() - shed.size();
      System.out.printf("answered %d alone, %d at three times the load%n", alone.size(), answered);
      assertThat(Load.errors(alone)).isEmpty();
      assertThat(answered).isGreaterThanOrEqualTo(alone.size() * 9 / 10);
      assertThat(shed)
          .isNotEmpty()
          .allSatisfy(
              outcome -> {
                assertThat(outcome.error())
                    .isInstanceOf(DataException.Busy.class)
                    .hasMessage(
                        "Every connection to the database is in use just now."
                            + " Try again in a few seconds.");
                assertThat(outcome.tookMillis()).isLessThan(1_000);
              });
    } finally {
      environments.forEach(TestReader::close);
      for (Connection sleeper : sleepers) {
        sleeper.abort(Runnable::run);
      }
    }
  }

  private static List<Load.Outcome> load(List<TestReader> environments)
      throws InterruptedException, ExecutionException {
    try (Load load = new Load()) {
      for (TestReader environment : environments) {
        load.start(
            1,
            Duration.ofMillis(1),
            Duration.ofMillis(250),
            () -> environment.read("select 1 as v from pg_sleep(0.05)", LIMITS));
      }
      Load.rest(Duration.ofSeconds(2));
      return load.end();
    }
  }

  /** Somebody else's connection, which does not let go. */
  private Connection sleeper() throws SQLException {
    Credentials.Login login = cluster.credentials().current();
    Connection connection =
        DriverManager.getConnection(cluster.replicaUrl(0), login.user(), login.password());
    try (Statement statement = connection.createStatement()) {
      statement.execute("select '" + SampleDatabase.READER + "'");
    }
    return connection;
  }
}
