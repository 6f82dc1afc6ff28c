package dev.sluice.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.data.Credentials.Login;
import dev.sluice.data.role.GrantScript;
import dev.sluice.secret.RdsTokens;
import dev.sluice.servers.ClusterOptions;
import dev.sluice.servers.PostgresCluster;
import dev.sluice.telemetry.Metric;
import dev.sluice.testkit.SelfSigned;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;

/**
 * Logging in by tokens, over TLS, to a real PostgreSQL that asks for the password as it is, as RDS
 * does. Who knows which token is good stands in for IAM: the test makes it the role's password.
 * That AWS signs the same is {@code RdsTokensTest}'s to show.
 */
class IamLoginIT {
  private static final String ROLE = "sluice_reader";
  private static final int MOST_CONNECTIONS = 960;
  private static final Duration GOOD_FOR = Duration.ofMinutes(15);
  private static final String WHO =
      "select current_user || ' ' || (select ssl from pg_stat_ssl where pid = pg_backend_pid()) v";

  @TempDir private static Path folder;
  private static PostgresCluster servers;

  private Instant now = Instant.parse("2026-11-26T10:00:00Z");
  private final DatabaseLogin login =
      new DatabaseLogin.ByIam(
          new RdsTokens(
              "eu-west-1",
              ROLE,
              () -> AwsBasicCredentials.create("AKIDEXAMPLE", "made-up-secret-key"),
              () -> now));
  private TestReader reader;

  @BeforeAll
  static void start() throws Exception {
    servers =
        PostgresCluster.start(
            new ClusterOptions(folder.resolve("servers"), 0, false, false), line -> {});
    Path data = Path.of(ask("show data_directory"));
    SelfSigned own = SelfSigned.make(folder, "db", "EC");
    own.writeCertificate(folder.resolve("ca.pem"));
    own.writeCertificate(data.resolve("server.crt"));
    own.writeKey(data.resolve("server.key"));
    Path rules = data.resolve("pg_hba.conf");
    // The first of RDS's own rules, with a password in the place of PAM.
    Files.writeString(rules, "hostssl all +rds_iam all password\n" + Files.readString(rules));
    change("create role rds_iam");
    change(GrantScript.of(List.of(), ROLE, new GrantScript.Login(MOST_CONNECTIONS, true)));
    change("alter system set ssl = on");
    change("select pg_reload_conf()");
    awaitTls();
  }

  @AfterAll
  static void stop() {
    servers.close();
  }

  @BeforeEach
  void open() throws SQLException {
    goodFrom(now);
    reader = new TestReader(new Settings(List.of(url("verify-full")), null, 1, 5_000), login);
  }

  @AfterEach
  void close() {
    reader.close();
  }

  @Test
  void read_tokenThatIsGood_logsInOverTls() {
    assertThat(reader.value(WHO)).isEqualTo("\"sluice_reader true\"");
  }

  @Test
  void read_tokenThatHasRunOut_isReplacedForTheNextConnection() throws SQLException {
    Login first = login.at(url("verify-full"));
    assertThat(reader.value("select 1 v")).isEqualTo("1");

    now = now.plus(GOOD_FOR);
    goodFrom(now);

    assertThatThrownBy(
            () -> DriverManager.getConnection(url("verify-full"), first.user(), first.password()))
        .as("the first token, from now on")
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("password authentication failed")
        .hasMessageNotContaining(first.password());
    assertThat(reader.value("select 2 v")).as("what is open stays open").isEqualTo("2");
    assertThat(sessions()).isOne();
    assertThat(ask("select pg_terminate_backend(pid, 5000) " + OF_READER)).isEqualTo("t");
    assertThat(reader.value("select 3 v")).as("over a new connection").isEqualTo("3");
    assertThat(reader.count(Metric.SERVERS_UNREACHABLE)).isZero();
  }

  @Test
  void read_tokenThatIsRefused_isNotTold() throws SQLException {
    goodFrom(now.minus(GOOD_FOR));

    assertThatThrownBy(() -> reader.value("select 1 v"))
        .isInstanceOf(DataException.class)
        .satisfies(
            refused -> {
              for (Throwable cause = refused; cause != null; cause = cause.getCause()) {
                assertThat(String.valueOf(cause)).doesNotContain("X-Amz");
              }
            });
    assertThat(reader.telemetry().lines().toString()).doesNotContain("X-Amz");
  }

  @Test
  void script_roleOfIam_mayDoNoMoreThanAnother() throws SQLException {
    List<String> excess = reader.inspect(inspector -> inspector.excess(List.of()));
    assertThat(excess).isEmpty();
    assertThat(ask("select rolconnlimit from pg_roles where rolname = '" + ROLE + "'"))
        .isEqualTo("" + MOST_CONNECTIONS);
  }

  @Test
  void new_urlWithoutTls_isRefusedBeforeATokenIsSent() {
    Settings plain = new Settings(List.of(url("prefer")), null, 1, 5_000);

    assertThatThrownBy(() -> new TestReader(plain, login))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageEndingWith("write sslmode=verify-full");
  }

  private static final String OF_READER = "from pg_stat_activity where usename = '" + ROLE + "'";

  /** From now on this moment's token is good, and no other. */
  private void goodFrom(Instant moment) throws SQLException {
    Instant kept = now;
    now = moment;
    String token = login.at(url("verify-full")).password();
    now = kept;
    change("alter role " + ROLE + " password '" + token + "'");
  }

  private static String url(String tls) {
    return servers.primaryUrl() + "?sslmode=" + tls + "&sslrootcert=" + folder.resolve("ca.pem");
  }

  private static int sessions() throws SQLException {
    return Integer.parseInt(ask("select count(*) " + OF_READER));
  }

  private static void awaitTls() throws SQLException, InterruptedException {
    long endNanos = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!ask("show ssl").equals("on")) {
      assertThat(System.nanoTime()).as("the server takes no TLS").isLessThan(endNanos);
      Thread.sleep(20);
    }
  }

  private static String ask(String sql) throws SQLException {
    try (Connection connection = servers.primary();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      result.next();
      return result.getString(1);
    }
  }

  private static void change(String sql) throws SQLException {
    try (Connection connection = servers.primary();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
