package dev.sluice.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
          name: customer_orders | max_age_seconds: 1 | tools/one.yaml:1:1: 'max_age_seconds' is not enforced yet, and Sluice ignores no promise. Remove it for now.
          name: customer_orders | when_stale: error | tools/one.yaml:1:1: 'when_stale' is not enforced yet, and Sluice ignores no promise. Remove it for now.
          name: customer_orders | execution: task | tools/one.yaml:1:1: 'execution' is not enforced yet, and Sluice ignores no promise. Remove it for now.
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

  private void write(String file, String text) throws IOException {
    Path tools = Files.createDirectories(folder.resolve("tools"));
    Files.writeString(tools.resolve(file), text);
  }
}
