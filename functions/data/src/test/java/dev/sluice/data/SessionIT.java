package dev.sluice.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;
import java.util.TimeZone;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A role and a machine with settings of their own change nothing in what is printed. */
@ExtendWith(ClusterExtension.class)
class SessionIT {
  private static final List<String> SETTINGS =
      List.of(
          "timezone = 'Asia/Kathmandu'",
          "datestyle = 'German, DMY'",
          "intervalstyle = 'sql_standard'",
          "bytea_output = 'escape'",
          "extra_float_digits = -5",
          "search_path = 'session_test'",
          "statement_timeout = 200",
          "lock_timeout = 1",
          "standard_conforming_strings = off",
          "row_security = off",
          "default_transaction_isolation = 'serializable'",
          "client_min_messages = 'debug5'");

  private static final TimeZone ZONE = TimeZone.getDefault();
  private static TestReader reader;

  @BeforeAll
  static void open(TestCluster cluster) throws SQLException {
    cluster.change(
        "create schema session_test",
        "grant usage on schema session_test to sluice_reader",
        "create function session_test.now() returns timestamptz language sql"
            + " return '2000-01-01'::timestamptz");
    cluster.change(
        SETTINGS.stream()
            .map(setting -> "alter role sluice_reader set " + setting)
            .toArray(String[]::new));
    TimeZone.setDefault(TimeZone.getTimeZone("Asia/Tokyo"));
    reader = TestReader.of(cluster, cluster.replicaUrl(0));
  }

  @AfterAll
  static void close(TestCluster cluster) throws SQLException {
    reader.close();
    TimeZone.setDefault(ZONE);
    cluster.change(
        SETTINGS.stream()
            .map(setting -> "alter role sluice_reader reset " + setting.split(" ", 2)[0])
            .toArray(String[]::new));
    cluster.change("drop schema session_test cascade");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          '2026-11-24 12:00:00.5+00'::timestamptz | "2026-11-24T12:00:00.5Z"
          '2026-11-24 12:00'::timestamp | "2026-11-24T12:00:00"
          '2026-01-02'::date | "2026-01-02"
          '1 day 02:00'::interval | "P1DT2H"
          '\\x00ff'::bytea | "AP8="
          0.1::float8 + 0.2::float8 | 0.30000000000000004
          now() > '2020-01-01' | true
          current_setting('transaction_isolation') | "read committed"
          current_setting('transaction_read_only') | "on"
          current_setting('row_security') | "on"
          current_setting('search_path') | "pg_catalog, public"
          current_setting('statement_timeout') | "2s"
          """)
  void read_roleAndMachineWithSettings_printsTheSameInEveryCall(String sql, String json) {
    for (int call = 1; call <= 3; call++) {
      assertThat(reader.value("select " + sql + " as v")).as("call %d", call).isEqualTo(json);
    }
  }

  @Test
  void read_statementThatChangesSettings_leavesNothingToTheNextCall() {
    reader.read("select set_config('timezone', 'Asia/Tokyo', false) as v");
    reader.read("select set_config('statement_timeout', '0', false) as v");
    assertThat(reader.value("select '2026-11-24 12:00+00'::timestamptz as v"))
        .isEqualTo("\"2026-11-24T12:00:00Z\"");
    assertThat(reader.value("select current_setting('statement_timeout') as v"))
        .isEqualTo("\"2s\"");
  }
}
