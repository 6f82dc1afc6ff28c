package dev.sluice.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Against the primary, where a write would be possible, and with a role that may write one table.
 */
@ExtendWith(ClusterExtension.class)
class ReadOnlyIT {
  private static TestReader reader;

  @BeforeAll
  static void open(TestCluster cluster) throws SQLException {
    cluster.change(
        "create schema writable",
        "grant usage, create on schema writable to sluice_reader",
        "create table writable.things (a int primary key)",
        "create sequence writable.numbers",
        "insert into writable.things values (1)",
        "create function writable.add(n int) returns int language plpgsql as"
            + " $$ begin insert into writable.things values (n); return n; end $$",
        "grant all on all tables in schema writable to sluice_reader",
        "grant all on all sequences in schema writable to sluice_reader",
        "alter role sluice_reader set default_transaction_read_only = off");
    reader = TestReader.of(cluster, List.of(), cluster.servers().primaryUrl(), 1);
  }

  @AfterAll
  static void close(TestCluster cluster) throws SQLException {
    reader.close();
    cluster.change(
        "drop schema writable cascade",
        "alter role sluice_reader set default_transaction_read_only = on");
  }

  /** Nothing is ever written, whatever was tried. */
  @AfterEach
  void check(TestCluster cluster) throws SQLException {
    assertThat(
            cluster.askPrimary(
                "select (select array_agg(a) from writable.things)::text || is_called"
                    + " from writable.numbers"))
        .isEqualTo("{1}false");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "insert into writable.things values (2)",
        "insert into writable.things values (2) returning a",
        "with w as (insert into writable.things values (2) returning a) select a from w",
        "update writable.things set a = 3 returning a",
        "delete from writable.things returning a",
        "truncate writable.things",
        "select writable.add(4) as v",
        "select nextval('writable.numbers') as v",
        "select a from writable.things for update",
        "create table writable.more (a int)",
        "create temporary table t as select 1 as a",
        "copy writable.things from program 'echo 5'",
        "do $$ begin insert into writable.things values (6); end $$",
        "explain (analyze) insert into writable.things values (7)"
      })
  void read_statementThatWrites_isRefused(String sql) {
    assertThatThrownBy(() -> reader.read(sql)).isInstanceOf(DataException.Refused.class);
    assertThat(reader.value("select count(*) as v from writable.things")).isEqualTo("1");
  }

  @Test
  void read_statementThatWrites_saysThatSluiceOnlyReads() {
    assertThatThrownBy(() -> reader.read("delete from writable.things returning a"))
        .hasMessage("The statement writes, and Sluice only reads.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "set transaction read write",
        "set session characteristics as transaction read write",
        "set default_transaction_read_only to off",
        "set role postgres",
        "set session authorization postgres",
        "reset all",
        "commit",
        "rollback",
        "commit and chain",
        "begin read write",
        "discard plans",
        "deallocate all",
        "prepare p as insert into writable.things values (8)",
        "declare c cursor with hold for select 1",
        "listen everything",
        "lock table writable.things"
      })
  void read_commandInsteadOfAQuery_isRefusedAndChangesNothing(String sql) {
    String before = state();
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> reader.read(sql)).isInstanceOf(DataException.Refused.class);
    }
    assertThat(state()).isEqualTo(before);
    assertThatThrownBy(() -> reader.read("insert into writable.things values (9) returning a"))
        .isInstanceOf(DataException.Refused.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select set_config('transaction_read_only', 'off', true) as v",
        "select set_config('transaction_read_only', 'off', false) as v",
        "select set_config('role', 'postgres', false) as v",
        "select set_config('session_authorization', 'postgres', false) as v"
      })
  void read_queryThatLiftsAGuard_isRefused(String sql) {
    assertThatThrownBy(() -> reader.read(sql)).isInstanceOf(DataException.Refused.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select 1 as v; select 2 as v",
        "commit; insert into writable.things values (9)",
        "select 1 as v; commit; insert into writable.things values (9); select 1",
        "select ';' as v; insert into writable.things values (9)",
        "select $a$;$a$ as v; rollback",
        "select 1 as v /* ; */; rollback; insert into writable.things values (9)",
        "select 1 as v /* ",
        "select 'a as v",
        "select \"a",
        "select $$a",
      })
  void parse_whatIsNotExactlyOneStatement_isRefused(String sql) {
    assertThatThrownBy(() -> reader.read(sql)).isInstanceOf(SqlTextException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select 1 as v;",
        "select 1 as v -- ; x",
        "select 1 as v /* ; */",
        "table writable.things",
        "values (1)"
      })
  void read_oneStatementHoweverItEnds_isAnswered(String sql) {
    assertThat(reader.value(sql)).isEqualTo("1");
  }

  @Test
  void read_urlThatLiftsTheDriversGuard_isStillReadOnly(TestCluster cluster) {
    String url = cluster.servers().primaryUrl() + "?readOnlyMode=ignore";
    try (TestReader careless = TestReader.of(cluster, List.of(), url, 1)) {
      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(
                () -> careless.read("insert into writable.things values (2) returning a"))
            .hasMessage("The statement writes, and Sluice only reads.");
      }
    }
  }

  @Test
  void read_whatTheRoleMayNotSee_isRefusedWithoutNamingIt() {
    assertThatThrownBy(() -> reader.read("select rolpassword from pg_authid"))
        .isInstanceOf(DataException.Refused.class)
        .hasMessage("The reading role may not see what this tool asks for. Tell its owner.");
  }

  @Test
  void read_statementThatDoesNotWork_isRefusedWithoutQuotingIt() {
    assertThatThrownBy(() -> reader.read("select secret_name from nowhere"))
        .isInstanceOf(DataException.Refused.class)
        .hasMessage("The statement failed (SQLSTATE 42P01). Tell the tool's owner.");
  }

  private String state() {
    return reader
        .read(
            "select current_user as who, session_user as session,"
                + " current_setting('transaction_read_only') as read_only,"
                + " current_setting('search_path') as path, current_setting('timezone') as zone,"
                + " current_setting('statement_timeout') as timeout")
        .rows()
        .toString();
  }
}
