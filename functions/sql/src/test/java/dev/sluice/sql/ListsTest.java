package dev.sluice.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ListsTest {
  @Test
  void refusals_eachHasAReasonAndARemedyWithoutAFullStop() {
    assertThat(TextResource.lines("refusals.txt"))
        .allSatisfy(
            line -> {
              String[] parts = line.split(" \\| ", -1);
              assertThat(parts).as(line).hasSize(3).noneMatch(String::isBlank);
              assertThat(parts[1]).as(line).doesNotEndWith(".");
              assertThat(parts[2]).as(line).doesNotEndWith(".");
            });
  }

  @Test
  void refusals_eachKeyIsThereOnce() {
    assertThat(TextResource.lines("refusals.txt").stream().map(line -> line.split(" \\| ", -1)[0]))
        .doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "set_config",
        "current_setting",
        "pg_sleep",
        "query_to_xml",
        "table_to_xml",
        "ts_stat",
        "lo_get",
        "dblink",
        "nextval",
        "txid_current",
        "pg_advisory_lock",
        "pg_read_file",
        "pg_notify",
        "pg_logical_emit_message",
        "pg_stat_file",
        "pg_terminate_backend",
        "pg_get_functiondef",
        "has_table_privilege",
        "inet_server_addr",
        "setseed",
        "version",
        "to_regclass",
        "bpchar",
        "xpath"
      })
  void functions_thatDoMoreThanCompute_areNotOnTheList(String name) {
    assertThat(Functions.find(name)).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"InsertStmt", "DeleteStmt", "LockingClause", "IntoClause", "RangeTableFunc"})
  void nodes_thatDoMoreThanRead_areNotOnTheList(String type) {
    assertThat(NodeTypes.knows(type)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"regclass", "regproc", "xml", "record", "regconfig", "pg_lsn"})
  void types_thatAreMoreThanValues_areNotOnTheList(String type) {
    assertThat(Functions.isType(type)).isFalse();
  }

  @Test
  void hash_ofAPolicy_dependsOnAllItSays() {
    Exposed open = new Exposed(List.of("a", "b"), Set.of());
    assertThat(
            List.of(
                policy("r", open),
                policy("s", open),
                policy("r", new Exposed(List.of("a"), Set.of())),
                policy("r", new Exposed(List.of("ab"), Set.of())),
                policy("r", new Exposed(List.of("a", "b"), Set.of("b")))))
        .doesNotHaveDuplicates();
    assertThat(policy("r", open)).isEqualTo(policy("r", open));
  }

  private static String policy(String relation, Exposed exposed) {
    return Policy.of(Map.of(Tpch.relation(relation), exposed)).hash();
  }
}
