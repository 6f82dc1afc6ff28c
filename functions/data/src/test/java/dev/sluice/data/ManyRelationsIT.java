package dev.sluice.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.RelationName;
import dev.sluice.catalog.shape.RelationShape;
import dev.sluice.data.inspect.Inspector;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(ClusterExtension.class)
class ManyRelationsIT {
  private static final int TABLES = 3_000;

  /** Three times what it takes. */
  private static final Duration BOUND = Duration.ofSeconds(3);

  private static TestReader reader;

  @BeforeAll
  static void open(TestCluster cluster) throws SQLException {
    cluster.change(
        "create schema many",
        "grant usage on schema many to sluice_reader",
        "do $$ begin for i in 1..3000 loop"
            + " execute format('create table many.t%s (a int not null, b int8, c bool, d date,"
            + " e timestamptz)', i);"
            + " if i % 100 = 0 then"
            + " execute format('comment on table many.t%s is %L', i, 'Table ' || i); end if;"
            + " end loop; end $$",
        "grant select on all tables in schema many to sluice_reader");
    reader = TestReader.of(cluster, cluster.replicaUrl(0));
  }

  @AfterAll
  static void close(TestCluster cluster) throws SQLException {
    reader.close();
    for (int i = 0; i < 3; i++) {
      cluster.change(
          "do $$ declare t text; begin for t in select format('many.%I', tablename)"
              + " from pg_tables where schemaname = 'many' limit 1000 loop"
              + " execute 'drop table ' || t; end loop; end $$");
    }
    cluster.change("drop schema many");
  }

  @Test
  void relations_threeThousandTables_areReadAtOnce() {
    assertThat(reader.value("select 1 as warm")).isEqualTo("1");
    long startNanos = System.nanoTime();
    Map<RelationName, RelationShape> all = reader.inspect(Inspector::relations);
    Duration took = Duration.ofNanos(System.nanoTime() - startNanos);
    assertThat(all.keySet().stream().filter(name -> name.schema().equals("many")).count())
        .isEqualTo(TABLES);
    RelationShape last = Objects.requireNonNull(all.get(new RelationName("many", "t3000")));
    assertThat(last.columns()).hasSize(5);
    assertThat(last.comment()).isEqualTo("Table 3000");
    assertThat(took).isLessThan(BOUND);
  }

  @Test
  void statistics_threeThousandTables_areReadAtOnce() {
    assertThat(reader.value("select 1 as warm")).isEqualTo("1");
    long startNanos = System.nanoTime();
    int count = reader.inspect(inspector -> inspector.statistics().size());
    assertThat(Duration.ofNanos(System.nanoTime() - startNanos)).isLessThan(BOUND);
    assertThat(count).isGreaterThanOrEqualTo(TABLES);
  }
}
