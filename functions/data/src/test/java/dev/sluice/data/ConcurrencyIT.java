package dev.sluice.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.catalog.Limits;
import dev.sluice.telemetry.Metric;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(ClusterExtension.class)
class ConcurrencyIT {
  private static final int THREADS = 8;
  private static final Duration AMPLE = Duration.ofSeconds(30);
  private static final String ALL_IN_USE =
      "Busy: Every connection to the database is in use just now. Try again in a few seconds.";

  /** How one call ended: its value or its error, and after how long. */
  private record Outcome(String value, long tookMillis) {}

  @ParameterizedTest
  @CsvSource({"500,0.15,0,0", "3000,0.4,2,1"})
  void read_moreCallersThanConnections_someAreAnsweredAndNoneWaitsPastItsDeadline(
      int deadlineMillis,
      double sleepSeconds,
      int leastAnswered,
      int leastBusy,
      TestCluster cluster)
      throws InterruptedException, ExecutionException {
    try (TestReader reader =
            TestReader.of(
                cluster, List.of(cluster.replicaUrl(0)), cluster.servers().primaryUrl(), 2);
        ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
      Duration deadline = Duration.ofMillis(deadlineMillis);
      String sql = "select 'replica' as v from pg_sleep(" + sleepSeconds + ")";
      List<Callable<Outcome>> calls = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        calls.add(() -> outcome(reader, sql, deadline));
      }
      List<Outcome> outcomes = run(threads, calls);
      long answered = outcomes.stream().filter(o -> o.value().equals("\"replica\"")).count();
      long busy = outcomes.stream().filter(o -> o.value().equals(ALL_IN_USE)).count();
      long late = outcomes.stream().filter(o -> o.value().startsWith("TimedOut: ")).count();
      assertThat(answered + busy + late).as("%s", outcomes).isEqualTo(THREADS);
      assertThat(answered).as("%s", outcomes).isGreaterThanOrEqualTo(leastAnswered);
      assertThat(busy).as("%s", outcomes).isGreaterThanOrEqualTo(leastBusy);
      // A place in the pool is waited for as long as a new connection: not for seconds.
      long mostMillis = Math.min(deadlineMillis, TestReader.CONNECT_MILLIS + 500);
      assertThat(outcomes).allMatch(outcome -> outcome.tookMillis() < mostMillis + 1_000);
      assertThat(reader.count(Metric.POOL_EXHAUSTIONS)).isEqualTo(busy);
      assertThat(reader.count(Metric.SERVERS_UNREACHABLE)).isZero();
      assertThat(reader.read("select 1 as v").source())
          .as("the primary stands in for servers that are down, not for a full pool")
          .isEqualTo(new Rows.Source("replica-1", true));
    }
  }

  @Test
  void read_serverTakesNoMoreConnections_isBusyAtOnce(TestCluster cluster) throws SQLException {
    cluster.change("alter role sluice_reader connection limit 1");
    try (TestReader first = TestReader.of(cluster, cluster.replicaUrl(0));
        TestReader second =
            new TestReader(
                new Settings(List.of(cluster.replicaUrl(0)), null, 1, 10_000),
                cluster.credentials())) {
      first.read("select 1 as v");
      long startNanos = System.nanoTime();
      assertThatThrownBy(() -> second.read("select 1 as v"))
          .isInstanceOf(DataException.Busy.class)
          .hasMessage(
              "Every connection to the database is in use just now. Try again in a few seconds.");
      assertThat(Duration.ofNanos(System.nanoTime() - startNanos))
          .isLessThan(Duration.ofSeconds(5));
      assertThat(first.value("select 1 as v")).isEqualTo("1");
    } finally {
      cluster.change("alter role sluice_reader connection limit 50");
    }
  }

  @Test
  void read_whileOthersAreCancelled_isNeverCancelledWithThem(TestCluster cluster)
      throws SQLException, InterruptedException, ExecutionException {
    // Overhears the server's timeout, and ends at about the time when our cancel is sent.
    cluster.change(
        "create schema concurrency",
        "grant usage on schema concurrency to sluice_reader",
        """
        create function concurrency.stubborn(more float8) returns text language plpgsql as $$
        begin
          begin
            perform pg_sleep(20);
          exception when query_canceled then
            null;
          end;
          perform pg_sleep(more);
          return 'slept';
        end $$
        """);
    Settings patient = new Settings(List.of(cluster.replicaUrl(0)), null, 2, 10_000);
    try (TestReader reader = new TestReader(patient, cluster.credentials());
        ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
      List<Callable<Outcome>> calls = new ArrayList<>();
      for (int i = 0; i < 30; i++) {
        double more = 0.085 + 0.001 * i;
        calls.add(
            () -> outcome(reader, "select concurrency.stubborn(" + more + ") as v", 20, AMPLE));
        for (int j = 0; j < 4; j++) {
          int number = i * 10 + j;
          calls.add(
              () ->
                  outcome(reader, "select " + number + " as v from pg_sleep(0.002)", 2_000, AMPLE));
        }
      }
      List<Outcome> outcomes = run(threads, calls);
      for (int i = 0; i < outcomes.size(); i++) {
        if (i % 5 > 0) {
          assertThat(outcomes.get(i).value()).isEqualTo(String.valueOf(i / 5 * 10 + i % 5 - 1));
        }
      }
      assertThat(reader.count(Metric.STATEMENT_CANCELS)).isPositive();
      assertThat(reader.count(Metric.STATEMENT_RETRIES)).isZero();
    } finally {
      cluster.change("drop schema concurrency cascade");
    }
  }

  private static List<Outcome> run(ExecutorService threads, List<Callable<Outcome>> calls)
      throws InterruptedException, ExecutionException {
    List<Outcome> outcomes = new ArrayList<>();
    for (Future<Outcome> future : threads.invokeAll(calls)) {
      outcomes.add(future.get());
    }
    return outcomes;
  }

  private static Outcome outcome(TestReader reader, String sql, Duration deadline) {
    return outcome(reader, sql, 2_000, deadline);
  }

  private static Outcome outcome(
      TestReader reader, String sql, int timeoutMillis, Duration deadline) {
    long startNanos = System.nanoTime();
    String value;
    try {
      Limits limits = new Limits(10, 10_000, timeoutMillis);
      value = TestReader.only(reader.read(sql, "{}", limits, deadline)).toString();
    } catch (DataException e) {
      value = e.getClass().getSimpleName() + ": " + e.getMessage();
    }
    return new Outcome(value, (System.nanoTime() - startNanos) / 1_000_000);
  }
}
