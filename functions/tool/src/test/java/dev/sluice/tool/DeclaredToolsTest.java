package dev.sluice.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.call.Call;
import dev.sluice.call.Deadline;
import dev.sluice.call.Principal;
import dev.sluice.call.Reference;
import dev.sluice.catalog.Catalog;
import dev.sluice.catalog.CatalogException;
import dev.sluice.catalog.shape.Column;
import dev.sluice.data.Database;
import dev.sluice.data.Query;
import dev.sluice.data.Rows;
import dev.sluice.protocol.feature.Exchange;
import dev.sluice.protocol.feature.ToolException;
import dev.sluice.protocol.feature.ToolOutcome;
import dev.sluice.protocol.operation.RequestExchange;
import dev.sluice.protocol.wire.Content;
import dev.sluice.protocol.wire.ToolResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

class DeclaredToolsTest {
  private static final String TOOL =
      """
      name: customer_orders
      title: Orders
      description: Orders of a customer.
      input:
        type: object
        properties: { customer_id: { type: integer, minimum: 1 } }
        required: [customer_id]
        additionalProperties: false
      sql: select :customer_id as id, 'x' as note
      limits: { rows: 2 }
      examples: [ { customer_id: 7 } ]
      """;

  @TempDir private Path folder;
  private final List<Query> asked = new ArrayList<>();

  @Test
  void call_fittingArguments_asksTheStatementAndShowsRows() throws IOException {
    ToolResult result = call(fake(Rows.Cut.NONE), "{\"customer_id\": 7}");
    assertThat(asked.getFirst().sql().jdbcText()).isEqualTo("select ? as id, 'x' as note");
    assertThat(asked.getFirst().arguments().path("customer_id").asInt()).isEqualTo(7);
    assertThat(result.content())
        .containsExactly(
            new Content.Text("id,note\n1,\"a,\"\"b\"\"\"\n2,\n(2 rows from replica-1)"));
    JsonNode answer = result.structuredContent();
    assertThat(answer).isNotNull();
    assertThat(answer.at("/columns/0").toString()).isEqualTo("{\"name\":\"id\",\"type\":\"int8\"}");
    assertThat(answer.at("/rows/1").toString()).isEqualTo("{\"id\":2,\"note\":null}");
    assertThat(answer.path("complete").asBoolean()).isTrue();
    assertThat(answer.path("source").asString()).isEqualTo("replica-1");
    assertThat(answer.path("reference").asString()).hasSize(36);
  }

  @Test
  void call_cutAnswer_saysByWhatAndHowToGoOn() throws IOException {
    ToolResult result = call(fake(Rows.Cut.BY_ROWS), "{\"customer_id\": 7}");
    assertThat(((Content.Text) result.content().getFirst()).text())
        .endsWith(
            "Cut: there are more rows; this tool answers at most 2 rows."
                + " Ask more narrowly to see the others.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {} | customer_id
          {"customer_id": "x"} | integer
          {"customer_id": 0} | 1
          {"customer_id": 1, "other": 2} | other
          """)
  void call_argumentsThatDoNotFit_areToldAndNotAsked(String arguments, String told) {
    assertThatThrownBy(() -> call(fake(Rows.Cut.NONE), arguments))
        .isInstanceOf(ToolException.class)
        .hasMessageStartingWith("The arguments do not fit:\n- ")
        .hasMessageContaining(told);
    assertThat(asked).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          :customer_id as | :custommer_id as | tools/t.yaml:9:1: ':custommer_id' is not an argument of the input schema. Write ':customer_id', if that was meant.
          :customer_id as | 1 as | tools/t.yaml:4:1: the argument 'customer_id' is not used by the statement. Use ':customer_id' in 'sql', or remove it.
          'x' as note | 1; drop table t | tools/t.yaml:9:1: the SQL holds 2 statements, not one. Write exactly one SELECT.
          { customer_id: 7 } | { customer_id: 0 } | tools/t.yaml:11:1: {"customer_id":0}: The arguments do not fit:
          """)
  void prepare_partsThatDoNotFit_sayWhere(String right, String wrong, String message)
      throws IOException {
    write(TOOL.replace(right, wrong));
    Catalog catalog = Catalog.read(folder);
    assertThatThrownBy(() -> DeclaredTools.prepare(catalog, fake(Rows.Cut.NONE)))
        .isInstanceOf(CatalogException.class)
        .hasMessageContaining(message);
  }

  private ToolResult call(Database database, String arguments) throws IOException {
    write(TOOL);
    Call call =
        new Call(
            Principal.LOCAL,
            Deadline.after(Duration.ofSeconds(5), InstantSource.system()),
            Reference.next());
    ToolOutcome outcome =
        DeclaredTools.prepare(Catalog.read(folder), database)
            .find("customer_orders", call)
            .orElseThrow()
            .call((ObjectNode) JsonMapper.shared().readTree(arguments), exchange(call));
    return ((ToolOutcome.Done) outcome).result();
  }

  private static Exchange exchange(Call call) {
    ObjectNode nothing = JsonNodeFactory.instance.objectNode();
    return new RequestExchange(
        call, new RequestExchange.Client(nothing, null, null), nothing, null);
  }

  private Database fake(Rows.Cut cut) {
    return (query, call) -> {
      asked.add(query);
      JsonNodeFactory json = JsonNodeFactory.instance;
      List<List<JsonNode>> rows =
          List.of(
              List.of(json.numberNode(1), json.stringNode("a,\"b\"")),
              List.of(json.numberNode(2), json.nullNode()));
      return new Rows(
          List.of(new Column("id", "int8"), new Column("note", "text")),
          rows,
          cut,
          new Rows.Source("replica-1", true));
    };
  }

  private void write(String text) throws IOException {
    Files.writeString(Files.createDirectories(folder.resolve("tools")).resolve("t.yaml"), text);
  }
}
