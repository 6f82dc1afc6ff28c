package dev.sluice.data;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import dev.sluice.catalog.shape.Column;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What holds of every type that PostgreSQL itself brings, but for pseudo-types and row types. */
@ExtendWith(ClusterExtension.class)
class AllTypesIT {
  private static final SchemaRegistry REGISTRY =
      SchemaRegistry.withDefaultDialect(Dialects.getDraft202012());

  /** Bound as they are, these mean something else: a document is one, bytes are not base64. */
  private static final Set<String> BOUND_OTHERWISE = Set.of("json", "jsonb", "bytea");

  private static TestReader reader;

  /** A type, and its element's where it is an array, else empty. */
  private record Type(String name, String element) {
    boolean isNumeric() {
      return name.equals("numeric") || element.equals("numeric");
    }

    List<String> samples() {
      return element.isEmpty()
          ? TypeSamples.of(name)
          : TypeSamples.ofArray(name, TypeSamples.of(element));
    }
  }

  @BeforeAll
  static void open(TestCluster cluster) {
    reader = TestReader.of(cluster, cluster.replicaUrl(0));
  }

  @AfterAll
  static void close() {
    reader.close();
  }

  private static List<Type> types(TestCluster cluster) throws SQLException {
    String answer =
        cluster.askReplica(
            0,
            """
            select string_agg(t.typname || ' ' || coalesce(e.typname, ''), ',' order by t.typname)
            from pg_type t
              left join pg_type e on e.oid = t.typelem and t.typinput = 'array_in'::regproc
            where t.typnamespace = 'pg_catalog'::regnamespace and t.typtype not in ('p', 'c')
              and t.oid < 16384
            """);
    return Arrays.stream(answer.split(","))
        .map(
            pair ->
                new Type(
                    pair.substring(0, pair.indexOf(' ')), pair.substring(pair.indexOf(' ') + 1)))
        .toList();
  }

  /** SQL expressions of each type that has any, NULL among them. */
  static List<List<String>> samplesOfAllTypes(TestCluster cluster) throws SQLException {
    return types(cluster).stream()
        .filter(type -> !type.samples().isEmpty())
        .map(AllTypesIT::withNull)
        .toList();
  }

  private static List<String> withNull(Type type) {
    List<String> samples = new ArrayList<>(type.samples());
    samples.add("null::pg_catalog.\"" + type.name() + '"');
    return samples;
  }

  @Test
  void samples_ofEveryTypeThatTakesAValue_areThere(TestCluster cluster) throws SQLException {
    List<Type> types = types(cluster);
    assertThat(types).hasSizeGreaterThan(200);
    assertThat(types.stream().filter(type -> type.samples().isEmpty()).map(Type::name))
        .containsExactlyInAnyOrderElementsOf(TypeSamples.REFUSE_INPUT.keySet());
  }

  @TestFactory
  Stream<DynamicTest> read_everyType_fitsItsSchemaAndGoesBackAsItCame(TestCluster cluster)
      throws SQLException {
    return types(cluster).stream()
        .filter(type -> !type.samples().isEmpty())
        .map(type -> DynamicTest.dynamicTest(type.name(), () -> check(type)));
  }

  private static void check(Type type) {
    List<String> samples = withNull(type);
    StringBuilder sql = new StringBuilder("select ");
    for (int i = 0; i < samples.size(); i++) {
      sql.append(i == 0 ? "" : ", ").append(samples.get(i)).append(" as v").append(i);
    }
    Rows rows = reader.read(sql.toString());
    List<JsonNode> values = rows.rows().getFirst();
    String named = rows.columns().getFirst().type();
    assertThat(rows.columns()).extracting(Column::type).containsOnly(named);
    ObjectNode schema = TypeSchemas.of(named);
    Schema compiled = REGISTRY.getSchema(schema);
    for (JsonNode value : values) {
      assertThat(compiled.validate(value)).as("%s against %s", value, schema).isEmpty();
    }
    if (schema.has("type")) {
      assertThat(seen(values, schema)).isEqualTo(declared(schema));
    }
    checkReturn(type, samples, values);
  }

  /** Which of JSON's types there are: what a schema allows and never holds is too much. */
  private static Set<String> seen(List<JsonNode> values, ObjectNode schema) {
    Set<String> seen = new TreeSet<>();
    for (JsonNode value : values) {
      switch (value.getNodeType()) {
        case NUMBER -> seen.add(declared(schema).contains("integer") ? "integer" : "number");
        default -> seen.add(value.getNodeType().name().toLowerCase(Locale.ROOT));
      }
    }
    return seen;
  }

  private static Set<String> declared(ObjectNode schema) {
    Set<String> declared = new TreeSet<>();
    schema.path("type").forEach(name -> declared.add(name.asString()));
    return declared;
  }

  /** The value's text, and where it can be bound so the JSON itself, is cast to the same value. */
  private static void checkReturn(Type type, List<String> samples, List<JsonNode> values) {
    ObjectNode arguments = JsonNodeFactory.instance.objectNode();
    StringBuilder sql = new StringBuilder("select true as start");
    for (int i = 0; i < samples.size(); i++) {
      // A number's zeros at the end are no part of its value to a reader of JSON.
      String as = type.isNumeric() ? "" : "::text";
      String text = "(" + samples.get(i) + ")" + as;
      String cast = "::pg_catalog.\"" + type.name() + "\")" + as + " is not distinct from " + text;
      sql.append(", (")
          .append(samples.get(i))
          .append("::text")
          .append(cast)
          .append(" as t")
          .append(i);
      if (canBeBound(type, values.get(i))) {
        arguments.set("v" + i, values.get(i));
        sql.append(", (:v").append(i).append(cast).append(" as b").append(i);
      }
    }
    Rows back = reader.read(sql.toString(), arguments.toString());
    for (int i = 0; i < back.columns().size(); i++) {
      assertThat(back.rows().getFirst().get(i).asBoolean())
          .as("%s of %s as %s", back.columns().get(i).name(), samples, values)
          .isTrue();
    }
  }

  private static boolean canBeBound(Type type, JsonNode value) {
    String element = type.element().isEmpty() ? type.name() : type.element();
    boolean nested = value.isArray() && value.valueStream().anyMatch(JsonNode::isArray);
    // PostgreSQL wants semicolons between boxes, and a list is bound before its type is known.
    boolean boxes = value.isArray() && element.equals("box");
    return !nested && !boxes && !BOUND_OTHERWISE.contains(element);
  }
}
