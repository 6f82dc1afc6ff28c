package dev.sluice.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.catalog.WhenStale;
import dev.sluice.servers.PostgresCluster;
import dev.sluice.telemetry.Event;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What Aurora's functions say, over functions of our own with its names and columns: Aurora itself
 * was never run. Each instance is a name given to the same server.
 */
@ExtendWith(ClusterExtension.class)
class AuroraIT {
  private static final String DATABASE = "sluice_aurora";
  private static final String ME = "select aurora_db_instance_identifier() as v";
  private static final Freshness ERROR = new Freshness(Duration.ofSeconds(1), WhenStale.ERROR);
  private static final Freshness LABEL = new Freshness(Duration.ofSeconds(1), WhenStale.LABEL);

  private TestReader reader;

  @BeforeAll
  static void prepare(TestCluster cluster) throws SQLException {
    cluster.change("create database " + DATABASE);
    change(
        cluster,
        "create table public.status (server_id text, session_id text,"
            + " replica_lag_in_msec float8, last_update_timestamp timestamptz)",
        "grant usage on schema public to sluice_reader",
        "grant select on public.status to sluice_reader",
        "create function public.aurora_version() returns text language sql as $$ select '17' $$",
        "create function public.aurora_replica_status() returns setof public.status language sql"
            + " as $$ select server_id, session_id, replica_lag_in_msec,"
            + " case when last_update_timestamp = 'infinity' then clock_timestamp()"
            + " else last_update_timestamp end"
            + " from public.status $$",
        "create function public.aurora_db_instance_identifier() returns text language sql"
            + " as $$ select current_setting('sluice.instance', true) $$");
  }

  @AfterAll
  static void clean(TestCluster cluster) throws SQLException {
    cluster.change("drop database " + DATABASE + " with (force)");
  }

  @BeforeEach
  void open(TestCluster cluster) throws SQLException {
    change(cluster, "truncate public.status");
    row(cluster, "writer", "MASTER_SESSION_ID", "null", "now");
    row(cluster, "reader-1", "a", "20", "now");
    row(cluster, "reader-2", "b", "20", "now");
    reader = over(cluster);
  }

  @AfterEach
  void close() {
    reader.close();
  }

  @Test
  void read_anyAge_findsTheReadersByThemselves() {
    assertThat(sources(Freshness.ANY)).containsExactly("reader-1", "reader-2");
    assertThat(TestReader.only(reader.read(ME))).hasToString("\"reader-1\"");
  }

  @Test
  void read_readersComeAndGo_areUsedAndLeft(TestCluster cluster) throws SQLException {
    assertThat(sources(Freshness.ANY)).containsExactly("reader-1", "reader-2");
    row(cluster, "reader-3", "c", "20", "now");
    change(cluster, "delete from public.status where server_id = 'reader-1'");
    assertThat(sources(Freshness.ANY)).as("not looked for yet").doesNotContain("reader-3");
    reader.pass(Fleet.BETWEEN);
    assertThat(sources(Freshness.ANY)).containsExactly("reader-2", "reader-3");
    cluster.awaitReplica(
        0, "select count(*) from pg_stat_activity where datname = '" + DATABASE + "'", "2");
  }

  @Test
  void read_readersNotHeardOfForLong_areNotAsked(TestCluster cluster) throws SQLException {
    change(
        cluster,
        "update public.status set last_update_timestamp = now() - interval '301 s'"
            + " where server_id = 'reader-1'");
    assertThat(sources(Freshness.ANY)).containsExactly("reader-2");
  }

  @Test
  void read_namesThatAreNoHost_areLeftOut(TestCluster cluster) throws SQLException {
    row(cluster, "x/../y?user=z", "c", "20", "now");
    assertThat(sources(Freshness.ANY)).containsExactly("reader-1", "reader-2");
  }

  @Test
  void read_membersCannotBeLearnt_asksThoseKnownBefore(TestCluster cluster) throws SQLException {
    assertThat(sources(Freshness.ANY)).containsExactly("reader-1", "reader-2");
    change(cluster, "alter function public.aurora_replica_status() rename to gone");
    try {
      reader.pass(Fleet.BETWEEN);
      assertThat(sources(Freshness.ANY)).containsExactly("reader-1", "reader-2");
      assertThat(reader.telemetry().lines())
          .singleElement()
          .satisfies(line -> assertThat(line.event()).isEqualTo(Event.MEMBERS_UNKNOWN));
    } finally {
      change(cluster, "alter function public.gone() rename to aurora_replica_status");
    }
  }

  @Test
  void read_oneReaderBehind_asksTheOther(TestCluster cluster) throws SQLException {
    change(
        cluster,
        "update public.status set replica_lag_in_msec = 1500" + " where server_id = 'reader-2'");
    assertThat(sources(ERROR)).containsExactly("reader-1");
    Rows.Age age = reader.read(ME, ERROR).age();
    assertThat(age.lag()).isBetween(Duration.ofMillis(20), Duration.ofSeconds(1));
  }

  @ParameterizedTest
  @CsvSource({"20, now - 5 s", "20, null", "null, now", "5000, now"})
  void read_noReaderKnownToBeYoung_asksTheWriter(
      String lagMillis, String updated, TestCluster cluster) throws SQLException {
    change(cluster, "truncate public.status");
    row(cluster, "writer", "MASTER_SESSION_ID", "null", "null");
    row(cluster, "reader-1", "a", lagMillis, updated);
    row(cluster, "reader-2", "b", lagMillis, updated);
    Rows rows = reader.read(ME, ERROR);
    assertThat(rows.source()).isEqualTo(new Rows.Source("primary", false));
    assertThat(rows.age()).isEqualTo(new Rows.Age(Duration.ZERO, false));
  }

  @Test
  void read_noRowOfItsOwn_isOfUnknownAge(TestCluster cluster) throws SQLException {
    TestReader lost = TestReader.of(cluster, List.of(url(cluster, 0, "stranger")), null, 1);
    try (lost) {
      assertThat(lost.read(ME, LABEL).age()).isEqualTo(new Rows.Age(null, true));
      assertThatThrownBy(() -> lost.read(ME, ERROR))
          .isInstanceOf(DataException.Stale.class)
          .hasMessageStartingWith("How old the replicas' data is cannot be told just now, and");
    }
  }

  private Set<String> sources(Freshness freshness) {
    Set<String> sources = new TreeSet<>();
    for (int i = 0; i < 4; i++) {
      sources.add(reader.read(ME, freshness).source().server());
    }
    return sources;
  }

  private static TestReader over(TestCluster cluster) {
    return TestReader.of(
        cluster, List.of(url(cluster, 0, "{server_id}")), url(cluster, 1, "writer"), 1);
  }

  private static String url(TestCluster cluster, int replica, String instance) {
    return cluster.replicaUrl(replica).replaceFirst("/" + PostgresCluster.DATABASE, "/" + DATABASE)
        + "?options=-c%20sluice.instance="
        + instance;
  }

  private static void row(
      TestCluster cluster, String server, String session, String lagMillis, String updated)
      throws SQLException {
    String at =
        switch (updated) {
          case "now" -> "'infinity'";
          case "now - 5 s" -> "now() - interval '5 s'";
          default -> "null";
        };
    change(
        cluster,
        "insert into public.status values ('"
            + server
            + "', '"
            + session
            + "', "
            + lagMillis
            + ", "
            + at
            + ")");
  }

  private static void change(TestCluster cluster, String... statements) throws SQLException {
    try (Connection connection = cluster.servers().primary(DATABASE);
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
    cluster.servers().awaitReplay();
  }
}
