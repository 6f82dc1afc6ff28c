package dev.sluice.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.catalog.Limits;
import dev.sluice.telemetry.Metric;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(ClusterExtension.class)
class LimitsIT {
  private static final int MIB = 1 << 20;
  private static final int TIMEOUT_MILLIS = 10_000;

  private static TestReader reader;

  @BeforeAll
  static void open(TestCluster cluster) throws SQLException {
    cluster.change(
        "create schema limits",
        "grant usage on schema limits to sluice_reader",
        "create table limits.wide (id int primary key, body text)",
        "alter table limits.wide alter body set storage external",
        "insert into limits.wide select i, repeat('x', 100000) from generate_series(1, 300) as i",
        "grant select on limits.wide to sluice_reader");
    reader = TestReader.of(cluster, cluster.replicaUrl(0));
  }

  @AfterAll
  static void close(TestCluster cluster) throws SQLException {
    reader.close();
    cluster.change("drop schema limits cascade");
  }

  @ParameterizedTest
  @CsvSource({
    "1,1,NONE", "1,2,BY_ROWS", "254,254,NONE", "254,255,BY_ROWS", "255,255,NONE",
    "255,256,BY_ROWS", "256,256,NONE", "256,257,BY_ROWS", "511,511,NONE", "511,512,BY_ROWS",
    "512,513,BY_ROWS", "1000,999,NONE", "1000,1000,NONE", "1000,1001,BY_ROWS", "10000,9999,NONE"
  })
  void read_rowsAroundTheCap_areCutExactlyThere(int most, int there, Rows.Cut cut) {
    Rows rows =
        reader.read(
            "select g from generate_series(1, " + there + ") as g",
            new Limits(most, MIB, TIMEOUT_MILLIS));
    assertThat(rows.rows()).hasSize(Math.min(most, there));
    assertThat(rows.cut()).isEqualTo(cut);
    assertThat(rows.rows().getLast().getFirst().asInt()).isEqualTo(Math.min(most, there));
  }

  @ParameterizedTest
  @ValueSource(ints = {100, 1000})
  void read_bytesAroundTheCap_areCutExactlyThere(int mostRows) {
    // A row is its name, its value, and {"":""}, around them; é has two bytes.
    String sql = "select repeat('é', 500) as v from generate_series(1, 3)";
    int rowBytes = 1 + 1000 + 6;
    assertCut(sql, mostRows, 3 * rowBytes, 3, Rows.Cut.NONE);
    assertCut(sql, mostRows, 3 * rowBytes - 1, 2, Rows.Cut.BY_BYTES);
    assertCut(sql, mostRows, 2 * rowBytes, 2, Rows.Cut.BY_BYTES);
    assertCut(sql, mostRows, 2 * rowBytes - 1, 1, Rows.Cut.BY_BYTES);
  }

  private static void assertCut(String sql, int mostRows, int mostBytes, int rows, Rows.Cut cut) {
    Rows answer = reader.read(sql, new Limits(mostRows, mostBytes, TIMEOUT_MILLIS));
    assertThat(answer.rows()).as("within %d bytes", mostBytes).hasSize(rows);
    assertThat(answer.cut()).isEqualTo(cut);
  }

  @Test
  void read_firstRowOverTheBytes_isNoRowsAndSaysSo() {
    Rows rows = reader.read("select repeat('x', 2000) as v", new Limits(5, 1024, TIMEOUT_MILLIS));
    assertThat(rows.rows()).isEmpty();
    assertThat(rows.cut()).isEqualTo(Rows.Cut.BY_BYTES);
  }

  @Test
  void read_lists_countAsTheirJson() {
    // As PostgreSQL writes it, {a,a,…}, it has half of that.
    String sql = "select array_fill('a'::text, array[500]) as v";
    int rowBytes = 1 + 2 + 500 * 4 - 1 + 6;
    assertCut(sql, 5, rowBytes, 1, Rows.Cut.NONE);
    assertCut(sql, 5, rowBytes - 8, 0, Rows.Cut.BY_BYTES);
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 1000})
  void read_wideRows_areFetchedOneByOneAndCutByBytes(int mostRows) {
    Rows rows =
        reader.read(
            "select id, body from limits.wide order by id",
            new Limits(mostRows, MIB, TIMEOUT_MILLIS));
    assertThat(rows.rows()).hasSize(10);
    assertThat(rows.cut()).isEqualTo(Rows.Cut.BY_BYTES);
    assertThat(reader.value("select 1 as v")).isEqualTo("1");
  }

  @ParameterizedTest
  @ValueSource(ints = {100, 1000})
  void read_valueTooLargeForMemory_endsTheAnswerBeforeItsRow(int mostRows) {
    Rows rows =
        reader.read(
            "select g as id, repeat('x', case g when 3 then 20000000 else 5 end) as v"
                + " from generate_series(1, 10) as g",
            new Limits(mostRows, MIB, TIMEOUT_MILLIS));
    assertThat(rows.rows()).hasSize(2);
    assertThat(rows.cut()).isEqualTo(Rows.Cut.BY_BYTES);
    assertThat(reader.value("select 1 as v")).isEqualTo("1");
    assertThat(reader.count(Metric.STATEMENT_RETRIES)).isZero();
    assertThat(reader.count(Metric.SERVERS_UNREACHABLE)).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {100, 1000})
  void read_firstValueTooLargeForMemory_isRefusedAndSaysWhatToDo(int mostRows) {
    assertThatThrownBy(
            () ->
                reader.read(
                    "select repeat('x', 20000000) as v", new Limits(mostRows, MIB, TIMEOUT_MILLIS)))
        .isInstanceOf(DataException.Refused.class)
        .hasMessage(
            "The first row alone is larger than 16 MiB."
                + " Ask for fewer columns, or for a part of the value.");
    assertThat(reader.value("select 1 as v")).isEqualTo("1");
    assertThat(reader.count(Metric.STATEMENT_RETRIES)).isZero();
    assertThat(reader.count(Metric.SERVERS_UNREACHABLE)).isZero();
  }

  @Test
  void read_charactersThatJsonEscapes_countAsWhatTheyBecome() {
    // Each of the 100 is \\u0001, six bytes; the quote is two; then the name and {"":""}.
    String sql = "select repeat(chr(1), 100) || '\"' as v from generate_series(1, 2)";
    int rowBytes = 600 + 2 + 1 + 6;
    assertCut(sql, 100, 2 * rowBytes, 2, Rows.Cut.NONE);
    assertCut(sql, 100, 2 * rowBytes - 1, 1, Rows.Cut.BY_BYTES);
  }

  @Test
  void read_manyAnswersOverOneConnection_eachHaveTheWholeMemory(TestCluster cluster) {
    // The driver's own count of bytes must begin anew with each statement.
    try (TestReader counting = TestReader.of(cluster, cluster.replicaUrl(0))) {
      String sql = "select pg_backend_pid() as pid, repeat('x', 900000) as v";
      String pid = counting.value("select pg_backend_pid() as pid");
      for (int i = 0; i < 40; i++) {
        Rows rows = counting.read(sql, new Limits(100, MIB, TIMEOUT_MILLIS));
        assertThat(rows.rows().getFirst().getFirst()).hasToString(pid);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {10, 1000})
  void read_millionsOfRows_readsOnlyWhatItHandsOut(int mostRows) {
    long startNanos = System.nanoTime();
    Rows rows =
        reader.read(
            "select l1.l_comment, l2.l_comment as other from lineitem l1, lineitem l2",
            new Limits(mostRows, MIB, TIMEOUT_MILLIS));
    assertThat(rows.rows()).hasSize(mostRows);
    assertThat(rows.cut()).isEqualTo(Rows.Cut.BY_ROWS);
    assertThat(Duration.ofNanos(System.nanoTime() - startNanos)).isLessThan(Duration.ofSeconds(3));
  }
}
