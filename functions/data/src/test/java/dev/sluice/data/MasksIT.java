package dev.sluice.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import dev.sluice.call.Principal;
import dev.sluice.catalog.Limits;
import dev.sluice.catalog.Mask;
import dev.sluice.catalog.shape.Column;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

@ExtendWith(ClusterExtension.class)
class MasksIT {
  private static final Principal ADA = new Principal("ada", Set.of("tenants.all"));
  private static final Principal HOLDER = new Principal("bob", Set.of("pii.read"));
  private static final Map<String, Mask> EVERY =
      Map.of(
          "hidden", mask(new Mask.Hide()),
          "hash", mask(new Mask.Hash()),
          "prefix", mask(new Mask.Prefix(3)),
          "last", mask(new Mask.Last(3)),
          "nulled", mask(new Mask.Null()),
          "bucket", mask(new Mask.Bucket(BigDecimal.TEN)));

  private static TestReader reader;

  @BeforeAll
  static void open(TestCluster cluster) {
    reader = TestReader.of(cluster, cluster.replicaUrl(0));
  }

  @AfterAll
  static void close() {
    reader.close();
  }

  @Test
  void read_masked_showsWhatIsLeftAndSaysItsType() {
    String sql =
        "select 1 as id, 'a' as hidden, 'secret' as hash, 'secret' as prefix, 'secret' as last,"
            + " now() as nulled, 47.5 as bucket, 'end' as plain";
    Rows rows = read(sql, ADA, EVERY);
    assertThat(rows.columns())
        .containsExactly(
            new Column("id", "int4"),
            new Column("hash", "text"),
            new Column("prefix", "text"),
            new Column("last", "text"),
            new Column("nulled", "timestamptz"),
            new Column("bucket", "numeric"),
            new Column("plain", "text"));
    assertThat(rows.rows().getFirst().toString())
        .matches("\\[1, \"[A-Za-z0-9_-]{22}\", \"sec…\", \"…ret\", null, 40, \"end\"]");
    assertThat(Masking.columns(read(sql, HOLDER, EVERY).columns(), EVERY))
        .isEqualTo(rows.columns());
  }

  @ParameterizedTest
  @ValueSource(strings = {"holder", "unrestricted"})
  void read_lifted_showsTheValues(String who) {
    Principal principal = who.equals("holder") ? HOLDER : Principal.LOCAL;
    Rows rows =
        read(
            "select 'a' as hidden, 'secret' as hash, 1 as bucket",
            principal,
            only("hidden", "hash", "bucket"));
    assertThat(rows.columns()).hasSize(3);
    assertThat(rows.rows().getFirst()).hasToString("[\"a\", \"secret\", 1]");
  }

  @ParameterizedTest
  @CsvSource({"hash", "prefix", "last", "nulled", "bucket"})
  void read_null_staysNull(String label) {
    for (String type : List.of("text", "int4", "timestamptz", "jsonb", "text[]", "bytea")) {
      String sql = "select null::" + type + " as " + label;
      assertThat(read(sql, ADA, only(label)).rows().getFirst()).hasToString("[null]");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          'secret'::text
          'secret'::varchar(10)
          'secret'::char(10)
          'secret'::name
          '\\x736563726574'::bytea
          '{"secret": "secret"}'::json
          '{"secret": ["secret"]}'::jsonb
          array['secret', 'secret']
          array[array['secret']]
          row('secret', 1)
          '[2026-01-01,2026-02-01)'::daterange
          true
          987654321
          987654321.123456789012345
          'NaN'::float8
          '9e300'::float8
          'Infinity'::numeric
          '5 days'::interval
          '2026-01-01'::date
          '2026-01-01 10:00+00'::timestamptz
          'infinity'::timestamp
          'f81d4fae-7dec-11d0-a765-00a0c91e6bf6'::uuid
          '192.168.100.128/25'::cidr
          1234567::money
          B'1010101'
          'žlutý 😀 kůň'
          """)
  void read_everyTypeUnderEveryMask_leavesNoWholeValueAndFitsTheSchemas(String value) {
    String plain = cell(read("select " + value + " as v", ADA, Map.of()), "v");
    for (Mask mask : EVERY.values()) {
      Map<String, Mask> masks = Map.of("v", mask);
      Rows shown = read("select " + value + " as v", ADA, masks);
      Rows lifted = read("select " + value + " as v", HOLDER, masks);
      assertThat(cell(lifted, "v")).isEqualTo(plain);
      if (mask.show() instanceof Mask.Hide) {
        assertThat(shown.columns()).isEmpty();
        assertThat(shown.rows().getFirst()).isEmpty();
        continue;
      }
      assertThat(cell(shown, "v")).as("%s", mask).isNotEqualTo(plain);
      if (!(mask.show() instanceof Mask.Bucket)) {
        assertThat(cell(shown, "v")).as("%s", mask).doesNotContain("secret");
      }
      ObjectNode schema = TypeSchemas.of(lifted.columns().getFirst().type(), mask);
      for (Rows rows : List.of(shown, lifted)) {
        assertThat(
                SchemaRegistry.withDefaultDialect(Dialects.getDraft202012())
                    .getSchema(schema)
                    .validate(rows.rows().getFirst().getFirst()))
            .as("%s of %s", schema, rows)
            .isEmpty();
      }
      assertThat(shown.columns()).isEqualTo(Masking.columns(lifted.columns(), masks));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {10, 1_000})
  void read_bytesOfMaskedValues_countAsWhatIsShown(int mostRows) {
    String sql =
        "select repeat('x', 500) as prefix, repeat('y', 500) as hidden from generate_series(1, 3)";
    // A row is {"prefix":"xxx…"}, of which … has three bytes.
    int rowBytes = 6 + 6 + 6;
    List<String> cuts = new ArrayList<>();
    for (int bytes : List.of(3 * rowBytes, 3 * rowBytes - 1)) {
      Query query =
          new Query(
                  SqlTemplate.parse(sql),
                  TestReader.NO_ARGUMENTS,
                  new Limits(mostRows, bytes, 5_000))
              .withMasks(only("prefix", "hidden"));
      Rows rows = reader.readAs(ADA, query);
      cuts.add(rows.rows().size() + " " + rows.cut());
    }
    assertThat(cuts).containsExactly("3 NONE", "2 BY_BYTES");
  }

  @Test
  void read_maskOfALabelThatIsNotThere_isRefused() {
    assertThatThrownBy(() -> read("select 'secret' as other", ADA, only("hash")))
        .isInstanceOf(DataException.Refused.class)
        .hasMessage(
            "A column that is masked is not where it was expected."
                + " Tell the owner of the catalogue.");
  }

  @Test
  void read_equalValuesOfTwoColumns_haveOneHash() {
    Rows rows =
        read(
            "select o_custkey as hash, c_custkey as v from orders join customer on c_custkey = o_custkey"
                + " limit 50",
            ADA,
            Map.of("hash", mask(new Mask.Hash()), "v", mask(new Mask.Hash())));
    assertThat(rows.rows()).hasSize(50).allMatch(row -> row.getFirst().equals(row.getLast()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select c_name::int as v from customer",
        "select (c_name || chr(10) || 'more')::int as v from customer",
        "select (c_name || '\" \"')::int as v from customer",
        "select c_name::date as v from customer",
        "select to_date(c_name, 'YYYY') as v from customer",
        "select to_number(c_name, '999') as v from customer",
        "select c_name::json as v from customer",
        "select c_name::uuid as v from customer",
        "select c_name::inet as v from customer",
        "select c_name::boolean as v from customer",
        "select decode(c_name, 'hex') as v from customer",
        "select convert_to(c_name || chr(8364), 'LATIN1') as v from customer",
        "select now() at time zone c_name as v from customer",
        "select format('%' || c_name) as v from customer",
        "select regexp_replace('a', '(' || c_name, '') as v from customer",
        "select encode('a', c_name) as v from customer",
        "select array[1]::int[] || c_name::int[] as v from customer",
        "select has_table_privilege(c_name, 'select') as v from customer",
        "select c_name::regclass as v from customer",
        "select current_setting(c_name) as v from customer",
        "select (c_name || '<')::xml as v from customer",
        "select jsonb_path_query('{}', c_name::jsonpath) as v from customer",
        "select get_bit(c_name::bytea, 100000) as v from customer",
        "select to_timestamp(c_name, 'YYYY-MM') as v from customer",
        "select date_trunc(c_name, now()) as v from customer",
        "select ('{\"a\":' || c_name || '}')::jsonb as v from customer"
      })
  void read_errorOverAValue_doesNotTellIt(String sql) {
    for (Query.Kind kind : Query.Kind.values()) {
      Query query =
          new Query(SqlTemplate.parse(sql), TestReader.NO_ARGUMENTS, Limits.DEFAULT).withKind(kind);
      assertThatThrownBy(() -> reader.readAs(ADA, query))
          .isInstanceOf(DataException.Refused.class)
          .message()
          .doesNotContainIgnoringCase("customer#")
          .doesNotContain("00000")
          .doesNotContain("0x");
    }
  }

  @Test
  void read_adHocWithAMaskedLabelTwice_masksBoth() {
    Query query =
        new Query(
                SqlTemplate.parse("select 'secret' as prefix, 'secret' as prefix"),
                TestReader.NO_ARGUMENTS,
                Limits.DEFAULT)
            .withKind(Query.Kind.AD_HOC)
            .withMasks(only("prefix"));
    assertThat(reader.readAs(ADA, query).rows().getFirst()).hasToString("[\"sec…\", \"sec…\"]");
  }

  private static Mask mask(Mask.Show show) {
    return new Mask(show, "pii.read");
  }

  private static Map<String, Mask> only(String... labels) {
    Map<String, Mask> masks = new TreeMap<>(EVERY);
    masks.keySet().retainAll(Set.of(labels));
    return masks;
  }

  private static Rows read(String sql, Principal principal, Map<String, Mask> masks) {
    return reader.readAs(
        principal,
        new Query(SqlTemplate.parse(sql), TestReader.NO_ARGUMENTS, Limits.DEFAULT)
            .withMasks(masks));
  }

  private static String cell(Rows rows, String label) {
    for (int i = 0; i < rows.columns().size(); i++) {
      if (rows.columns().get(i).name().equals(label)) {
        return rows.rows().getFirst().get(i).toString();
      }
    }
    throw new AssertionError("no column " + label + " in " + rows);
  }
}
