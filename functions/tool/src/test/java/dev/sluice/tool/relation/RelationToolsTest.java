package dev.sluice.tool.relation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.call.Principal;
import dev.sluice.call.RelationName;
import dev.sluice.catalog.Location;
import dev.sluice.catalog.RelationDeclaration;
import dev.sluice.catalog.shape.RelationShape;
import dev.sluice.catalog.shape.RelationShape.ForeignKey;
import dev.sluice.catalog.shape.RelationShape.RelationColumn;
import dev.sluice.protocol.feature.Completions;
import dev.sluice.protocol.feature.ReadOutcome;
import dev.sluice.protocol.feature.Tool;
import dev.sluice.protocol.wire.ToolResult;
import dev.sluice.tool.TestCalls;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class RelationToolsTest {
  private final List<RelationDeclaration> declared = new ArrayList<>();
  private final Map<String, RelationShape> shapes = new HashMap<>();

  @Test
  void list_threeThousandTables_staysUnderItsByteCapAndPagesThroughAll() {
    threeThousandTables();
    HashSet<String> seen = new HashSet<>();
    String cursor = "";
    do {
      ToolResult result = call("list_relations", "{\"cursor\":\"" + cursor + "\"}");
      JsonNode answer = TestCalls.structured(result);
      assertThat(answer.toString().getBytes(UTF_8).length)
          .isLessThanOrEqualTo(RelationTools.MAX_LIST_BYTES);
      assertThat(TestCalls.text(result).getBytes(UTF_8).length)
          .isLessThanOrEqualTo(RelationTools.MAX_LIST_BYTES);
      answer.path("relations").forEach(each -> seen.add(each.path("name").asString()));
      cursor = answer.path("next_cursor").asString("");
    } while (!cursor.isEmpty());
    assertThat(seen).hasSize(3_000);
  }

  @ParameterizedTest
  @CsvSource({
    "table_1234, app.table_1234",
    "1234, app.table_1234",
    "app.table_77, app.table_77",
    "'invoice lines', app.table_2042",
    "'LINES invoice', app.table_2042",
    "iban, app.table_999",
  })
  void list_search_findsTheRightOneFirst(String search, String name) {
    threeThousandTables();
    add("app", "table_2042x", "Holds nothing.");
    JsonNode answer =
        TestCalls.structured(call("list_relations", "{\"search\":\"" + search + "\"}"));
    assertThat(answer.at("/relations/0/name").asString()).isEqualTo(name);
  }

  @Test
  void list_searchThatFitsNothing_isEmptyNotAnError() {
    threeThousandTables();
    JsonNode answer = TestCalls.structured(call("list_relations", "{\"search\":\"zebra\"}"));
    assertThat(answer.path("relation_count").asInt(-1)).isZero();
    assertThat(answer.path("complete").asBoolean()).isTrue();
  }

  @Test
  void list_cursorOfAnotherSearch_isRefused() {
    threeThousandTables();
    assertThatThrownBy(
            () -> call("list_relations", "{\"search\":\"zebra\",\"cursor\":\"app.table_1\"}"))
        .hasMessageStartingWith("'cursor' is none that this search gave");
  }

  @Test
  void describe_relation_tellsColumnsKeysAndReferences() {
    add("app", "orders", "Orders.");
    ToolResult result = call("describe_relation", "{\"relation\":\"orders\"}");
    assertThat(TestCalls.text(result))
        .isEqualTo(
            """
            app.orders (table): Orders.
            id int8 not null -- The key
            customer int8
            primary key (id)
            (customer) references app.customers (id)""");
    assertThat(TestCalls.structured(result))
        .hasToString(
            "{\"name\":\"app.orders\",\"kind\":\"table\",\"description\":\"Orders.\",\"columns\":["
                + "{\"name\":\"id\",\"type\":\"int8\",\"nullable\":false,"
                + "\"description\":\"The key\"},"
                + "{\"name\":\"customer\",\"type\":\"int8\",\"nullable\":true}],"
                + "\"primary_key\":[\"id\"],\"references\":[{\"columns\":[\"customer\"],"
                + "\"relation\":\"app.customers\",\"other_columns\":[\"id\"]}],"
                + "\"row_level_security\":false}");
  }

  @Test
  void describe_nameThatIsNone_saysWhichWasMeant() {
    add("app", "orders", "Orders.");
    assertThatThrownBy(() -> call("describe_relation", "{\"relation\":\"app.ordres\"}"))
        .hasMessage("There is no relation 'app.ordres'. Did you mean 'app.orders'?");
  }

  @Test
  void read_everyListedResource_tellsWhatTheToolTells() {
    add("app", "orders", "Orders.");
    add("odd", "Mixed \"x\" ä/%", "Odd.");
    RelationResources resources = new RelationResources(relations());
    var call = TestCalls.by(Principal.LOCAL);
    assertThat(resources.list(call)).hasSize(2);
    for (var resource : resources.list(call)) {
      ReadOutcome.Done outcome =
          (ReadOutcome.Done) resources.read(resource.uri(), TestCalls.exchange(call)).orElseThrow();
      String name = JsonMapper.shared().writeValueAsString(resource.name());
      assertThat(outcome.contents().getFirst().text())
          .isEqualTo(TestCalls.text(call("describe_relation", "{\"relation\":" + name + "}")));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "sluice://relations/app.nothing",
    "sluice://relations/%zz",
    "other://relations/app.orders",
  })
  void read_whatIsNoResource_isEmpty(String uri) {
    add("app", "orders", "Orders.");
    assertThat(
            new RelationResources(relations())
                .read(uri, TestCalls.exchange(TestCalls.by(Principal.LOCAL))))
        .isEmpty();
  }

  @Test
  void complete_beginningOfAName_findsFullNamesThenOwnThenInside() {
    add("app", "orders", "");
    add("orders", "log", "");
    add("app", "old_orders", "");
    assertThat(complete("orders")).containsExactly("orders.log", "app.orders", "app.old_orders");
    assertThat(complete("app.")).containsExactly("app.old_orders", "app.orders");
    assertThat(complete("zebra")).isEmpty();
  }

  private List<String> complete(String typed) {
    return new RelationResources(relations())
        .complete(
            new Completions.Question(
                new Completions.Reference.Resource(RelationResources.TEMPLATE),
                "relation",
                typed,
                Map.of()),
            TestCalls.by(Principal.LOCAL));
  }

  private void threeThousandTables() {
    IntStream.range(0, 3_000)
        .forEach(
            i ->
                add(
                    "app",
                    "table_" + i,
                    switch (i) {
                      case 2_042 -> "Lines of every invoice that was ever sent.";
                      case 999 -> "Accounts by their IBAN.";
                      default -> "Holds what belongs to number " + (i * 7_919) + ". ".repeat(20);
                    }));
  }

  private void add(String schema, String name, String comment) {
    RelationName full = new RelationName(schema, name);
    declared.add(
        new RelationDeclaration(
            full, "", List.of("id", "customer"), List.of(), new Location("relations.yaml", 1, 1)));
    shapes.put(
        full.toString(),
        new RelationShape(
            RelationShape.Kind.TABLE,
            comment,
            List.of(
                new RelationColumn("id", "int8", false, "The key"),
                new RelationColumn("customer", "int8", true, null)),
            List.of("id"),
            List.of(new ForeignKey(List.of("customer"), "app.customers", List.of("id"))),
            false,
            List.of()));
  }

  private Relations relations() {
    return new Relations(declared, shapes);
  }

  private ToolResult call(String name, String arguments) {
    Tool tool =
        RelationTools.of(relations()).stream()
            .filter(each -> each.descriptor().name().equals(name))
            .findFirst()
            .orElseThrow();
    assertThat(JsonMapper.shared().readTree(arguments)).isInstanceOf(ObjectNode.class);
    return TestCalls.call(tool, arguments);
  }
}
