package dev.sluice.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.RelationName;
import dev.sluice.data.inspect.Inspector;
import dev.sluice.data.inspect.Variation;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@link Inspector#variations}: what an answer may be kept under. */
@ExtendWith(ClusterExtension.class)
class VariationsIT {
  private static TestReader reader;

  @BeforeAll
  static void create(TestCluster cluster) throws SQLException {
    String tenant = "nullif(current_setting('sluice.tenant', true), '')";
    cluster.change(
        "create schema varied",
        "grant usage on schema varied to sluice_reader",
        "create table varied.plain (id int, owner text)",
        "create table varied.tenants (id int, tenant text)",
        "alter table varied.tenants enable row level security",
        "create policy own on varied.tenants using (tenant = " + tenant + ")",
        "create policy write on varied.tenants for insert with check"
            + " (tenant = current_setting('sluice.subject'))",
        "create policy others on varied.tenants to postgres"
            + " using (tenant = current_setting('sluice.scopes'))",
        "create table varied.switched_off (id int)",
        "create policy own on varied.switched_off using (current_setting('sluice.subject') = 'x')",
        "create table varied.lines (id int)",
        "alter table varied.lines enable row level security",
        "create policy own on varied.lines using"
            + " (exists (select from varied.tenants t where t.id = lines.id))",
        "create view varied.of_lines as select l.id from varied.lines l"
            + " where current_setting('sluice.scopes', true) <> ''",
        "create view varied.of_that as select id from varied.of_lines union select id from"
            + " varied.plain",
        "create function varied.tenant() returns text stable language sql as"
            + " $$ select current_setting('sluice.subject') $$",
        "create function varied.upper(v text) returns text immutable language sql as"
            + " $$ select pg_catalog.upper(v) $$",
        "create table varied.opaque (id int, tenant text)",
        "alter table varied.opaque enable row level security",
        "create policy own on varied.opaque using (tenant = varied.tenant())",
        "create table varied.named (id int, setting text)",
        "alter table varied.named enable row level security",
        "create policy own on varied.named using (current_setting(setting) = 'x')",
        "create table varied.folded (id int, tenant text)",
        "alter table varied.folded enable row level security",
        "create policy own on varied.folded using (varied.upper(tenant) = " + tenant + ")",
        "create materialized view varied.kept as select id from varied.tenants",
        "grant select on all tables in schema varied to sluice_reader");
    reader = TestReader.of(cluster, cluster.replicaUrl(0));
  }

  @AfterAll
  static void drop(TestCluster cluster) throws SQLException {
    reader.close();
    cluster.change("drop schema varied cascade");
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "plain, -, true",
        "nowhere, -, true",
        "tenants, tenant, true",
        "switched_off, -, true",
        "lines, tenant, true",
        "of_lines, scopes tenant, true",
        "of_that, scopes tenant, true",
        "opaque, -, false",
        "named, -, false",
        "folded, tenant, true",
        "kept, -, true",
      })
  void variations_ofARelation_areThoseOfAllThatItsRowsComeThrough(
      String relation, String claims, boolean known) {
    RelationName name = new RelationName("varied", relation);
    Variation variation =
        Objects.requireNonNull(
            reader.inspect(inspector -> inspector.variations(List.of(name))).get(name));
    assertThat(variation.claims()).isEqualTo(claims == null ? Set.of() : Set.of(claims.split(" ")));
    assertThat(variation.known()).isEqualTo(known);
  }

  @Test
  void variations_ofSeveral_areEachItsOwn() {
    RelationName plain = new RelationName("varied", "plain");
    RelationName tenants = new RelationName("varied", "tenants");
    Map<RelationName, Variation> both =
        reader.inspect(inspector -> inspector.variations(List.of(plain, tenants)));
    assertThat(both)
        .containsEntry(plain, Variation.NONE)
        .containsEntry(tenants, new Variation(Set.of("tenant"), true));
  }
}
