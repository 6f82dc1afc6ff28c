package dev.sluice.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.catalog.shape.Column;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(ClusterExtension.class)
class TypesIT {
  private static TestReader reader;

  @BeforeAll
  static void open(TestCluster cluster) throws SQLException {
    cluster.change(
        "create schema types",
        "grant usage on schema types to sluice_reader",
        "create type types.mood as enum ('sad', 'so, so', 'happy')",
        "create type types.pair as (a int, b text)",
        "create domain types.price as numeric(10, 2)",
        "create domain types.prices as numeric[]",
        "create type types._odd as enum ('odd')",
        "create type types.floats as range (subtype = float8)",
        "create table types.things (id serial primary key, big bigserial, small smallserial,"
            + " name text)",
        "insert into types.things (name) values ('first')",
        "grant select on types.things to sluice_reader");
    reader = TestReader.of(cluster, cluster.replicaUrl(0));
  }

  @AfterAll
  static void close(TestCluster cluster) throws SQLException {
    reader.close();
    cluster.change("drop schema types cascade");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          null::int | int4 | null
          32767::int2 | int2 | 32767
          -2147483648 | int4 | -2147483648
          999999999999999 | int8 | 999999999999999
          9007199254740993 | int8 | "9007199254740993"
          -9223372036854775808 | int8 | "-9223372036854775808"
          4294967295::oid | oid | 4294967295
          1.10::numeric | numeric | 1.10
          123456789012.345::numeric | numeric | 123456789012.345
          1234567890123.4567::numeric | numeric | "1234567890123.4567"
          100000000000000000000::numeric | numeric | "100000000000000000000"
          'NaN'::numeric | numeric | "NaN"
          'Infinity'::numeric | numeric | "Infinity"
          '-Infinity'::numeric | numeric | "-Infinity"
          1e-15::numeric | numeric | 1E-15
          1e-16::numeric | numeric | "0.0000000000000001"
          length((1e-1000::numeric)::text) | int4 | 1002
          0.000::numeric | numeric | 0.000
          1.1::float4 | float4 | 1.1
          16777217::float4 | float4 | 16777216
          1e10::float4 | float4 | 1E+10
          0.1::float8 + 0.2::float8 | float8 | 0.30000000000000004
          1e300::float8 | float8 | 1E+300
          '-0'::float8 | float8 | -0.0
          'NaN'::float8 | float8 | "NaN"
          '-Infinity'::float4 | float4 | "-Infinity"
          12.5::money | money | "$12.50"
          true | bool | true
          false | bool | false
          ''::text | text | ""
          'a"b\\c'::varchar | varchar | "a\\"b\\\\c"
          'ab'::char(4) | bpchar | "ab"
          'x'::"char" | char | "x"
          'n'::name | name | "n"
          B'101'::bit(3) | bit | "101"
          B'1'::bit(1) | bit | "1"
          B'10'::varbit | varbit | "10"
          '\\x00ff10'::bytea | bytea | "AP8Q"
          ''::bytea | bytea | ""
          '2026-11-24'::date | date | "2026-11-24"
          '0044-03-15 BC'::date | date | "0044-03-15 BC"
          '-infinity'::date | date | "-infinity"
          '12:00:00.5'::time | time | "12:00:00.5"
          '24:00'::time | time | "24:00:00"
          '12:00+02'::timetz | timetz | "12:00:00+02"
          '2026-11-24 12:00'::timestamp | timestamp | "2026-11-24T12:00:00"
          'infinity'::timestamp | timestamp | "infinity"
          '2026-07-01 12:00 Europe/Berlin'::timestamptz | timestamptz | "2026-07-01T10:00:00Z"
          '2026-11-24 12:00:00.123456+00'::timestamptz | timestamptz | "2026-11-24T12:00:00.123456Z"
          '0044-03-15 12:00+00 BC'::timestamptz | timestamptz | "0044-03-15 12:00:00Z BC"
          '-infinity'::timestamptz | timestamptz | "-infinity"
          '1 year -2 days 03:04:05.6'::interval | interval | "P1Y-2DT3H4M5.6S"
          '0'::interval | interval | "PT0S"
          '11111111-2222-3333-4444-555555555555'::uuid | uuid | "11111111-2222-3333-4444-555555555555"
          '10.0.0.0/8'::inet | inet | "10.0.0.0/8"
          '10.0.0.0/8'::cidr | cidr | "10.0.0.0/8"
          '08:00:2b:01:02:03'::macaddr | macaddr | "08:00:2b:01:02:03"
          '(1,2)'::point | point | "(1,2)"
          '((0,0),(1,1))'::box | box | "(1,1),(0,0)"
          '<a>b</a>'::xml | xml | "<a>b</a>"
          to_tsvector('simple', 'fat cats') | tsvector | "'cats':2 'fat':1"
          'fat & cat'::tsquery | tsquery | "'fat' & 'cat'"
          '[1,10)'::int4range | int4range | "[1,10)"
          'empty'::int4range | int4range | "empty"
          '[2026-01-01 00:00+00,)'::tstzrange | tstzrange | "[\\"2026-01-01 00:00:00+00\\",)"
          '{[1,3),[7,9)}'::int4multirange | int4multirange | "{[1,3),[7,9)}"
          '[1.5,2]'::types.floats | "types"."floats" | "[1.5,2]"
          'so, so'::types.mood | "types"."mood" | "so, so"
          'odd'::types._odd | "types"."_odd" | "odd"
          row(7, 'a,"b')::types.pair | "types"."pair" | "(7,\\"a,\\"\\"b\\")"
          row(7, null) | record | "(7,)"
          7.5::types.price | numeric | 7.50
          '{7.5,8}'::types.prices | numeric[] | [7.5,8]
          '1 2'::int2vector | int2vector | "1 2"
          'pg_class'::regclass | regclass | "pg_class"
          '16/B374D848'::pg_lsn | pg_lsn | "16/B374D848"
          pg_sleep(0) | void | ""
          """)
  void read_valueOfAType_isJsonOfTheSameValue(String sql, String type, String json) {
    Rows rows = reader.read("select " + sql + " as v");
    assertThat(rows.columns()).containsExactly(new Column("v", type));
    assertThat(TestReader.only(rows).toString()).isEqualTo(json);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          '{}'::int[] | int4[] | []
          '{1,NULL,3}'::int[] | int4[] | [1,null,3]
          '[0:1]={1,2}'::int[] | int4[] | [1,2]
          '[-2:-1][3:4]={{1,2},{3,4}}'::int[] | int4[] | [[1,2],[3,4]]
          '{{{1},{2}},{{3},{4}}}'::int[] | int4[] | [[[1],[2]],[[3],[4]]]
          '{9007199254740993,1}'::int8[] | int8[] | ["9007199254740993",1]
          '{NaN,1.50}'::numeric[] | numeric[] | ["NaN",1.50]
          '{Infinity,0.1}'::float8[] | float8[] | ["Infinity",0.1]
          '{t,f,NULL}'::bool[] | bool[] | [true,false,null]
          array['a,b', 'c"d', 'e\\f', '', 'NULL', null, '{g}', ' h '] | text[] | ["a,b","c\\"d","e\\\\f","","NULL",null,"{g}"," h "]
          array['\\x00ff'::bytea, null] | bytea[] | ["AP8=",null]
          array['{"a": [1, "x"]}'::jsonb, 'null'] | jsonb[] | [{"a":[1,"x"]},null]
          array['2026-07-01 12:00+02'::timestamptz, 'infinity'] | timestamptz[] | ["2026-07-01T10:00:00Z","infinity"]
          array['2026-07-01 12:00'::timestamp] | timestamp[] | ["2026-07-01T12:00:00"]
          array['[1,3)'::int4range, 'empty'] | int4range[] | ["[1,3)","empty"]
          array['((0,0),(1,1))'::box, '((2,2),(3,3))'] | box[] | ["(1,1),(0,0)","(3,3),(2,2)"]
          array['so, so'::types.mood, 'sad'] | "types"."mood"[] | ["so, so","sad"]
          array['odd'::types._odd] | "types"."_odd"[] | ["odd"]
          array[row(1, 'a,b')::types.pair] | "types"."pair"[] | ["(1,\\"a,b\\")"]
          array[1.5::types.price] | "types"."price"[] | ["1.50"]
          array['1 day'::interval] | interval[] | ["P1D"]
          """)
  void read_array_isAListOfItsElements(String sql, String type, String json) {
    Rows rows = reader.read("select " + sql + " as v");
    assertThat(rows.columns()).containsExactly(new Column("v", type));
    assertThat(TestReader.only(rows).toString()).isEqualTo(json);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          '{"a": 1, "b": [1.10, null, true]}'::jsonb | {"a":1,"b":[1.10,null,true]}
          '{"a": 1, "a": 2}'::jsonb | {"a":2}
          '{"a": 1, "a": 2}'::json | {"a":2}
          '[12345678901234567890, 0.12345678901234567890]'::jsonb | [12345678901234567890,0.12345678901234567890]
          '"text"'::jsonb | "text"
          'null'::jsonb | null
          '7'::json | 7
          ' {"a" : "\\u00e9\\ud83d\\ude00"} '::json | {"a":"é😀"}
          '{"half": "\\ud800"}'::json | "{\\"half\\": \\"\\\\ud800\\"}"
          """)
  void read_document_isWhatItHolds(String sql, String json) {
    assertThat(reader.value("select " + sql + " as v")).isEqualTo(json);
  }

  @Test
  void read_numberOfManyDigitsInADocument_leavesTheDocumentText() {
    String sql = "select ('[' || repeat('1', 2000) || ']')::json as v";
    assertThat(TestReader.only(reader.read(sql)).asString()).hasSize(2002).startsWith("[11");
  }

  @Test
  void read_documentDeeperThanReadersFollow_isText() {
    String deep =
        TestReader.only(reader.read("select (repeat('[', 3000) || repeat(']', 3000))::json as v"))
            .asString();
    assertThat(deep).hasSize(6000).startsWith("[[[").endsWith("]]]");
  }

  @Test
  void read_columnsThatCountUp_areNumbersOfTheirType() {
    Rows rows = reader.read("select * from types.things");
    assertThat(rows.columns())
        .containsExactly(
            new Column("id", "int4"),
            new Column("big", "int8"),
            new Column("small", "int2"),
            new Column("name", "text"));
    assertThat(rows.rows().toString()).isEqualTo("[[1, 1, 1, \"first\"]]");
  }

  @Test
  void read_numberOfManyDigits_isText() {
    assertThat(TestReader.only(reader.read("select 1e-1000::numeric as v")).asString())
        .hasSize(1002)
        .endsWith("01");
  }

  @Test
  void read_noRows_hasColumnsAll() {
    Rows rows = reader.read("select 1 as a, 'x'::text as b where false");
    assertThat(rows.rows()).isEmpty();
    assertThat(rows.columns()).isEqualTo(List.of(new Column("a", "int4"), new Column("b", "text")));
  }

  @Test
  void read_twoColumnsOfOneName_isRefusedByName() {
    assertThatThrownBy(() -> reader.read("select 1 as a, 2 as b, 3 as a"))
        .isInstanceOf(DataException.Refused.class)
        .hasMessage("Two columns are named 'a'. Give one another name with 'as'.");
  }
}
