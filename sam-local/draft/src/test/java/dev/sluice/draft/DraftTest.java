package dev.sluice.draft;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.RelationName;
import dev.sluice.catalog.Catalog;
import dev.sluice.catalog.ToolDeclaration;
import dev.sluice.catalog.shape.RelationShape;
import dev.sluice.catalog.shape.RelationShape.ForeignKey;
import dev.sluice.catalog.shape.RelationShape.RelationColumn;
import dev.sluice.data.inspect.Statistics;
import dev.sluice.data.inspect.Statistics.Index;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

class DraftTest {
  private static final RelationName ORDERS = new RelationName("public", "orders");
  private static final RelationName CUSTOMER = new RelationName("public", "customer");

  @TempDir private Path folder;

  @Test
  void of_tablesWithKeysAndIndexes_areToolsThatRead() throws IOException {
    Catalog catalog = read(draft(new FakeSamples(true)));
    assertThat(catalog.relations()).hasSize(2);
    assertThat(catalog.tools())
        .extracting(ToolDeclaration::name)
        .containsExactly(
            "customer_by_id",
            "find_customer",
            "orders_by_id",
            "orders_of_customer",
            "recent_orders");
  }

  @Test
  void of_rowsOfAParent_areNewestFirstAndContinuedByKey() {
    assertThat(draft(new FakeSamples(true)).get("tools/orders_of_customer.yaml"))
        .isEqualTo(
            """
            # yaml-language-server: $schema=../schema/tool.schema.json
            name: orders_of_customer
            title: orders of one row of customer
            description: "The rows of public.orders that belong to one of public.customer, latest made first. What was ordered: all."
            input:
              type: object
              properties:
                customer_id:
                  type: integer
                  description: id of public.customer.
              required: [customer_id]
              additionalProperties: false
            sql: |
              select made, id, total
              from public.orders
              where customer_id = :customer_id
              order by made desc, id
            page_by: [made, id]
            limits: { rows: 100, bytes: 262144, timeout_ms: 2000 }
            examples:
              - { customer_id: 7 }
            """);
  }

  @Test
  void of_emptyTables_haveNoTools() throws IOException {
    Catalog catalog = read(draft(new FakeSamples(false)));
    assertThat(catalog.relations()).hasSize(2);
    assertThat(catalog.tools()).isEmpty();
  }

  @Test
  void of_bigNumbers_areTakenAsTextToo() {
    Samples big =
        new FakeSamples(true) {
          @Override
          public Optional<List<JsonNode>> first(RelationName relation, List<String> columns) {
            return Optional.of(List.of(JsonNodeFactory.instance.stringNode("1234567890123456789")));
          }
        };
    assertThat(draft(big).get("tools/orders_by_id.yaml"))
        .contains("type: [integer, string]")
        .contains("{ id: \"1234567890123456789\" }");
  }

  @Test
  void of_serverThatConfirmsNoOrder_hasNoPages() {
    SortedMap<String, String> files =
        Draft.of(shapes(), statistics(), new FakeSamples(true), false);
    assertThat(files.get("tools/orders_of_customer.yaml"))
        .contains("order by made desc, id")
        .doesNotContain("page_by");
  }

  @Test
  void of_moreThanAFileHolds_leavesOutTheLeastUsefulAndSaysSo() throws IOException {
    Map<RelationName, RelationShape> shapes = new HashMap<>(shapes());
    List<RelationColumn> columns =
        IntStream.range(0, 100).mapToObj(i -> column("a_rather_long_name_" + i, "int4")).toList();
    for (int i = 0; i < 600; i++) {
      shapes.put(new RelationName("wide", "t" + i), shape(null, columns, List.of(), List.of()));
    }
    SortedMap<String, String> files = Draft.of(shapes, statistics(), new FakeSamples(true), true);
    String relations = Objects.requireNonNull(files.get("relations.yaml"));
    assertThat(relations)
        .hasSizeBetween(900_000, 1_000_000)
        .contains("# Left out: ")
        .contains(" of 602 relations");
    assertThat(read(files).relations()).extracting(relation -> relation.name()).contains(ORDERS);
  }

  private static SortedMap<String, String> draft(Samples samples) {
    return Draft.of(shapes(), statistics(), samples, true);
  }

  private static Map<RelationName, RelationShape> shapes() {
    return Map.of(
        CUSTOMER,
        shape(
            null, List.of(column("id", "int8"), column("name", "text")), List.of("id"), List.of()),
        ORDERS,
        shape(
            "What was ordered:\n all.",
            List.of(
                column("id", "int8"),
                column("customer_id", "int8"),
                column("total", "numeric"),
                column("made", "date")),
            List.of("id"),
            List.of(new ForeignKey(List.of("customer_id"), CUSTOMER.toString(), List.of("id")))));
  }

  private static Map<RelationName, Statistics> statistics() {
    Index key = new Index(List.of("id"), true, false);
    return Map.of(
        CUSTOMER,
        new Statistics(OptionalLong.of(90_000), List.of(key)),
        ORDERS,
        new Statistics(
            OptionalLong.of(900_000),
            List.of(
                key,
                new Index(List.of("made"), false, false),
                new Index(List.of("customer_id", "made"), false, false))));
  }

  private static RelationShape shape(
      @Nullable String comment,
      List<RelationColumn> columns,
      List<String> key,
      List<ForeignKey> references) {
    return new RelationShape(
        RelationShape.Kind.TABLE, comment, columns, key, references, false, List.of());
  }

  private static RelationColumn column(String name, String type) {
    return new RelationColumn(name, type, false, null);
  }

  private Catalog read(SortedMap<String, String> files) throws IOException {
    Files.createDirectories(folder.resolve("tools"));
    for (Map.Entry<String, String> file : files.entrySet()) {
      Files.writeString(folder.resolve(file.getKey()), file.getValue());
    }
    return Catalog.read(folder);
  }

  /** A database in which every table holds the same row, or none. */
  private static class FakeSamples implements Samples {
    private final boolean filled;

    FakeSamples(boolean filled) {
      this.filled = filled;
    }

    @Override
    public Optional<List<JsonNode>> first(RelationName relation, List<String> columns) {
      return one(columns.stream().<JsonNode>map(_ -> JsonNodeFactory.instance.numberNode(7)));
    }

    @Override
    public Optional<JsonNode> latest(RelationName relation, String column) {
      return one(Stream.<JsonNode>of(JsonNodeFactory.instance.stringNode("2026-01-31")))
          .map(List::getFirst);
    }

    @Override
    public List<Frequent> frequent(RelationName relation, String column) {
      return filled ? List.of(new Frequent("a % Smith", 10)) : List.of();
    }

    private Optional<List<JsonNode>> one(Stream<JsonNode> values) {
      return filled ? Optional.of(values.toList()) : Optional.empty();
    }
  }
}
