package dev.sluice.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.call.RelationName;
import dev.sluice.catalog.shape.CatalogLock;
import dev.sluice.catalog.shape.Column;
import dev.sluice.catalog.shape.ToolShape;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CatalogTest {
  private static final String TOOL =
      """
      name: customer_orders
      title: Orders of one customer
      description: Open and closed orders of a customer, newest first.
      input:
        type: object
        properties: { customer_id: { type: integer, minimum: 1 }, status: { enum: [O, F, no] } }
        required: [customer_id]
      sql: |
        select 1 where 1 = :customer_id
      limits: { rows: 10, bytes: 2048, timeout_ms: 500 }
      examples: [ { customer_id: 7 } ]
      """;

  @TempDir private Path folder;

  @Test
  void read_wholeTool_keepsEveryKey() throws IOException {
    write("one.yaml", TOOL);
    ToolDeclaration tool = Catalog.read(folder).tools().getFirst();
    assertThat(tool.name()).isEqualTo("customer_orders");
    assertThat(tool.title()).isEqualTo("Orders of one customer");
    assertThat(tool.sql()).isEqualTo("select 1 where 1 = :customer_id");
    assertThat(tool.limits()).isEqualTo(new Limits(10, 2048, 500));
    assertThat(tool.input().at("/properties/status/enum/2").asString()).isEqualTo("no");
    assertThat(tool.examples().getFirst().path("customer_id").asInt()).isEqualTo(7);
    assertThat(tool.at("sql")).isEqualTo(new Location("tools/one.yaml", 8, 1));
  }

  @Test
  void read_budgets_keepsWhatIsBoundedAndNothingElse() throws IOException {
    write("one.yaml", TOOL);
    assertThat(Catalog.read(folder).budgets()).isEqualTo(BudgetDeclaration.NONE);

    Files.writeString(
        folder.resolve("budgets.yaml"),
        """
        principal: { calls_per_minute: 60, bytes_per_day: 5000000000 }
        """);
    BudgetDeclaration budgets = Catalog.read(folder).budgets();
    assertThat(budgets.principal())
        .isEqualTo(new Allowance(60, Allowance.UNBOUNDED, 5_000_000_000L, Allowance.UNBOUNDED));
    assertThat(budgets.tenant().isBounded()).isFalse();
    assertThat(budgets.isBounded()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          title: Orders of one customer | titel: x | tools/one.yaml:1:1: the tool has no 'title'. Add the line 'title: …'.
          title: Orders of one customer | titel: x | tools/one.yaml:2:1: 'titel' is not a key of a tool. Write 'title', if that was meant.
          name: customer_orders | name: Customer Orders | tools/one.yaml:1:1: 'Customer Orders' is not a tool's name. Use a-z, 0-9 and _, a letter first.
          rows: 10 | rows: 0 | tools/one.yaml:10:11: 'rows' is 0. Write a whole number from 1 to 10000.
          rows: 10 | row: 10 | tools/one.yaml:10:11: 'row' is not a key of limits. Write 'rows', if that was meant.
          timeout_ms: 500 | timeout_ms: 1e3 | tools/one.yaml:10:34: 'timeout_ms' is 1E+3. Write a whole number from 1 to 25000.
          type: object | type: array | tools/one.yaml:5:3: 'input' must describe an object. Write 'type: object' in it.
          [ { customer_id: 7 } ] | [ 7 ] | tools/one.yaml:11:13: an example must be a mapping. Write { argument: value }.
          [ { customer_id: 7 } ] | [] | tools/one.yaml:11:1: the tool has no 'examples'. Write a list of arguments that it answers: they warm it up and test it.
          name: customer_orders | max_age_seconds: -1 | tools/one.yaml:1:1: 'max_age_seconds' is -1. Write a whole number from 0 to 86400.
          name: customer_orders | when_stale: error | tools/one.yaml:1:1: 'when_stale' says what happens to an answer older than 'max_age_seconds' allows, and there is none. Add 'max_age_seconds: 60', or remove 'when_stale'.
          """)
  void read_mistake_saysWhereAndWhatToWrite(String right, String wrong, String message)
      throws IOException {
    write("one.yaml", TOOL.replace(right, wrong));
    assertThatThrownBy(() -> Catalog.read(folder))
        .isInstanceOf(CatalogException.class)
        .satisfies(
            thrown ->
                assertThat(((CatalogException) thrown).mistakes())
                    .extracting(Mistake::toString)
                    .contains(message));
  }

  @Test
  void read_notYaml_saysTheLine() throws IOException {
    write("one.yaml", TOOL.replace("[ { customer_id: 7 } ]", "[ { customer_id: 7 }"));
    assertThatThrownBy(() -> Catalog.read(folder))
        .hasMessageStartingWith("tools/one.yaml:12:1: this is not YAML: ");
  }

  @Test
  void read_aliasInsideItself_isRefused() throws IOException {
    write("one.yaml", TOOL.replace("[ { customer_id: 7 } ]", "&a [ { x: *a } ]"));
    assertThatThrownBy(() -> Catalog.read(folder)).hasMessageContaining("nested more than 64 deep");
  }

  @Test
  void read_mistakesInTwoFiles_areAllNamed() throws IOException {
    write("a.yaml", TOOL.replace("rows: 10", "rows: x"));
    write("b.yaml", TOOL.replace("name: customer_orders", "name: 7"));
    assertThatThrownBy(() -> Catalog.read(folder))
        .hasMessageContaining("tools/a.yaml:10:11: 'rows' is \"x\"")
        .hasMessageContaining("tools/b.yaml:1:1: 'name' must be text");
  }

  @Test
  void read_twoToolsOfOneName_areRefused() throws IOException {
    write("a.yaml", TOOL);
    write("b.yaml", TOOL);
    assertThatThrownBy(() -> Catalog.read(folder))
        .hasMessage(
            "tools/b.yaml:1:1: the name 'customer_orders' is taken by tools/a.yaml:1:1."
                + " Give one of the two another name.");
  }

  @Test
  void read_noFolder_saysWhatToMake() {
    assertThatThrownBy(() -> Catalog.read(folder.resolve("nowhere")))
        .hasMessageStartingWith("tools:1:1: there is no folder 'tools' in ");
  }

  @Test
  void read_everyKeyOfTheFormat_isKept() throws IOException {
    for (MistakeCase.Kind kind : MistakeCase.Kind.values()) {
      writeAt(kind.file, kind.valid);
    }
    Catalog catalog = Catalog.read(folder);
    ToolDeclaration tool = catalog.tools().getFirst();
    assertThat(tool.scopes()).containsExactly("orders.read");
    assertThat(tool.pageBy()).containsExactly("o_orderdate", "o_orderkey");
    assertThat(tool.caching()).isEqualTo(new Caching(true, List.of("orders")));
    assertThat(tool.execution()).isEqualTo(Execution.SYNC);
    assertThat(tool.maxAgeSeconds()).isNull();
    RelationDeclaration odd = catalog.relations().getFirst();
    assertThat(odd.name()).isEqualTo(new RelationName("public", "Odd Name"));
    assertThat(odd.variesBy()).isEmpty();
    RelationDeclaration orders = catalog.relations().getLast();
    assertThat(orders.name()).isEqualTo(new RelationName("public", "orders"));
    assertThat(orders.description()).isEqualTo("One row for each order.");
    assertThat(orders.columns())
        .containsExactly("o_orderkey", "o_custkey", "o_totalprice", "o_comment");
    assertThat(orders.variesBy()).containsExactly("tenant");
    assertThat(orders.at()).isEqualTo(new Location("relations.yaml", 2, 3));
    PromptDeclaration prompt = catalog.prompts().getFirst();
    assertThat(prompt.name()).isEqualTo("late_orders");
    assertThat(prompt.arguments())
        .containsExactly(
            new PromptDeclaration.Argument("nation", "The nation's name.", true),
            new PromptDeclaration.Argument("year", "Only this year.", false));
    assertThat(prompt.text()).startsWith("Find the late orders of {{nation}} (year: {{year}})");
  }

  @Test
  void read_toolThatDeclaresLittle_getsDefaults() throws IOException {
    write("one.yaml", TOOL);
    write("two.yaml", TOOL.replace("name: customer_orders", "name: uncached\ncache: off"));
    List<ToolDeclaration> tools = Catalog.read(folder).tools();
    assertThat(tools.getFirst().caching()).isEqualTo(Caching.DEFAULT);
    assertThat(tools.getFirst().scopes()).isEmpty();
    assertThat(tools.getFirst().pageBy()).isEmpty();
    assertThat(tools.getLast().caching()).isEqualTo(new Caching(false, List.of()));
  }

  @Test
  void read_argumentCursorWithoutPageBy_isAnArgumentLikeOthers() throws IOException {
    write("one.yaml", TOOL.replace("customer_id", "cursor"));
    assertThat(Catalog.read(folder).tools()).hasSize(1);
  }

  @Test
  void read_partsOfAComposedSchema_mayRequireWhatTheWholeDeclares() throws IOException {
    write(
        "one.yaml",
        TOOL.replace(
            "  required: [customer_id]",
            "  anyOf: [ { required: [customer_id] }, { required: [status] } ]"));
    assertThat(Catalog.read(folder).tools()).hasSize(1);
  }

  @Test
  void read_propertiesNamedAsKeywords_areProperties() throws IOException {
    write("one.yaml", TOOL.replace("status: {", "type: { type: string }, required: {"));
    assertThat(Catalog.read(folder).tools()).hasSize(1);
  }

  @Test
  void read_fileThatIsNoUtf8_hidesNoOtherMistake() throws IOException {
    Path tools = Files.createDirectories(folder.resolve("tools"));
    Files.write(tools.resolve("a.yaml"), new byte[] {'n', (byte) 0xff});
    Files.createDirectories(tools.resolve("b.yaml"));
    write("c.yaml", TOOL.replace("rows: 10", "rows: x"));
    assertThatThrownBy(() -> Catalog.read(folder))
        .hasMessageStartingWith("tools/a.yaml:1:1: this is not UTF-8. Save the file as UTF-8.\n")
        .hasMessageContaining("\ntools/b.yaml:1:1: this cannot be read: ")
        .hasMessageContaining("\ntools/c.yaml:10:11: 'rows' is \"x\"");
  }

  @Test
  void read_mistakesEverywhere_comeInTheOrderOfFileAndLine() throws IOException {
    writeAt("relations.yaml", "- relation: Orders\n- relations: a.b\n");
    writeAt("prompts/a.yaml", "text: a {{b}}\nname: A\n");
    write("b.yaml", TOOL.replace("rows: 10", "rows: 0").replace("title:", "titel:"));
    write("a.yaml", "[]");
    assertThatThrownBy(() -> Catalog.read(folder))
        .isInstanceOf(CatalogException.class)
        .satisfies(
            thrown -> {
              List<Location> places =
                  ((CatalogException) thrown).mistakes().stream().map(Mistake::at).toList();
              assertThat(places).hasSizeGreaterThan(8);
              assertThat(places)
                  .isSortedAccordingTo(
                      Comparator.comparing(Location::file).thenComparingInt(Location::line));
              assertThat(places)
                  .extracting(Location::file)
                  .contains("prompts/a.yaml", "relations.yaml", "tools/a.yaml", "tools/b.yaml");
            });
  }

  @Test
  void read_otherFiles_areIgnored() throws IOException {
    write("one.yaml", TOOL);
    write("one.yaml.bak", "no");
    write(".hidden.yaml", "no");
    writeAt("README.md", "no");
    writeAt("schema/tool.schema.json", "no");
    assertThat(Catalog.read(folder).tools()).hasSize(1);
  }

  @Test
  void read_fiveThousandRelations_isWithinTheLimits() throws IOException {
    StringBuilder text = new StringBuilder();
    for (int table = 0; table < 5_000; table++) {
      text.append("- relation: public.some_ordinary_table_").append(table).append("\n  columns: [");
      for (int column = 0; column < 20; column++) {
        text.append("some_ordinary_column_").append(column).append(", ");
      }
      text.append("id]\n");
    }
    write("one.yaml", TOOL);
    writeAt("relations.yaml", text.toString());
    assertThat(Catalog.read(folder).relations()).hasSize(5_000);
  }

  @Test
  void read_brokenLock_isAMistakeUnlessItIsWrittenAnew() throws IOException {
    write("one.yaml", TOOL);
    writeAt("catalog.lock.json", "{");
    assertThatThrownBy(() -> Catalog.read(folder))
        .hasMessageStartingWith("catalog.lock.json:1:")
        .hasMessageContaining("check-catalog");
    assertThat(Catalog.readWithoutLock(folder).lock()).isEqualTo(CatalogLock.empty());
  }

  @Test
  void read_lockThatWasWritten_isThere() throws IOException {
    write("one.yaml", TOOL);
    String statement = Catalog.read(folder).tools().getFirst().statementHash();
    CatalogLock lock =
        new CatalogLock(
            Map.of(
                "customer_orders",
                new ToolShape(
                    statement, List.of(new Column("id", "int4")), List.of(), List.of(), 1.5)),
            Map.of());
    lock.write(folder);
    assertThat(Catalog.read(folder).lock()).isEqualTo(lock);
  }

  @Test
  void statementHash_changesWithSqlPageByAndArguments_andWithNothingElse() throws IOException {
    String hash = hashOf(TOOL);
    assertThat(hash).matches("[0-9a-f]{64}");
    assertThat(hashOf(TOOL.replace("rows: 10", "rows: 11"))).isEqualTo(hash);
    assertThat(hashOf(TOOL.replace("minimum: 1", "minimum: 2"))).isEqualTo(hash);
    assertThat(hashOf(TOOL.replace("select 1", "select 2"))).isNotEqualTo(hash);
    assertThat(hashOf(TOOL + "page_by: [a]\n")).isNotEqualTo(hash);
    assertThat(hashOf(TOOL.replace("status:", "state:"))).isNotEqualTo(hash);
  }

  private String hashOf(String text) throws IOException {
    write("one.yaml", text);
    return Catalog.read(folder).tools().getFirst().statementHash();
  }

  private void writeAt(String file, String text) throws IOException {
    Path path = folder.resolve(file);
    Files.createDirectories(path.resolve("..").normalize());
    Files.writeString(path, text);
  }

  private void write(String file, String text) throws IOException {
    Path tools = Files.createDirectories(folder.resolve("tools"));
    Files.writeString(tools.resolve(file), text);
  }

  @Test
  void read_masks_keepsEveryKey() throws IOException {
    write("one.yaml", TOOL);
    writeAt(
        "relations.yaml",
        """
        - relation: public.people
          columns: [a, b, c, d, e, f, g, h]
          mask:
            a: { show: hide }
            b: { show: hash, unless_scope: pii.read }
            c: { show: prefix, length: 3 }
            d: { show: last, length: 1000 }
            e: { show: null }
            f: { show: 'null' }
            g: { show: bucket, size: 0.50 }
        """);
    assertThat(Catalog.read(folder).relations().getFirst().masks())
        .isEqualTo(
            Map.of(
                "a", new Mask(new Mask.Hide(), ""),
                "b", new Mask(new Mask.Hash(), "pii.read"),
                "c", new Mask(new Mask.Prefix(3), ""),
                "d", new Mask(new Mask.Last(1_000), ""),
                "e", new Mask(new Mask.Null(), ""),
                "f", new Mask(new Mask.Null(), ""),
                "g", new Mask(new Mask.Bucket(new BigDecimal("0.5")), "")));
  }
}
