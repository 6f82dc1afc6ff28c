package dev.sluice.tool.declared;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.cache.Cache;
import dev.sluice.call.Principal;
import dev.sluice.catalog.CatalogException;
import dev.sluice.catalog.Mask;
import dev.sluice.catalog.WhenStale;
import dev.sluice.catalog.shape.Column;
import dev.sluice.data.Database;
import dev.sluice.data.Freshness;
import dev.sluice.data.Masking;
import dev.sluice.data.Query;
import dev.sluice.data.Rows;
import dev.sluice.protocol.feature.ToolException;
import dev.sluice.protocol.wire.Content;
import dev.sluice.protocol.wire.ToolResult;
import dev.sluice.tool.TestCalls;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

class DeclaredToolsTest {
  private static final Column ID = new Column("id", "int8");
  private static final Column NOTE = new Column("note", "text");

  private static final String MASKED_TOOL =
      TestCatalog.TOOL.replace(
          "select :customer_id as id, 'x' as note",
          "select id, note from orders where id = :customer_id");

  @TempDir private Path folder;
  private final List<Query> asked = new ArrayList<>();

  @Test
  void call_fittingArguments_asksTheStatementAndShowsRows() throws IOException {
    ToolResult result = call(fake(Rows.Cut.NONE), "{\"customer_id\": 7}");
    assertThat(asked.getFirst().sql().text()).isEqualTo("select :customer_id as id, 'x' as note");
    assertThat(asked.getFirst().arguments().path("customer_id").asInt()).isEqualTo(7);
    assertThat(result.content())
        .containsExactly(
            new Content.Text("id,note\n1,\"a,\"\"b\"\"\"\n2,\n(2 rows from replica-1)"));
    JsonNode answer = TestCalls.structured(result);
    assertThat(answer.at("/columns/0").toString()).isEqualTo("{\"name\":\"id\",\"type\":\"int8\"}");
    assertThat(answer.at("/rows/1").toString()).isEqualTo("{\"id\":2,\"note\":null}");
    assertThat(answer.path("complete").asBoolean()).isTrue();
    assertThat(answer.path("source").asString()).isEqualTo("replica-1");
    assertThat(answer.path("reference").asString()).hasSize(36);
  }

  @Test
  void call_noAgePromised_asksForNoneAndTellsNone() throws IOException {
    JsonNode answer = TestCalls.structured(call(fake(Rows.Cut.NONE), "{\"customer_id\": 7}"));
    assertThat(asked.getFirst().freshness()).isEqualTo(Freshness.ANY);
    assertThat(answer.has("age_seconds")).isFalse();
    assertThat(answer.has("stale")).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      textBlock =
          """
          0, false, 'from replica-1, up to 0 s old)', 0
          1001, false, 'from replica-1, up to 2 s old)', 2
          95000, true, 'from replica-1, stale: up to 95 s old)', 95
          -, true, 'from replica-1, stale: nobody knows how old)', -
          """)
  void call_agePromised_asksForItAndTellsHowOld(
      @Nullable Long lagMillis, boolean stale, String told, @Nullable Integer seconds)
      throws IOException {
    Rows.Age age = new Rows.Age(lagMillis == null ? null : Duration.ofMillis(lagMillis), stale);
    String tool =
        TestCatalog.TOOL.replace("limits:", "max_age_seconds: 60\nwhen_stale: label\nlimits:");
    PreparedCatalog catalog = TestCatalog.prepared(folder, tool);
    Database database = (query, call) -> fake(Rows.Cut.NONE).read(query, call).of(age);
    ToolResult result =
        TestCalls.call(
            new DeclaredTools(
                catalog, TestCatalog.servable(catalog, ID, NOTE), database, Cache.none()),
            "customer_orders",
            "{\"customer_id\": 7}");
    assertThat(asked.getFirst().freshness())
        .isEqualTo(new Freshness(Duration.ofMinutes(1), WhenStale.LABEL));
    assertThat(TestCalls.text(result)).endsWith(told);
    JsonNode answer = TestCalls.structured(result);
    assertThat(answer.path("stale").asBoolean(false)).isEqualTo(stale);
    assertThat(answer.has("age_seconds")).isEqualTo(seconds != null);
    if (seconds != null) {
      assertThat(answer.get("age_seconds").asInt()).isEqualTo(seconds);
    }
  }

  @Test
  void list_taskWithoutTasks_isNotShownAndSaysWhatIsMissing() throws IOException {
    String tool = TestCatalog.TOOL.replace("limits:", "execution: task\nlimits:");
    PreparedCatalog catalog = TestCatalog.prepared(folder, tool);
    DeclaredTools tools =
        new DeclaredTools(
            catalog, TestCatalog.servable(catalog, ID, NOTE), fake(Rows.Cut.NONE), Cache.none());
    assertThat(tools.list(TestCalls.by(Principal.LOCAL))).isEmpty();
    assertThatThrownBy(() -> TestCalls.call(tools, "customer_orders", "{\"customer_id\": 7}"))
        .isInstanceOf(ToolException.class)
        .hasMessageContaining("it runs as a task, and there are none")
        .hasMessageContaining("SLUICE_TASKS_TABLE");
  }

  @Test
  void call_autoWithoutTasks_isAnsweredWithinTheCall() throws IOException {
    String tool = TestCatalog.TOOL.replace("limits:", "execution: auto\nlimits:");
    PreparedCatalog catalog = TestCatalog.prepared(folder, tool);
    ToolResult result =
        TestCalls.call(
            new DeclaredTools(
                catalog,
                TestCatalog.servable(catalog, ID, NOTE),
                fake(Rows.Cut.NONE),
                Cache.none()),
            "customer_orders",
            "{\"customer_id\": 7}");
    assertThat(TestCalls.structured(result).path("complete").asBoolean()).isTrue();
  }

  @Test
  void call_cutAnswerWithoutOrder_saysByWhatAndToNarrow() throws IOException {
    ToolResult result = call(fake(Rows.Cut.BY_ROWS), "{\"customer_id\": 7}");
    assertThat(TestCalls.text(result))
        .endsWith("Cut: there are more rows; this tool answers at most 2 rows. Ask more narrowly.");
    assertThat(TestCalls.structured(result).path("complete").asBoolean(true)).isFalse();
    assertThat(TestCalls.structured(result).has("next_cursor")).isFalse();
  }

  @Test
  void call_columnsOtherThanPromised_isRefusedNotAnswered() throws IOException {
    PreparedCatalog catalog = TestCatalog.prepared(folder, TestCatalog.TOOL);
    DeclaredTools tools =
        new DeclaredTools(
            catalog, TestCatalog.servable(catalog, ID), fake(Rows.Cut.NONE), Cache.none());
    assertThatThrownBy(() -> TestCalls.call(tools, "customer_orders", "{\"customer_id\": 7}"))
        .isInstanceOf(ToolException.class)
        .hasMessageContaining("no longer answers the columns it promises");
  }

  @Test
  void list_output_promisesEachColumnByItsType() throws IOException {
    PreparedCatalog catalog = TestCatalog.prepared(folder, TestCatalog.TOOL);
    DeclaredTools tools =
        new DeclaredTools(
            catalog, TestCatalog.servable(catalog, ID, NOTE), fake(Rows.Cut.NONE), Cache.none());
    assertThat(tools.list(TestCalls.by(Principal.LOCAL)).getFirst().descriptor().outputSchema())
        .hasToString(
            "{\"type\":\"object\",\"properties\":{\"rows\":{\"type\":\"array\",\"items\":"
                + "{\"type\":\"object\",\"properties\":{"
                + "\"id\":{\"type\":[\"integer\",\"string\",\"null\"]},"
                + "\"note\":{\"type\":[\"string\",\"null\"]}}}}}}");
  }

  @Test
  void call_maskedColumns_areAskedForUnderTheirMasksAndTold() throws IOException {
    PreparedCatalog catalog = masked();
    Column plain = new Column("plain", "text");
    Servable servable = TestCatalog.servable(catalog, ID, NOTE, plain);
    DeclaredTools tools = new DeclaredTools(catalog, servable, masking(plain), Cache.none());
    Principal ada = new Principal("ada", Set.of());
    ToolResult result = TestCalls.call(tools, ada, "customer_orders", "{\"customer_id\": 7}");
    assertThat(asked.getFirst().masks()).containsOnlyKeys("id", "note");
    assertThat(TestCalls.text(result))
        .isEqualTo(
            "note,plain\nab…,abcd\n(1 row from replica-1)\nMasked: id (hide), note (prefix)");
    assertThat(TestCalls.structured(result).path("masked"))
        .hasToString("{\"id\":\"hide\",\"note\":\"prefix\"}");
    Principal holder = new Principal("bob", Set.of("pii.read"));
    ToolResult lifted = TestCalls.call(tools, holder, "customer_orders", "{\"customer_id\": 7}");
    assertThat(TestCalls.structured(lifted).path("masked")).hasToString("{\"id\":\"hide\"}");
    ToolResult all =
        TestCalls.call(tools, Principal.LOCAL, "customer_orders", "{\"customer_id\": 7}");
    assertThat(TestCalls.structured(all).has("masked")).isFalse();
  }

  @Test
  void list_maskedColumns_promiseWhatBothKindsOfCallersSee() throws IOException {
    PreparedCatalog catalog = masked();
    Column number = new Column("note", "numeric");
    DeclaredTools tools =
        new DeclaredTools(
            catalog, TestCatalog.servable(catalog, ID, number), fake(Rows.Cut.NONE), Cache.none());
    assertThat(tools.list(TestCalls.by(Principal.LOCAL)).getFirst().descriptor().outputSchema())
        .asString()
        .contains(
            "{\"id\":{\"type\":[\"integer\",\"string\",\"null\"]},"
                + "\"note\":{\"type\":[\"number\",\"string\",\"null\"]}}");
  }

  @Test
  void list_orderByAColumnThatIsMaskedNow_hasNoPages() throws IOException {
    PreparedCatalog catalog =
        masked(MASKED_TOOL.replace(":customer_id", ":customer_id order by id\npage_by: [id]"));
    DeclaredTools tools =
        new DeclaredTools(
            catalog, TestCatalog.servable(catalog, ID, NOTE), fake(Rows.Cut.NONE), Cache.none());
    assertThat(
            tools
                .list(TestCalls.by(Principal.LOCAL))
                .getFirst()
                .descriptor()
                .inputSchema()
                .at("/properties/cursor")
                .isMissingNode())
        .isTrue();
  }

  private PreparedCatalog masked() throws IOException {
    return masked(MASKED_TOOL);
  }

  private PreparedCatalog masked(String tool) throws IOException {
    Files.writeString(
        folder.resolve("relations.yaml"),
        """
        - relation: public.orders
          columns: [id, note]
          mask: { id: { show: hide }, note: { show: prefix, length: 2, unless_scope: pii.read } }
        """);
    return TestCatalog.prepared(folder, tool);
  }

  /** Answers as a database does that masks. */
  private Database masking(Column plain) {
    return (query, call) -> {
      asked.add(query);
      Map<String, Mask> masks = query.masksFor(call.principal());
      List<Column> columns = Masking.columns(List.of(ID, NOTE, plain), masks);
      JsonNodeFactory json = JsonNodeFactory.instance;
      List<JsonNode> row = new ArrayList<>();
      for (Column column : columns) {
        boolean isMasked = masks.containsKey(column.name());
        row.add(json.stringNode(isMasked ? "ab…" : "abcd"));
      }
      return new Rows(columns, List.of(row), Rows.Cut.NONE, new Rows.Source("replica-1", true));
    };
  }

  @Test
  void find_callerWithoutTheScopes_findsAndSeesNothing() throws IOException {
    PreparedCatalog catalog =
        TestCatalog.prepared(folder, TestCatalog.TOOL + "scopes: [orders.read, eu]\n");
    DeclaredTools tools =
        new DeclaredTools(
            catalog, TestCatalog.servable(catalog, ID, NOTE), fake(Rows.Cut.NONE), Cache.none());
    Principal one = new Principal("ada", Set.of("orders.read"));
    Principal both = new Principal("ada", Set.of("orders.read", "eu"));
    assertThat(tools.find("customer_orders", TestCalls.by(one))).isEmpty();
    assertThat(tools.list(TestCalls.by(one))).isEmpty();
    assertThat(tools.find("customer_orders", TestCalls.by(both))).isPresent();
    assertThat(tools.list(TestCalls.by(both))).hasSize(1);
  }

  @Test
  void find_stoppedTool_isNotListedAndSaysWhyWhenCalled() throws IOException {
    PreparedCatalog catalog = TestCatalog.prepared(folder, TestCatalog.TOOL);
    DeclaredTools tools =
        new DeclaredTools(
            catalog, Servable.of(catalog, Optional.empty()), fake(Rows.Cut.NONE), Cache.none());
    assertThat(tools.list(TestCalls.by(Principal.LOCAL))).isEmpty();
    assertThatThrownBy(() -> TestCalls.call(tools, "customer_orders", "{\"customer_id\": 7}"))
        .hasMessageStartingWith(
            "'customer_orders' is stopped: no database answered, and the lock does not know it.");
    assertThat(asked).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          numeric | 1.0, 1.00, 2 | the next row is equal to the last
          text    | 1.0, 1.00, 2 | call again with the same arguments and this cursor
          int8    | 1, 2, 3      | call again with the same arguments and this cursor
          """)
  void call_nextRowEqualInAllKeys_givesNoCursor(String type, String values, String told)
      throws IOException {
    List<List<JsonNode>> rows = new ArrayList<>();
    for (String value : values.split(", ", -1)) {
      rows.add(
          List.of(
              type.equals("text")
                  ? JsonNodeFactory.instance.stringNode(value)
                  : JsonNodeFactory.instance.numberNode(new BigDecimal(value))));
    }
    ToolResult page = page(type, 1, rows.subList(0, 2), Rows.Cut.BY_ROWS);
    assertThat(TestCalls.text(page)).contains(told);
    assertThat(TestCalls.structured(page).has("next_cursor")).isEqualTo(told.startsWith("call"));
  }

  @Test
  void call_keyTooLongForACursor_saysSo() throws IOException {
    JsonNodeFactory json = JsonNodeFactory.instance;
    List<List<JsonNode>> rows =
        List.of(List.of(json.stringNode("a".repeat(8_000))), List.of(json.stringNode("b")));
    ToolResult page = page("text", 1, rows, Rows.Cut.BY_ROWS);
    assertThat(TestCalls.text(page)).endsWith("key is too long to go on from. Ask more narrowly.");
    assertThat(TestCalls.structured(page).has("next_cursor")).isFalse();
  }

  @Test
  void call_nextRowAloneTooLarge_saysSo() throws IOException {
    ToolResult page = page("text", 1, List.of(), Rows.Cut.BY_BYTES);
    assertThat(TestCalls.text(page)).contains("The next row alone is larger");
  }

  private ToolResult page(String type, int rows, List<List<JsonNode>> answer, Rows.Cut cut)
      throws IOException {
    String tool =
        TestCatalog.TOOL
            .replace("'x' as note", "'x' as note order by id\npage_by: [id]")
            .replace("rows: 2", "rows: " + rows);
    PreparedCatalog catalog = TestCatalog.prepared(folder, tool);
    Column key = new Column("id", type);
    Database database =
        (query, call) -> new Rows(List.of(key), answer, cut, new Rows.Source("replica-1", true));
    return TestCalls.call(
        new DeclaredTools(catalog, TestCatalog.servable(catalog, key), database, Cache.none()),
        "customer_orders",
        "{\"customer_id\": 7}");
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
          :customer_id as | :custommer_id as | 't.yaml:9:1: ':custommer_id' is not an argument of the input schema. Write ':customer_id', if that was meant.
          :customer_id as | 1 as | t.yaml:4:1: the argument 'customer_id' is not used by the statement. Use ':customer_id' in 'sql', or remove it.
          :customer_id as | :sluice_after_1 as | ':sluice_after_1' is a name that Sluice uses itself. Choose another.
          'x' as note | 1; drop table t | t.yaml:9:1: the SQL holds 2 statements, not one. Write exactly one SELECT.
          { customer_id: 7 } | { customer_id: 0 } | t.yaml:11:1: {"customer_id":0}: The arguments do not fit:
          name: customer_orders | name: query | t.yaml:1:1: 'query' is the name of a built-in tool. Give this one another name.
          limits: | page_by: [id]~limits: | t.yaml:10:1: the statement has no ORDER BY of its own. End 'sql' with 'order by id'.
          'x' as note | 'x' as note order by 1~page_by: [id] | t.yaml:10:1: the statement orders by 1, and 'page_by' says id. Order by columns of the answer, each by its name.
          'x' as note | 'x' as note order by note, id~page_by: [id, note] | the statement orders by note, id, and 'page_by' says id, note. Write 'page_by: [note, id]', or another ORDER BY.
          """)
  void of_partsThatDoNotFit_sayWhere(String right, String wrong, String message) {
    String tool = TestCatalog.TOOL.replace(right, wrong.replace('~', '\n'));
    assertThatThrownBy(() -> TestCatalog.prepared(folder, tool))
        .isInstanceOf(CatalogException.class)
        .hasMessageContaining(message.replaceFirst("^'t.yaml", "t.yaml"));
  }

  private ToolResult call(Database database, String arguments) throws IOException {
    PreparedCatalog catalog = TestCatalog.prepared(folder, TestCatalog.TOOL);
    return TestCalls.call(
        new DeclaredTools(catalog, TestCatalog.servable(catalog, ID, NOTE), database, Cache.none()),
        "customer_orders",
        arguments);
  }

  private Database fake(Rows.Cut cut) {
    return (query, call) -> {
      asked.add(query);
      JsonNodeFactory json = JsonNodeFactory.instance;
      List<List<JsonNode>> rows =
          List.of(
              List.of(json.numberNode(1), json.stringNode("a,\"b\"")),
              List.of(json.numberNode(2), json.nullNode()));
      return new Rows(List.of(ID, NOTE), rows, cut, new Rows.Source("replica-1", true));
    };
  }
}
