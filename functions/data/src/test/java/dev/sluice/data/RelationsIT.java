package dev.sluice.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.RelationName;
import dev.sluice.catalog.shape.Column;
import dev.sluice.catalog.shape.RelationShape;
import dev.sluice.catalog.shape.RelationShape.ForeignKey;
import dev.sluice.catalog.shape.RelationShape.Kind;
import dev.sluice.catalog.shape.RelationShape.Policy;
import dev.sluice.catalog.shape.RelationShape.RelationColumn;
import dev.sluice.data.inspect.Inspector;
import dev.sluice.data.inspect.Statistics;
import dev.sluice.data.inspect.Statistics.Index;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(ClusterExtension.class)
class RelationsIT {
  private static final String ODD = "Tést \"q\".x";
  private static final String ODD_SQL = "\"Tést \"\"q\"\".x\"";

  private static TestReader reader;
  private static Map<RelationName, RelationShape> all = Map.of();
  private static Map<RelationName, Statistics> statistics = Map.of();

  @BeforeAll
  static void open(TestCluster cluster) throws SQLException {
    cluster.change(
        "create schema related",
        "create schema " + ODD_SQL,
        "create schema hidden",
        "grant usage on schema related, " + ODD_SQL + " to sluice_reader",
        "create type related.mood as enum ('sad', 'happy')",
        "create type related.pair as (a int, b text)",
        "create domain related.price as numeric(10, 2) not null",
        "create domain related.dear as related.price",
        "create domain related.prices as numeric[]",
        "create type " + ODD_SQL + ".\"select\" as enum ('a')",
        "create table related.things (id bigserial primary key, gone int, name varchar(20) not null,"
            + " mood related.mood, moods related.mood[], price related.price, dear related.dear,"
            + " prices related.prices, each_price related.price[], pair related.pair,"
            + " at timestamptz, tags text[], bits bit varying(8), c char(3), ch \"char\")",
        "alter table related.things drop column gone",
        "comment on table related.things is 'Things that relate'",
        "comment on column related.things.name is 'What it is called'",
        "create index things_mood on related.things (mood, at desc)",
        "create index things_upper on related.things (upper(name), id)",
        "create unique index things_at on related.things (at) include (name) where at is not null",
        "create table related.\"Order\" (\"Group\" int, \"user\" text, thing bigint"
            + " references related.things, primary key (\"user\", \"Group\"))",
        "create table related.lines (n int primary key, g int, u text,"
            + " foreign key (u, g) references related.\"Order\" (\"user\", \"Group\"))",
        "create table "
            + ODD_SQL
            + ".\"日本.語\" (\"a\"\"b\" int, \"é 😀\" "
            + ODD_SQL
            + ".\"select\")",
        "create view related.seen as select id, name from related.things",
        "create materialized view related.kept as select 1 as one",
        "create table related.parted (at date, n int, primary key (at, n)) partition by range (at)",
        "create table related.parted_old partition of related.parted"
            + " for values from (minvalue) to ('2026-01-01')",
        "create table related.parted_new partition of related.parted"
            + " for values from ('2026-01-01') to (maxvalue)",
        "create index parted_n on related.parted (n)",
        "insert into related.parted select date '2025-12-01' + i, i from generate_series(1, 60) i",
        "create table related.guarded (id int primary key, owner text, secret text, other int"
            + " references related.lines)",
        "alter table related.guarded enable row level security",
        "create policy own on related.guarded for select to sluice_reader, pg_monitor"
            + " using (owner = current_user)",
        "create policy few on related.guarded as restrictive using (id > 0)",
        "create policy writes on related.guarded for insert with check (true)",
        "create index guarded_secret on related.guarded (secret)",
        "create table related.closed (id int primary key)",
        "create table hidden.granted (id int)",
        "analyze related.parted_old",
        "analyze related.parted_new",
        "analyze related.kept",
        "grant select on related.things, related.\"Order\", related.lines, related.seen,"
            + " related.kept, related.parted, related.parted_old, hidden.granted, "
            + ODD_SQL
            + ".\"日本.語\" to sluice_reader",
        "grant select (id, owner, other) on related.guarded to sluice_reader");
    reader = TestReader.of(cluster, cluster.replicaUrl(0));
    all = reader.inspect(Inspector::relations);
    statistics = reader.inspect(Inspector::statistics);
  }

  @AfterAll
  static void close(TestCluster cluster) throws SQLException {
    reader.close();
    cluster.change(
        "drop schema related cascade",
        "drop schema " + ODD_SQL + " cascade",
        "drop schema hidden cascade");
  }

  private static RelationName name(String name) {
    return new RelationName("related", name);
  }

  private static RelationShape shape(String name) {
    return Objects.requireNonNull(all.get(name(name)), name);
  }

  @Test
  void relations_all_areThoseThatTheRoleMaySelectFrom() {
    assertThat(all.keySet().stream().filter(name -> !name.schema().equals("public")))
        .containsExactlyInAnyOrder(
            name("things"),
            name("Order"),
            name("lines"),
            name("seen"),
            name("kept"),
            name("parted"),
            name("guarded"),
            new RelationName(ODD, "日本.語"));
    assertThat(all).containsKey(new RelationName("public", "orders"));
    assertThat(List.copyOf(all.keySet())).isSorted();
  }

  @Test
  void relations_columns_areNamedAndTypedAsInAnAnswer() {
    assertThat(all).hasSizeGreaterThan(12);
    all.forEach(
        (name, shape) -> {
          List<String> columns =
              shape.columns().stream()
                  .map(column -> '"' + column.name().replace("\"", "\"\"") + '"')
                  .toList();
          String sql = "select " + String.join(", ", columns) + " from " + name.sql();
          assertThat(
                  shape.columns().stream().map(column -> new Column(column.name(), column.type())))
              .as(sql)
              .containsExactlyElementsOf(
                  reader.inspect(
                      inspector -> inspector.describe(SqlTemplate.parse(sql)).columns()));
        });
  }

  @Test
  void relations_table_hasAllThatIsKnownOfIt() {
    RelationShape things = shape("things");
    assertThat(things.kind()).isEqualTo(Kind.TABLE);
    assertThat(things.comment()).isEqualTo("Things that relate");
    assertThat(things.primaryKey()).containsExactly("id");
    assertThat(things.rowSecurity()).isFalse();
    assertThat(things.columns())
        .hasSize(14)
        .startsWith(
            new RelationColumn("id", "int8", false, null),
            new RelationColumn("name", "varchar", false, "What it is called"),
            new RelationColumn("mood", "\"related\".\"mood\"", true, null),
            new RelationColumn("moods", "\"related\".\"mood\"[]", true, null),
            new RelationColumn("price", "numeric", false, null))
        .contains(
            new RelationColumn("dear", "numeric", true, null),
            new RelationColumn("prices", "numeric[]", true, null),
            new RelationColumn("each_price", "\"related\".\"price\"[]", true, null),
            new RelationColumn("pair", "\"related\".\"pair\"", true, null));
  }

  @Test
  void relations_kinds_areTold() {
    assertThat(shape("seen").kind()).isEqualTo(Kind.VIEW);
    assertThat(shape("kept").kind()).isEqualTo(Kind.MATERIALIZED_VIEW);
    assertThat(shape("parted").kind()).isEqualTo(Kind.TABLE);
    assertThat(shape("parted").primaryKey()).containsExactly("at", "n");
  }

  @Test
  void relations_keys_areInTheirOwnOrder() {
    RelationShape order = shape("Order");
    assertThat(order.primaryKey()).containsExactly("user", "Group");
    assertThat(order.foreignKeys())
        .containsExactly(new ForeignKey(List.of("thing"), "related.things", List.of("id")));
    assertThat(shape("lines").foreignKeys())
        .containsExactly(
            new ForeignKey(List.of("u", "g"), "related.\"Order\"", List.of("user", "Group")));
  }

  @Test
  void relations_rowSecurity_hasThePoliciesOfReaders() {
    RelationShape guarded = shape("guarded");
    assertThat(guarded.rowSecurity()).isTrue();
    assertThat(guarded.columns().stream().map(RelationColumn::name))
        .containsExactly("id", "owner", "other");
    assertThat(guarded.foreignKeys()).hasSize(1);
    assertThat(guarded.policies())
        .containsExactly(
            new Policy("few", false, "ALL", List.of("public"), "(id > 0)"),
            new Policy(
                "own",
                true,
                "SELECT",
                List.of("pg_monitor", "sluice_reader"),
                "(owner = CURRENT_USER)"));
  }

  @Test
  void relations_some_areTheSameAsAmongAll() {
    List<RelationName> asked =
        List.of(name("guarded"), name("closed"), name("lines"), new RelationName(ODD, "日本.語"));
    Map<RelationName, RelationShape> some = reader.inspect(inspector -> inspector.relations(asked));
    assertThat(some).hasSize(4);
    // A view may read what the role may not: its policies matter, its columns do not.
    assertThat(some.get(name("closed")))
        .isNotNull()
        .extracting(RelationShape::columns)
        .asInstanceOf(InstanceOfAssertFactories.LIST)
        .isEmpty();
    some.forEach(
        (name, shape) -> {
          if (!name.equals(name("closed"))) {
            assertThat(shape).isEqualTo(all.get(name));
          }
        });
    assertThat(reader.<Integer>inspect(inspector -> inspector.relations(List.of()).size()))
        .isZero();
  }

  @Test
  void statistics_partitionedTable_sumsItsPartitions() {
    assertThat(statistics)
        .containsEntry(
            name("parted"),
            new Statistics(
                OptionalLong.of(60),
                List.of(
                    new Index(List.of("n"), false, false),
                    new Index(List.of("at", "n"), true, false))));
    assertThat(statistics)
        .containsEntry(name("kept"), new Statistics(OptionalLong.of(1), List.of()))
        .doesNotContainKeys(name("seen"), name("closed"));
  }

  @Test
  void statistics_indexes_tellWhatTheyCover() {
    Statistics things = Objects.requireNonNull(statistics.get(name("things")));
    assertThat(things.rows()).isEmpty();
    assertThat(things.indexes())
        .containsExactly(
            new Index(List.of("at"), true, true),
            new Index(List.of("mood", "at"), false, false),
            new Index(List.of("id"), true, false),
            new Index(List.of("id"), false, true));
    assertThat(Objects.requireNonNull(statistics.get(name("guarded"))).indexes())
        .containsExactly(new Index(List.of("id"), true, false));
  }
}
