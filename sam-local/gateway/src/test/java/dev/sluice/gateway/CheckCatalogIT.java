package dev.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.catalog.shape.CatalogLock;
import dev.sluice.servers.ClusterOptions;
import dev.sluice.servers.Login;
import dev.sluice.servers.PostgresCluster;
import dev.sluice.servers.SampleDatabase;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./sluice check-catalog} on the sample's catalogue, right and wrong. */
class CheckCatalogIT {
  private static final double SCALE = 0.0031;

  @TempDir private static Path data;
  private static PostgresCluster cluster;
  private static String url;

  @TempDir private Path folder;
  private CatalogCopy catalog;

  private record Answer(int status, String out, String err) {}

  @BeforeAll
  static void start() {
    cluster = PostgresCluster.start(ClusterOptions.forTest(data), line -> {});
    Login reader = SampleDatabase.load(cluster, SCALE, line -> {});
    url =
        cluster
            .replicaUrls()
            .getFirst()
            .replace(
                "jdbc:postgresql://",
                "postgresql://" + reader.user() + ":" + reader.password() + "@");
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @BeforeEach
  void copy() throws IOException {
    catalog = CatalogCopy.into(folder);
  }

  @Test
  void check_sample_isWrittenAndShown() throws IOException {
    Files.delete(folder.resolve(CatalogLock.FILE));
    Answer answer = check();
    assertThat(answer.err()).isEmpty();
    assertThat(answer.status()).isZero();
    assertThat(answer.out())
        .containsPattern("customer_orders +4 +[\\d,]+  public\\.customer, public\\.orders")
        .contains("8 tools, 8 relations, 2 prompts: all checked")
        .doesNotContain("note: ")
        .contains("Written: " + folder.resolve(CatalogLock.FILE));
    assertThat(CatalogLock.read(folder).tools()).hasSize(8);
    assertNothingHalfWritten();
  }

  @Test
  void checkFrozen_shippedLock_isWhatTheDatabaseSays() throws IOException {
    String lock = catalog.read(CatalogLock.FILE);
    Answer answer = check("--frozen");
    assertThat(answer.err()).isEmpty();
    assertThat(answer.status()).isZero();
    assertThat(answer.out()).contains("all checked").doesNotContain("Written");
    assertThat(catalog.read(CatalogLock.FILE)).isEqualTo(lock);
  }

  @Test
  void checkFrozen_databaseChanged_failsAndLeavesTheLockUntilItIsWrittenAnew() throws Exception {
    String lock = catalog.read(CatalogLock.FILE);
    write("alter table part alter column p_size type bigint");
    try {
      Answer frozen = check("--frozen");
      assertThat(frozen.status()).isEqualTo(1);
      assertThat(frozen.err())
          .startsWith("sluice: " + folder.resolve(CatalogLock.FILE) + " is not what the database")
          .contains("run check-catalog without --frozen");
      assertThat(catalog.read(CatalogLock.FILE)).isEqualTo(lock);
      assertThat(check().status()).isZero();
      assertThat(catalog.read(CatalogLock.FILE)).isNotEqualTo(lock);
      assertThat(check("--frozen").status()).isZero();
    } finally {
      write("alter table part alter column p_size type integer");
    }
  }

  @Test
  void check_policies_areShownAndLocked() throws Exception {
    write(
        "create policy everything on region using (true)",
        "alter table region enable row level security");
    try {
      assertThat(check("--frozen").status()).isEqualTo(1);
      assertThat(check().out()).contains("public.region: row-level security, 1 policies");
      assertThat(CatalogLock.read(folder).relations())
          .hasEntrySatisfying("public.region", region -> assertThat(region.rowSecurity()).isTrue());
    } finally {
      write("drop policy everything on region", "alter table region disable row level security");
    }
  }

  @Test
  void check_mistakesOnlyTheDatabaseCanTell_areAllToldWithTheirPlaces() throws IOException {
    String lock = catalog.read(CatalogLock.FILE);
    catalog.change("tools/order_lines.yaml", "p_partkey = l_partkey", "p_partkey = l_shipdate");
    catalog.change("relations.yaml", "public.region", "public.regoin");
    catalog.change("relations.yaml", "s_phone", "s_phon");
    Answer answer = check();
    assertThat(answer.status()).isEqualTo(1);
    assertThat(answer.out()).isEmpty();
    List<String> told = answer.err().lines().map(String::strip).toList();
    assertThat(told).hasSize(4).first().isEqualTo("sluice: the catalogue does not check:");
    assertThat(told.get(1))
        .isEqualTo(
            place("relations.yaml", "- relation: public.regoin", 3)
                + "there is no relation 'public.regoin' that the reading role may select."
                + " Write 'public.region', if that was meant.");
    assertThat(told.get(2))
        .isEqualTo(
            place("relations.yaml", "- relation: public.supplier", 3)
                + "'public.supplier' has no column 's_phon' that the reading role may select."
                + " Write 's_phone', if that was meant.");
    assertThat(told.get(3))
        .startsWith(
            place("tools/order_lines.yaml", "sql: |", 1)
                + "PostgreSQL does not take the statement: operator does not exist: bigint = date.")
        .endsWith(" Look at line 3 of the statement, from '= l_shipdate' on.");
    assertThat(catalog.read(CatalogLock.FILE)).isEqualTo(lock);
  }

  @Test
  void check_variesByLessThanPoliciesLookAt_saysWhatElse() throws IOException {
    catalog.change("relations.yaml", "varies_by: [tenant, scopes]", "varies_by: [tenant]");
    Answer answer = check();
    assertThat(answer.status()).isEqualTo(1);
    assertThat(answer.err())
        .contains(
            place("relations.yaml", "- relation: public.orders", 3)
                + "the rows of 'public.orders' vary by scopes too: policies or views that they come"
                + " through look at it. Write 'varies_by: [scopes, tenant]'.");
  }

  @Test
  void check_whatMayNotBeRead_isToldWithItsPlaceBeforeAnyDatabaseIsAsked() throws IOException {
    catalog.change("tools/order_lines.yaml", "p_partkey = l_partkey", "p_partkey = l_partky");
    catalog.change("tools/part_suppliers.yaml", "from partsupp", "from partsup");
    Answer answer = check();
    assertThat(answer.status()).isEqualTo(1);
    List<String> told = answer.err().lines().map(String::strip).toList();
    assertThat(told).hasSize(3).first().isEqualTo("sluice: the catalogue does not check:");
    assertThat(told.get(1))
        .startsWith(place("tools/order_lines.yaml", "sql: |", 1) + "the column l_partky: ")
        .endsWith("Look at line 3 of the statement, from 'l_partky' on.");
    assertThat(told.get(2))
        .startsWith(place("tools/part_suppliers.yaml", "sql: |", 1))
        .contains("the relation public.partsup: ")
        .endsWith("Look at line 2 of the statement, from 'partsup' on.");
  }

  @Test
  void check_pageByNotUnique_saysOfWhichExample() throws IOException {
    catalog.change("tools/find_parts.yaml", "order by p_partkey", "order by p_size");
    catalog.change("tools/find_parts.yaml", "page_by: [p_partkey]", "page_by: [p_size]");
    Answer answer = check();
    assertThat(answer.status()).isEqualTo(1);
    assertThat(answer.err())
        .contains(place("tools/find_parts.yaml", "page_by: [p_size]", 1))
        .contains("rows of the example {\"type\":\"BRASS\",\"size\":15} have only 1 different")
        .contains("Add columns, in 'sql' too, until no two rows are equal in all of them.");
  }

  @Test
  void check_pageByInAnotherOrderThanTheStatement_isTold() throws IOException {
    catalog.change(
        "tools/customer_orders.yaml",
        "page_by: [o_orderdate, o_orderkey]",
        "page_by: [o_orderkey, o_orderdate]");
    Answer answer = check();
    assertThat(answer.status()).isEqualTo(1);
    assertThat(answer.err())
        .contains(place("tools/customer_orders.yaml", "page_by: ", 1))
        .contains("the statement orders by o_orderdate")
        .contains("Write 'page_by: [o_orderdate, o_orderkey]', or another ORDER BY.");
  }

  @Test
  void check_orderByOfAnExpressionOfThatName_isNotConfirmed() throws IOException {
    catalog.change(
        "tools/find_parts.yaml",
        "select p_partkey, p_name",
        "select -p_partkey as p_partkey, p_name");
    catalog.change("tools/find_parts.yaml", "order by p_partkey", "order by part.p_partkey");
    Answer answer = check();
    assertThat(answer.status()).isEqualTo(1);
    assertThat(answer.err())
        .contains(
            place("tools/find_parts.yaml", "page_by: ", 1)
                + "PostgreSQL does not confirm that the rows come in the order of these columns.");
  }

  @Test
  void check_exampleThatAnswersNoRow_isANote() throws IOException {
    catalog.change("tools/order_lines.yaml", "{ order_id: 7 }", "{ order_id: 999999999 }");
    Answer answer = check();
    assertThat(answer.status()).isZero();
    assertThat(answer.out())
        .contains(
            "note: "
                + place("tools/order_lines.yaml", "examples:", 1)
                + "{\"order_id\":999999999} answers no row. Choose one that does");
  }

  @Test
  void check_exampleThatFails_isAMistake() throws IOException {
    catalog.change(
        "tools/order_lines.yaml", "select l_linenumber,", "select 1 / (l_linenumber - 1) as n,");
    catalog.change("tools/order_lines.yaml", "order by l_linenumber", "order by n");
    Answer answer = check();
    assertThat(answer.status()).isEqualTo(1);
    assertThat(answer.err())
        .contains(place("tools/order_lines.yaml", "examples:", 1))
        .contains("{\"order_id\":7} is not answered: ")
        .contains("division by zero");
  }

  @Test
  void check_brokenLock_isWrittenAnew() throws IOException {
    catalog.write(CatalogLock.FILE, "{");
    assertThat(check("--frozen").err()).contains("catalog.lock.json:1:");
    assertThat(check().status()).isZero();
    assertThat(check("--frozen").status()).isZero();
  }

  @Test
  void check_lockReadMeanwhile_isWholeAtEveryMoment() throws Exception {
    AtomicBoolean done = new AtomicBoolean();
    CompletableFuture<Integer> reads =
        CompletableFuture.supplyAsync(
            () -> {
              int count = 0;
              while (!done.get()) {
                assertThat(CatalogLock.read(folder).tools()).hasSize(8);
                count++;
              }
              return count;
            });
    try {
      for (int i = 0; i < 3; i++) {
        assertThat(check().status()).isZero();
      }
    } finally {
      done.set(true);
    }
    assertThat(reads.get()).isPositive();
    assertNothingHalfWritten();
  }

  @Test
  void check_databaseThatIsNotThere_saysSo() {
    Answer answer =
        run(
            "check-catalog",
            "--catalog",
            folder.toString(),
            "--database",
            "postgresql://a@127.0.0.1:1/n");
    assertThat(answer.status()).isEqualTo(1);
    assertThat(answer.err()).startsWith("sluice: the database at 127.0.0.1:1/n cannot be used: ");
  }

  @Test
  void check_calledWrongly_isStatusTwo() {
    assertThat(run("check-catalog", "--frosen").status()).isEqualTo(2);
  }

  /** Where a key stands, as a message begins. */
  private String place(String file, String line, int column) throws IOException {
    int at =
        catalog.read(file).lines().takeWhile(each -> !each.startsWith(line)).toList().size() + 1;
    return file + ":" + at + ":" + column + ": ";
  }

  private void assertNothingHalfWritten() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "MISTAKES.md",
              "budgets.yaml",
              "catalog.lock.json",
              "prompts",
              "relations.yaml",
              "schema",
              "tools");
    }
  }

  private Answer check(String... options) {
    return run(
        Stream.concat(
                Stream.of("check-catalog", "--catalog", folder.toString(), "--database", url),
                Stream.of(options))
            .toArray(String[]::new));
  }

  private static Answer run(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int status = Main.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
    return new Answer(status, out.toString(), err.toString());
  }

  private static void write(String... statements) throws SQLException {
    try (Connection connection = cluster.primary();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
    cluster.awaitReplay();
  }
}
