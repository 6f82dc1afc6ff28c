package dev.sluice.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.call.Principal;
import dev.sluice.catalog.Limits;
import dev.sluice.catalog.Mask;
import dev.sluice.catalog.WhenStale;
import dev.sluice.telemetry.Metric;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

@ExtendWith(ClusterExtension.class)
class LongReadsIT {
  private static final String RUNNING =
      "select count(*) from pg_stat_activity where usename = 'sluice_reader' and state = 'active'";

  /** Nobody reads, and nobody is in the midst of it. */
  private static final String HELD =
      "select count(*) from pg_stat_activity where usename = 'sluice_reader' and state <> 'idle'";

  private static final String ENDLESS =
      "select l1.l_comment, l2.l_comment as other from lineitem l1, lineitem l2";
  private static final Principal ADA = new Principal("ada", "acme", Set.of(), false);
  private static final LongLimits AMPLE = new LongLimits(1_000_000, 1L << 30, 20_000);

  private TestReader reader;

  /** Keeps what it is given, or does with it what a test wants. */
  private static class Keeping implements RowSink {
    final List<Head> heads = new ArrayList<>();
    final List<List<JsonNode>> rows = new ArrayList<>();

    @Override
    public void begin(Head head) throws IOException {
      heads.add(head);
      rows.clear();
    }

    @Override
    public void take(List<JsonNode> row) throws IOException {
      rows.add(row);
    }
  }

  /** Does something before the row of a number, counted from 1. */
  private static final class Pausing extends Keeping {
    private final int at;
    private final Work work;

    interface Work {
      void run() throws Exception;
    }

    Pausing(int at, Work work) {
      this.at = at;
      this.work = work;
    }

    @Override
    public void take(List<JsonNode> row) throws IOException {
      super.take(row);
      if (rows.size() == at) {
        try {
          work.run();
        } catch (IOException e) {
          throw e;
        } catch (Exception e) {
          throw new IllegalStateException(e);
        }
      }
    }
  }

  @BeforeAll
  static void prepare(TestCluster cluster) throws SQLException {
    cluster.change(
        "create schema long_reads",
        "grant usage on schema long_reads to sluice_reader",
        "create table long_reads.many as"
            + " select g as id, case when g % 2 = 0 then 'acme' else 'bolt' end as tenant,"
            + " repeat(md5(g::text), 4) as body from generate_series(1, 20000) as g",
        "create table long_reads.secured as select * from long_reads.many",
        "create table long_reads.changing as select 'old' as body",
        "alter table long_reads.secured enable row level security",
        "create policy own on long_reads.secured"
            + " using (tenant = nullif(current_setting('sluice.tenant', true), ''))",
        "grant select on all tables in schema long_reads to sluice_reader");
  }

  @AfterAll
  static void clean(TestCluster cluster) throws SQLException {
    cluster.change("drop schema long_reads cascade");
  }

  @BeforeEach
  void open(TestCluster cluster) {
    reader = TestReader.of(cluster, cluster.replicaUrl(0));
  }

  /** Nothing may go on running, whatever the test did. */
  @AfterEach
  void close(TestCluster cluster) throws SQLException {
    cluster.awaitReplica(0, HELD, "0");
    reader.close();
  }

  @Test
  void stream_everyType_givesTheRowsOfAnOrdinaryRead(TestCluster cluster)
      throws SQLException, IOException {
    for (List<String> samples : AllTypesIT.samplesOfAllTypes(cluster)) {
      StringBuilder sql = new StringBuilder("select g");
      for (int i = 0; i < samples.size(); i++) {
        sql.append(", ").append(samples.get(i)).append(" as v").append(i);
      }
      String text = sql.append(" from generate_series(1, 2) as g").toString();
      Rows rows = reader.read(text);
      Keeping sink = new Keeping();
      Streamed streamed = stream(query(text), AMPLE, Cancellation.NEVER, sink);
      assertThat(sink.rows).isEqualTo(rows.rows());
      assertThat(sink.rows).hasToString(rows.rows().toString());
      assertThat(sink.heads).containsExactly(streamed.head());
      assertThat(streamed.head().columns()).isEqualTo(rows.columns());
      assertThat(streamed.head().source()).isEqualTo(rows.source());
      assertThat(streamed.rows()).isEqualTo(2);
      assertThat(streamed.cut()).isEqualTo(Rows.Cut.NONE);
    }
  }

  @Test
  void stream_manyRows_givesThemAllInOrderOverOneConnection() throws IOException {
    String pid = reader.value("select pg_backend_pid() as v");
    String sql = "select g, pg_backend_pid() as pid from generate_series(1, 100000) as g";
    AtomicInteger next = new AtomicInteger();
    Streamed streamed =
        stream(
            query(sql),
            AMPLE,
            Cancellation.NEVER,
            new Keeping() {
              @Override
              public void take(List<JsonNode> row) {
                assertThat(row.getFirst().asInt()).isEqualTo(next.incrementAndGet());
                assertThat(row.get(1)).hasToString(pid);
              }
            });
    assertThat(streamed.rows()).isEqualTo(100_000);
    assertThat(next).hasValue(100_000);
    assertThat(reader.value("select pg_backend_pid() as v")).as("is given back").isEqualTo(pid);
    assertThat(reader.count(Metric.STATEMENT_CANCELS)).isZero();
  }

  @Test
  void stream_limits_cutItExactlyThere() throws IOException {
    String sql = "select repeat('x', 93) as v from generate_series(1, 1000)";
    Streamed byRows = stream(sql, new LongLimits(300, 1 << 20, 10_000));
    assertThat(byRows.rows()).isEqualTo(300);
    assertThat(byRows.cut()).isEqualTo(Rows.Cut.BY_ROWS);
    Streamed byBytes = stream(sql, new LongLimits(5_000, 70_000, 10_000));
    assertThat(byBytes.rows()).isEqualTo(700);
    assertThat(byBytes.bytes()).isEqualTo(70_000);
    assertThat(byBytes.cut()).isEqualTo(Rows.Cut.BY_BYTES);
    assertThat(stream(sql, new LongLimits(1_000, 100_000, 10_000)).cut()).isEqualTo(Rows.Cut.NONE);
  }

  @Test
  void stream_rowsThatBecomeWide_beginAnewAndAllCome() throws IOException {
    String sql =
        "select g, repeat('x', case when g > 600 then 200000 else 5 end) as v"
            + " from generate_series(1, 800) as g";
    Keeping sink = new Keeping();
    Streamed streamed = stream(query(sql), AMPLE, Cancellation.NEVER, sink);
    assertThat(sink.heads).hasSize(2);
    assertThat(streamed.rows()).isEqualTo(800);
    assertThat(sink.rows).hasSize(800);
    assertThat(sink.rows.getLast().getFirst().asInt()).isEqualTo(800);
  }

  @Test
  void stream_rowsThatAreWideThroughout_areFetchedInFewerAtATime() throws IOException {
    // 256 of them are more than the driver takes in one go; it is told after the first ones.
    String sql =
        "select g, repeat('x', 1000 * least(g, 300)) as v from generate_series(1, 600) as g";
    Keeping sink = new Keeping();
    assertThat(stream(query(sql), AMPLE, Cancellation.NEVER, sink).rows()).isEqualTo(600);
    assertThat(sink.rows).hasSize(600);
  }

  @Test
  void stream_rowTooLargeForMemory_isRefusedByItsNumber() {
    String sql =
        "select repeat('x', case when g = 700 then 20000000 else 5 end) as v"
            + " from generate_series(1, 800) as g";
    assertThatThrownBy(() -> stream(sql, AMPLE))
        .isInstanceOf(DataException.Refused.class)
        .hasMessage(
            "Row 700 alone is larger than 16 MiB."
                + " Ask for fewer columns, or for a part of the value.");
  }

  @Test
  void stream_claims_areTheCallersOwn() throws IOException {
    Keeping sink = new Keeping();
    Query query =
        query("select tenant, current_setting('sluice.subject') as s from long_reads.secured");
    reader.replicas().stream(query, AMPLE, reader.callOf(ADA), Cancellation.NEVER, sink);
    assertThat(sink.rows).hasSize(10_000);
    assertThat(Set.copyOf(sink.rows)).hasToString("[[\"acme\", \"ada\"]]");
    Keeping nobodys = new Keeping();
    reader.replicas().stream(
        query, AMPLE, reader.callOf(Principal.LOCAL), Cancellation.NEVER, nobodys);
    assertThat(nobodys.rows).isEmpty();
    assertThat(nobodys.heads).hasSize(1);
  }

  @Test
  void stream_masks_holdAndAreTold() throws IOException {
    Mask hidden = new Mask(new Mask.Hide(), "pii.read");
    Mask last = new Mask(new Mask.Last(3), "pii.read");
    Query query =
        query("select id, body, tenant from long_reads.many order by id")
            .withMasks(Map.of("tenant", hidden, "body", last));
    Keeping sink = new Keeping();
    reader.replicas().stream(query, AMPLE, reader.callOf(ADA), Cancellation.NEVER, sink);
    assertThat(sink.rows).hasSize(20_000);
    assertThat(sink.rows).allMatch(row -> row.size() == 2 && row.get(1).asString().length() == 4);
    assertThat(sink.heads.getFirst().masks()).containsOnlyKeys("body", "tenant");
    Principal holder = new Principal("bob", Set.of("pii.read"));
    Keeping lifted = new Keeping();
    reader.replicas().stream(query, AMPLE, reader.callOf(holder), Cancellation.NEVER, lifted);
    assertThat(lifted.rows.getFirst()).hasSize(3);
    assertThat(lifted.heads.getFirst().masks()).isEmpty();
  }

  @Test
  void stream_adHoc_leavesNothingInTheSession() throws IOException {
    Query query =
        new Query(
                SqlTemplate.literal(
                    "select set_config('work_mem', '77MB', false), g from generate_series(1, 999) g"),
                TestReader.NO_ARGUMENTS,
                Limits.DEFAULT)
            .withKind(Query.Kind.AD_HOC);
    assertThat(stream(query, AMPLE, Cancellation.NEVER, new Keeping()).rows()).isEqualTo(999);
    assertThat(reader.readAdHoc("show work_mem").rows().toString()).doesNotContain("77MB");
  }

  @Test
  void stream_writes_isRefused(TestCluster cluster) {
    try (TestReader primary = TestReader.of(cluster, cluster.servers().primaryUrl())) {
      assertThatThrownBy(
              () ->
                  primary.replicas().stream(
                      query("delete from long_reads.many returning id"),
                      AMPLE,
                      primary.callOf(ADA),
                      Cancellation.NEVER,
                      new Keeping()))
          .isInstanceOf(DataException.Refused.class);
    }
  }

  @Test
  void stream_replicaTooFarBehind_readsTheNextOrSaysHowOld(TestCluster cluster)
      throws SQLException, IOException {
    cluster.servers().pauseReplay(0);
    try (TestReader both =
        TestReader.of(cluster, List.of(cluster.replicaUrl(0)), cluster.servers().primaryUrl(), 1)) {
      cluster.changePrimary("update long_reads.changing set body = 'new'");
      Load.rest(Duration.ofMillis(300));
      Query query = query("select body from long_reads.changing");
      Query fresh = query.withFreshness(new Freshness(Duration.ofMillis(100), WhenStale.ERROR));
      Keeping sink = new Keeping();
      Streamed streamed =
          both.replicas().stream(fresh, AMPLE, both.callOf(ADA), Cancellation.NEVER, sink);
      assertThat(streamed.head().source().replica()).isFalse();
      assertThat(sink.heads).as("no row of the replica was handed out").hasSize(1);
      assertThat(sink.rows).hasToString("[[\"new\"]]");
      assertThatThrownBy(() -> stream(fresh, AMPLE, Cancellation.NEVER, new Keeping()))
          .isInstanceOf(DataException.Stale.class);
      Streamed labelled =
          stream(
              query.withFreshness(new Freshness(Duration.ofMillis(100), WhenStale.LABEL)),
              AMPLE,
              Cancellation.NEVER,
              new Keeping());
      assertThat(labelled.head().age().stale()).isTrue();
      assertThat(labelled.head().age().lag()).isGreaterThan(Duration.ofMillis(200));
    } finally {
      cluster.servers().resumeReplay(0);
      cluster.servers().awaitReplay();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select pg_sleep(20)::text as v",
        ENDLESS,
        "select case when g > 5000 then pg_sleep(20)::text end as v from generate_series(1, 9000) g"
      })
  void stream_noLongerWanted_isCancelledOnTheServerSoon(String sql, TestCluster cluster)
      throws Exception {
    AtomicBoolean wanted = new AtomicBoolean(true);
    CompletableFuture<Streamed> answer =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return stream(query(sql), LongLimits.MOST, wanted::get, new Counting());
              } catch (IOException e) {
                throw new IllegalStateException(e);
              }
            });
    cluster.awaitReplica(0, "select (count(*) > 0)::text from (" + active() + ") a", "true");
    Load.rest(Duration.ofMillis(500));
    long startNanos = System.nanoTime();
    wanted.set(false);
    assertThatThrownBy(answer::get)
        .isInstanceOf(ExecutionException.class)
        .cause()
        .isInstanceOf(DataException.Cancelled.class);
    cluster.awaitReplica(0, HELD, "0");
    assertThat(Duration.ofNanos(System.nanoTime() - startNanos)).isLessThan(Duration.ofSeconds(5));
    assertThat(reader.count(Metric.STATEMENT_CANCELS)).isEqualTo(1);
    assertThat(reader.count(Metric.SERVERS_UNREACHABLE)).isZero();
    assertThat(reader.value("select 1 as v")).isEqualTo("1");
  }

  private static String active() {
    return "select 1 from pg_stat_activity where usename = 'sluice_reader' and state <> 'idle'";
  }

  /** Only counts. */
  private static final class Counting extends Keeping {
    @Override
    public void take(List<JsonNode> row) {}
  }

  @Test
  void stream_noLongerWantedWhileTheSinkIsBusy_endsAfterwards(TestCluster cluster) {
    Pausing sink = new Pausing(1_000, () -> Load.rest(Duration.ofSeconds(3)));
    assertThatThrownBy(() -> stream(query(ENDLESS), AMPLE, () -> sink.rows.size() < 500, sink))
        .isInstanceOf(DataException.Cancelled.class);
    assertThat(sink.rows).hasSize(1_000);
    assertThat(reader.value("select 1 as v")).isEqualTo("1");
  }

  @Test
  void stream_whoeverIsAskedFails_goesOn() throws IOException {
    Cancellation broken =
        () -> {
          throw new IllegalStateException("cannot tell");
        };
    Streamed streamed =
        stream(query("select pg_sleep(2.5)::text as v"), AMPLE, broken, new Keeping());
    assertThat(streamed.rows()).isEqualTo(1);
  }

  @Test
  void stream_slowerThanItsLimit_isStopped() {
    LongLimits limits = new LongLimits(LongLimits.MOST_ROWS, LongLimits.MOST_BYTES, 700);
    for (String sql : List.of("select pg_sleep(20)::text as v", ENDLESS)) {
      long startNanos = System.nanoTime();
      assertThatThrownBy(() -> stream(query(sql), limits, Cancellation.NEVER, new Counting()))
          .isInstanceOf(DataException.TimedOut.class)
          .hasMessageContaining("after 700 ms, the most it may take");
      assertThat(Duration.ofNanos(System.nanoTime() - startNanos))
          .isLessThan(Duration.ofSeconds(4));
    }
  }

  @Test
  void stream_sinkFails_throwsItAndLeavesNothingOpen() {
    Pausing sink =
        new Pausing(
            1_000,
            () -> {
              throw new IOException("disk full");
            });
    assertThatThrownBy(() -> stream(query(ENDLESS), AMPLE, Cancellation.NEVER, sink))
        .isExactlyInstanceOf(IOException.class)
        .hasMessage("disk full");
    assertThat(reader.value("select 1 as v")).isEqualTo("1");
    assertThat(reader.count(Metric.STATEMENT_RETRIES)).isZero();
  }

  @Test
  void stream_connectionEndedInTheMidst_hasBrokenOffAndIsNotSentAgain(TestCluster cluster) {
    Pausing sink = new Pausing(1_000, () -> cluster.endSessions(0));
    assertThatThrownBy(() -> stream(query(ENDLESS), AMPLE, Cancellation.NEVER, sink))
        .isInstanceOfSatisfying(
            DataException.BrokenOff.class,
            e -> assertThat(e.by()).isEqualTo(DataException.BrokenOff.By.CONNECTION))
        .hasMessageStartingWith("The connection to the database was lost after 1")
        .hasMessageEndingWith(" rows. Read it again from its beginning.");
    assertThat(sink.heads).hasSize(1);
    assertThat(reader.count(Metric.STATEMENT_RETRIES)).isZero();
    assertThat(reader.count(Metric.SERVERS_UNREACHABLE)).isEqualTo(1);
    assertThat(reader.value("select 1 as v")).isEqualTo("1");
  }

  @Test
  void stream_connectionEndedBeforeTheFirstRow_isSentAgain(TestCluster cluster) throws Exception {
    CompletableFuture<Streamed> answer =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return stream("select pg_sleep(4)::text as v", AMPLE);
              } catch (IOException e) {
                throw new IllegalStateException(e);
              }
            });
    cluster.awaitReplica(0, RUNNING, "1");
    cluster.endSessions(0);
    assertThat(answer.get().rows()).isEqualTo(1);
    assertThat(reader.count(Metric.STATEMENT_RETRIES)).isEqualTo(1);
  }

  /** While the sink works, and while the server does. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void stream_inTheWayOfAVacuum_hasBrokenOff(boolean busySink, TestCluster cluster)
      throws SQLException, IOException {
    cluster.change(
        "create table long_reads.vacuumed as select * from long_reads.many",
        "alter table long_reads.vacuumed set (autovacuum_enabled = off)",
        "grant select on long_reads.vacuumed to sluice_reader");
    standByDelay(cluster, "set max_standby_streaming_delay = 0", "0");
    try {
      String sql =
          busySink
              ? "select * from long_reads.vacuumed order by id"
              : "select id, case when id > 2000 then pg_sleep(10)::text end as slept"
                  + " from long_reads.vacuumed order by id";
      Pausing.Work vacuum =
          () -> {
            cluster.changePrimary("delete from long_reads.vacuumed where id % 3 = 0");
            cluster.changePrimary("vacuum long_reads.vacuumed");
            // A vacuum does not wait until its log is written; who commits after it does.
            cluster.change("select pg_logical_emit_message(true, 'test', 'flush')");
          };
      List<CompletableFuture<Void>> aside = new ArrayList<>();
      Pausing sink =
          new Pausing(
              1_000,
              busySink
                  ? vacuum
                  : () ->
                      aside.add(
                          CompletableFuture.runAsync(
                              () -> {
                                try {
                                  Load.rest(Duration.ofMillis(500));
                                  vacuum.run();
                                } catch (Exception e) {
                                  throw new IllegalStateException(e);
                                }
                              })));
      assertThatThrownBy(() -> stream(query(sql), AMPLE, Cancellation.NEVER, sink))
          .isInstanceOfSatisfying(
              DataException.BrokenOff.class,
              e -> assertThat(e.by()).isEqualTo(DataException.BrokenOff.By.REPLAY))
          .hasMessageStartingWith(
              "The replica stopped the statement to catch up with the primary after ");
      aside.forEach(CompletableFuture::join);
      assertThat(sink.rows).hasSizeBetween(1_000, 2_048);
      assertThat(reader.count(Metric.SERVERS_UNREACHABLE)).isZero();
      standByDelay(cluster, "reset max_standby_streaming_delay", "30s");
      Keeping again = new Keeping();
      stream(query("select * from long_reads.vacuumed"), AMPLE, Cancellation.NEVER, again);
      assertThat(again.rows).hasSize(20_000 - 6_666);
    } finally {
      standByDelay(cluster, "reset max_standby_streaming_delay", "30s");
      cluster.change("drop table long_reads.vacuumed");
    }
  }

  private static void standByDelay(TestCluster cluster, String change, String wanted)
      throws SQLException {
    cluster.changeReplica(0, "alter system " + change);
    cluster.changeReplica(0, "select pg_reload_conf()");
    cluster.awaitReplica(0, "show max_standby_streaming_delay", wanted);
  }

  /** Two million rows, some 300 MB, in a JVM that has 64. */
  @Test
  void stream_moreRowsThanMemory_passThroughASmallHeap(TestCluster cluster)
      throws IOException, InterruptedException {
    Credentials.Login login = cluster.credentials().current();
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                LongReadMain.class.getName(),
                cluster.replicaUrl(0),
                login.user())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (var input = process.outputWriter()) {
      input.write(login.password() + "\n");
    }
    String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(told).startsWith("2000000 rows");
    System.out.print("long read: " + told);
  }

  private Streamed stream(String sql, LongLimits limits) throws IOException {
    return stream(query(sql), limits, Cancellation.NEVER, new Keeping());
  }

  private Streamed stream(Query query, LongLimits limits, Cancellation cancellation, RowSink sink)
      throws IOException {
    return reader.replicas().stream(
        query, limits, reader.call(Duration.ofSeconds(30)), cancellation, sink);
  }

  private static Query query(String sql) {
    return new Query(SqlTemplate.parse(sql), TestReader.NO_ARGUMENTS, Limits.DEFAULT);
  }
}
