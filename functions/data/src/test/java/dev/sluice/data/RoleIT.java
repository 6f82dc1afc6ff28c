package dev.sluice.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.call.RelationName;
import dev.sluice.catalog.Location;
import dev.sluice.catalog.RelationDeclaration;
import dev.sluice.data.inspect.Inspector;
import dev.sluice.data.role.GrantScript;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The script that makes the reading role, and what is found of a role that may do more. */
@ExtendWith(ClusterExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RoleIT {
  private static final String ROLE = "careful \"reader\"";
  private static final String QUOTED = RelationName.quoted(ROLE);

  private static final List<RelationDeclaration> EXPOSED =
      List.of(
          relation("region", "r_regionkey", "r_name"),
          relation("nation", "n_nationkey", "n_name", "n_regionkey", "n_comment"));

  private TestCluster cluster;
  private TestReader reader;

  @BeforeAll
  void open(TestCluster shared) throws SQLException {
    cluster = shared;
    cluster.change(
        "create schema extra",
        "create table extra.secrets (id int, word text)",
        "create sequence extra.numbers",
        "create view extra.shown as select id from extra.secrets",
        "create function extra.as_owner() returns int language sql security definer"
            + " as 'select 1'",
        "revoke execute on function extra.as_owner() from public",
        "create role extra_group");
    cluster.change(GrantScript.of(EXPOSED, ROLE), "alter role " + QUOTED + " password 'careful'");
    reader =
        new TestReader(
            new Settings(List.of(), cluster.servers().primaryUrl(), 1, 5_000),
            () -> new Credentials.Login(ROLE, "careful"));
  }

  @AfterAll
  void close() throws SQLException {
    reader.close();
    cluster.change(
        "drop schema extra cascade",
        "drop owned by " + QUOTED,
        "drop role " + QUOTED,
        "drop owned by extra_group",
        "drop role extra_group");
  }

  @AfterEach
  void mend() throws SQLException {
    cluster.change(GrantScript.of(EXPOSED, ROLE));
  }

  @Test
  void of_roleThatIsNew_mayReadWhatIsExposedAndNothingElse() {
    assertThat(reader.value("select count(*) as n from nation")).isEqualTo("25");
    assertThat(reader.value("select max(r_name) as n from region")).isEqualTo("\"MIDDLE EAST\"");
    for (String sql : List.of("select r_comment from region", "select count(*) as n from orders")) {
      assertThatThrownBy(() -> reader.read(sql))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("may not see");
    }
    assertThat(excess()).isEmpty();
    String role = reader.inspect(Inspector::role);
    assertThat(role).isEqualTo(ROLE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "alter role %s superuser | alter role %s nosuperuser | is a superuser",
        "alter role %s bypassrls | alter role %s nobypassrls"
            + " | may pass row-level security by (BYPASSRLS)",
        "alter role %s createrole | select 1 | may make roles (CREATEROLE)",
        "alter role %s createdb | select 1 | may make databases (CREATEDB)",
        "alter role %s replication | select 1 | may copy the whole server (REPLICATION)",
        "grant extra_group to %s | revoke extra_group from %s | is a member of extra_group",
        "grant pg_read_all_data to %s | revoke pg_read_all_data from %s"
            + " | is a member of pg_read_all_data",
        "alter table extra.secrets owner to %s | alter table extra.secrets owner to postgres"
            + " | owns extra.secrets",
        "grant create on schema public to %s | select 1 | has CREATE on the schema public",
        "grant create on schema public to public | select 1 | has CREATE on the schema public",
        "grant create on database sluice to %s | revoke create on database sluice from %s"
            + " | has CREATE on the database",
        "grant insert, update on region to %s | select 1 | has INSERT, UPDATE on public.region",
        "grant update (r_name) on region to %s | select 1 | has UPDATE on public.region",
        "grant delete on nation to public | revoke delete on nation from public"
            + " | has DELETE on public.nation (granted to PUBLIC)",
        "grant usage on sequence extra.numbers to %s | select 1 | has USAGE on extra.numbers",
        "grant select on extra.secrets to %s | select 1"
            + " | may read extra.secrets, which relations.yaml does not expose",
        "grant select on extra.shown to public | revoke select on extra.shown from public"
            + " | may read extra.shown, which relations.yaml does not expose (granted to PUBLIC)",
        "grant select (r_comment) on region to %s | select 1"
            + " | may read public.region (r_comment), which relations.yaml does not expose",
        "grant execute on function lo_from_bytea(oid, bytea) to public | select 1"
            + " | may call lo_from_bytea(oid,bytea)",
        "grant execute on function pg_read_file(text) to %s"
            + " | revoke execute on function pg_read_file(text) from %s"
            + " | may call pg_read_file(text)",
      })
  void excess_roleThatMayDoMore_isNamed(String grant, String revoke, String told)
      throws SQLException {
    cluster.change(grant.replace("%s", QUOTED));
    try {
      assertThat(excess()).containsExactly(told);
    } finally {
      cluster.change(revoke.replace("%s", QUOTED));
    }
    cluster.change(GrantScript.of(EXPOSED, ROLE));
    assertThat(excess()).isEmpty();
  }

  @Test
  void excess_functionWithItsOwnersRights_isNamedWithTheOwner() throws SQLException {
    cluster.change(
        "grant usage on schema extra to " + QUOTED,
        "grant execute on function extra.as_owner() to " + QUOTED);
    assertThat(excess())
        .containsExactly("may call extra.as_owner(), which runs with the rights of postgres");
  }

  @Test
  void of_functionsTakenFromEverybody_areKeptByTheRolesThatAreThere() throws SQLException {
    cluster.change(
        "grant execute on function lo_creat(integer) to public", GrantScript.of(EXPOSED, ROLE));
    assertThat(
            cluster.askPrimary(
                "select has_function_privilege('extra_group', 'lo_creat(integer)', 'execute')"))
        .isEqualTo("t");
    assertThat(
            cluster.askPrimary(
                "select has_function_privilege('" + ROLE + "', 'lo_creat(integer)', 'execute')"))
        .isEqualTo("f");
  }

  @Test
  void of_noNameOfARole_isRefused() {
    assertThatThrownBy(() -> GrantScript.of(EXPOSED, "a$b"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private List<String> excess() {
    return reader.inspect(inspector -> inspector.excess(EXPOSED));
  }

  private static RelationDeclaration relation(String name, String... columns) {
    return new RelationDeclaration(
        new RelationName("public", name),
        "",
        List.of(columns),
        List.of(),
        new Location("relations.yaml", 1, 1));
  }
}
