package dev.sluice.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PostgresClusterIT {
  @TempDir private static Path folder;
  private static PostgresCluster cluster;
  private static Login reader;

  @BeforeAll
  static void start() {
    cluster = PostgresCluster.start(ClusterOptions.forTest(folder), line -> {});
    reader = SampleDatabase.load(cluster, SampleDatabase.DEFAULT_SCALE, line -> {});
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @ParameterizedTest
  @CsvSource({
    "region,5",
    "nation,25",
    "part,2000",
    "supplier,100",
    "partsupp,8000",
    "customer,1500",
    "orders,15000",
    "lineitem,60175"
  })
  @Order(1)
  void load_aHundredthOfTheScale_fillsEveryTableOnTheReplica(String table, int rows)
      throws SQLException {
    assertThat(read(cluster.replicaUrls().getFirst(), "select count(*) from " + table))
        .isEqualTo(String.valueOf(rows));
  }

  @ParameterizedTest
  @CsvSource({
    "sluice.tenant = '',0,0,0",
    "sluice.tenant = 'BUILDING',337,3706,14908",
    "sluice.scopes = 'tenants.all orders.read',1500,15000,60175",
    "sluice.scopes = 'orders.read',0,0,0"
  })
  @Order(1)
  void load_rowsOfTenants_areSeenByTheTenantAlone(
      String claim, int customers, int orders, int lines) throws SQLException {
    String sql =
        "select (select count(*) from customer) || ',' || (select count(*) from orders) || ','"
            + " || (select count(*) from lineitem)";
    assertThat(read(cluster.replicaUrls().getFirst(), claim, sql))
        .isEqualTo(customers + "," + orders + "," + lines);
  }

  @Test
  @Order(2)
  void load_sameScaleAgain_loadsNothing() {
    List<String> lines = new ArrayList<>();
    SampleDatabase.load(cluster, SampleDatabase.DEFAULT_SCALE, lines::add);
    assertThat(lines).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          insert into region values (9, 'x', 'x') | 25006
          create table t (a int) | 25006
          create temporary table t (a int) | 25006
          select lo_create(0) | 42501
          select lo_from_bytea(0, 'x') | 42501
          select * from sluice_sample.scale | 42501
          select * from pg_authid | 42501
          select pg_read_file('PG_VERSION') | 42501
          """)
  @Order(3)
  void reader_whatItMayNot_isRefusedOnThePrimaryToo(String sql, String state) {
    assertThatThrownBy(() -> read(cluster.primaryUrl(), sql))
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo(state));
  }

  @ParameterizedTest
  @ValueSource(strings = {"sluice_reader", "postgres"})
  @Order(4)
  void connect_wrongPassword_isRefused(String user) {
    assertThatThrownBy(() -> DriverManager.getConnection(cluster.primaryUrl(), user, "wrong"))
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("28P01"));
  }

  @Test
  @Order(5)
  void pauseReplay_primaryWritesOn_replicaShowsTheOlderRow() throws SQLException {
    cluster.pauseReplay(0);
    write("update region set r_comment = 'newer' where r_regionkey = 0");
    String sql = "select r_comment = 'newer' from region where r_regionkey = 0";
    assertThat(read(cluster.primaryUrl(), sql)).isEqualTo("t");
    assertThat(read(cluster.replicaUrls().getFirst(), sql)).isEqualTo("f");
    cluster.resumeReplay(0);
    cluster.awaitReplay();
    assertThat(read(cluster.replicaUrls().getFirst(), sql)).isEqualTo("t");
  }

  @Test
  @Order(6)
  void rotate_password_oldIsRefusedAndNewTaken() throws SQLException {
    Login old = reader;
    reader = cluster.rotate(SampleDatabase.READER);
    String url = cluster.replicaUrls().getFirst();
    assertThatThrownBy(() -> DriverManager.getConnection(url, old.user(), old.password()))
        .isInstanceOf(SQLException.class);
    assertThat(read(url, "select 1")).isEqualTo("1");
  }

  @Test
  @Order(7)
  void stopPrimary_replicaRunsOn_andPrimaryComesBackOnItsPort() throws SQLException {
    String url = cluster.primaryUrl();
    cluster.stopPrimary();
    assertThat(read(cluster.replicaUrls().getFirst(), "select count(*) from nation"))
        .isEqualTo("25");
    cluster.restartPrimary();
    cluster.awaitReplay();
    assertThat(cluster.primaryUrl()).isEqualTo(url);
  }

  @Test
  @Order(8)
  void killReplica_started_again_catchesUp() throws SQLException {
    cluster.killReplica(0);
    write("update region set r_comment = 'newest' where r_regionkey = 0");
    cluster.restartReplica(0);
    cluster.awaitReplay();
    assertThat(
            read(
                cluster.replicaUrls().getFirst(),
                "select r_comment from region where r_regionkey = 0"))
        .isEqualTo("newest");
  }

  @Test
  @Order(8)
  void killAndStop_severalTimes_waitForNobodyToReapTheDead() throws SQLException {
    long startNanos = System.nanoTime();
    for (int i = 0; i < 5; i++) {
      cluster.killReplica(0);
      cluster.stopPrimary();
      cluster.restartPrimary();
      cluster.restartReplica(0);
    }
    assertThat(Duration.ofNanos(System.nanoTime() - startNanos)).isLessThan(Duration.ofSeconds(9));
    cluster.awaitReplay();
    assertThat(read(cluster.replicaUrls().getFirst(), "select count(*) from nation"))
        .isEqualTo("25");
  }

  @Test
  @Order(9)
  void start_folderInUse_isRefusedByName() {
    assertThatThrownBy(() -> PostgresCluster.start(ClusterOptions.forTest(folder), line -> {}))
        .isInstanceOf(ServerException.class)
        .hasMessage(
            "%s is in use by process %d: stop that one first"
                .formatted(folder, ProcessHandle.current().pid()));
  }

  @Test
  @Order(10)
  void start_keptData_isUsedAgain() throws SQLException {
    String before = read(cluster.primaryUrl(), "select system_identifier from pg_control_system()");
    cluster.close();
    List<String> lines = new ArrayList<>();
    cluster = PostgresCluster.start(ClusterOptions.forTest(folder), lines::add);
    assertThat(lines).containsExactly("Starting PostgreSQL", "Starting its replica");
    assertThat(read(cluster.primaryUrl(), "select system_identifier from pg_control_system()"))
        .isEqualTo(before);
    assertThat(read(cluster.replicaUrls().getFirst(), "select count(*) from orders"))
        .isEqualTo("15000");
  }

  private static void write(String sql) throws SQLException {
    try (Connection connection = cluster.primary();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** As somebody who sees the rows of every tenant. */
  private static String read(String url, String sql) throws SQLException {
    return read(url, "sluice.scopes = '*'", sql);
  }

  private static String read(String url, String claim, String sql) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(url, reader.user(), reader.password());
        Statement statement = connection.createStatement()) {
      statement.execute("set " + claim);
      statement.execute(sql);
      try (ResultSet result = statement.getResultSet()) {
        result.next();
        return String.valueOf(result.getString(1));
      }
    }
  }
}
