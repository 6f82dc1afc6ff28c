package dev.sluice.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Values of every type of PostgreSQL 17's base set that reads one, the nasty ones above all. */
final class TypeSamples {
  /** Those that no value can be written of; an array of them can still be empty. */
  static final Map<String, String> REFUSE_INPUT =
      Map.of(
          "gtsvector", "lives in an index only",
          "pg_node_tree", "is written by the server only",
          "pg_ndistinct", "is written by the server only",
          "pg_dependencies", "is written by the server only",
          "pg_mcv_list", "is written by the server only",
          "pg_brin_bloom_summary", "lives in an index only",
          "pg_brin_minmax_multi_summary", "lives in an index only");

  private static final String TABLE =
      """
      bool | t | f
      int2 | -32768 | 0 | 32767
      int4 | -2147483648 | 0 | 2147483647
      int8 | -9223372036854775808 | 0 | 999999999999999 | 1000000000000000 | 9223372036854775807
      oid | 0 | 4294967295
      xid | 0 | 4294967295
      cid | 0 | 4294967295
      xid8 | 0 | 18446744073709551615
      tid | (0,0) | (4294967295,65535)
      numeric | 0 | -0.000 | 1.10 | 1e-15 | 1e-16 | 1e20 | 123456789012.345 | 1234567890123.4567 | NaN | Infinity | -Infinity
      float4 | 0 | 1.1 | 16777217 | 1e10 | 3.4028235e38 | 1e-45 | NaN | Infinity | -Infinity
      float8 | 0 | 0.30000000000000004 | 9007199254740993 | 1e300 | 1.7976931348623157e308 | 5e-324 | NaN | Infinity | -Infinity
      money | $12.50 | -$92,233,720,368,547,758.08 | $0.00
      text | x | a"b\\c | é😀 | {a,NULL} | NULL
      varchar | x | a"b\\c | é😀 | {a,NULL} | NULL
      bpchar | ab | é😀
      char | x | \\377 | "
      name | n | Straße | a b
      refcursor | c | <unnamed portal 1>
      bytea | \\x | \\x00ff10 | \\x5c27227b7d
      bit | 1 | 10101010101010101
      varbit | 1 | 0101
      date | 2026-11-24 | 4713-01-01 BC | 5874897-12-31 | infinity | -infinity
      time | 00:00 | 12:00:00.123456 | 24:00
      timetz | 00:00+00 | 12:00:00.5+15:59:59 | 24:00-15:59
      timestamp | 2026-11-24 12:00 | 0044-03-15 12:00:00.5 BC | 294276-12-31 23:59:59.999999 | infinity | -infinity
      timestamptz | 2026-11-24 12:00+02 | 0044-03-15 12:00+00 BC | 294276-12-31 23:59:59.999999+00 | infinity | -infinity
      interval | 0 | 1 year -2 days 03:04:05.6 | -178000000 years | 2147483647 days | infinity | -infinity
      uuid | 00000000-0000-0000-0000-000000000000 | ffffffff-ffff-ffff-ffff-ffffffffffff
      inet | 0.0.0.0/0 | 10.0.0.1/8 | ::1 | ::ffff:1.2.3.4/128
      cidr | 0.0.0.0/0 | 10.0.0.0/8 | ::/0
      macaddr | 00:00:00:00:00:00 | 08:00:2b:01:02:03
      macaddr8 | 08:00:2b:01:02:03:04:05
      point | (0,0) | (-1e300,NaN) | (Infinity,1)
      line | {1,-1,0} | {0,1,-5.5}
      lseg | [(0,0),(1,1)]
      box | (1,1),(0,0) | (1e300,5),(-3,-4)
      path | ((0,0),(1,1),(2,0)) | [(0,0),(1,1)]
      polygon | ((0,0),(1,1),(2,0))
      circle | <(0,0),0> | <(1,2),3.5>
      json | {"a": [1, 1.10, null, "x"]} | [1, [2]] | "text" | 7 | true | null |  {"a" : 1}
      jsonb | {"a": [1, 1.10, null, "x"]} | [1, [2]] | "text" | 12345678901234567890.1 | false | null
      jsonpath | $.a[*]?(@ > 1) | strict $
      xml | <a>b</a> | text only | <a x="1">&amp;é</a>
      tsvector | 'cats':2A 'fat':1 | '''a b''' | é
      tsquery | 'fat' & !'cat':*A | 'a' <-> 'b'
      int2vector | 1 2 -3 | 0
      oidvector | 1 4294967295
      pg_lsn | 0/0 | FFFFFFFF/FFFFFFFF
      pg_snapshot | 10:20:10,14,15 | 1:1:
      txid_snapshot | 10:20:10,14,15 | 1:1:
      aclitem | sluice_reader=r/sluice_reader | =r*w/sluice_reader
      regproc | now | -
      regprocedure | abs(integer) | -
      regoper | ||/ | 0
      regoperator | +(integer,integer) | 0
      regclass | pg_class | information_schema.tables
      regcollation | "C" | "de-x-icu"
      regtype | integer | timestamp with time zone | integer[]
      regrole | sluice_reader | pg_read_all_data
      regnamespace | pg_catalog | public
      regconfig | english | simple
      regdictionary | english_stem | simple
      int4range | empty | [1,10) | (,) | [-2147483648,2147483647)
      int8range | empty | [1,10) | [-9223372036854775808,)
      numrange | empty | [1.5,2] | (NaN,) | (,Infinity]
      daterange | empty | [2026-01-01,2026-02-01) | [-infinity,infinity] | [0044-03-15 BC,)
      tsrange | empty | ["2026-01-01 00:00:00",) | (-infinity,infinity)
      tstzrange | empty | ["2026-01-01 00:00:00+00","2027-01-01 00:00:00+00"]
      int4multirange | {} | {[1,3),[7,9)} | {(,)}
      int8multirange | {} | {[1,3),[7,9)}
      nummultirange | {} | {[1.5,2],(3,)}
      datemultirange | {} | {[2026-01-01,2026-02-01),[2027-01-01,)}
      tsmultirange | {} | {["2026-01-01 00:00:00","2026-01-02 00:00:00"]}
      tstzmultirange | {} | {["2026-01-01 00:00:00+00",)}
      """;

  private static final Map<String, List<String>> BY_TYPE =
      TABLE.lines().map(TypeSamples::cells).collect(Collectors.toMap(List::getFirst, List::copyOf));

  private TypeSamples() {}

  /** SQL expressions of a type that is no array; none where the table has none. */
  static List<String> of(String type) {
    List<String> cells = BY_TYPE.getOrDefault(type, List.of(type));
    return cells.stream().skip(1).map(text -> literal(text, type)).toList();
  }

  /** SQL expressions of an array type, of whose elements these are some. */
  static List<String> ofArray(String array, List<String> elements) {
    List<String> samples = new ArrayList<>();
    samples.add(literal("{}", array));
    samples.add(literal("{NULL}", array));
    if (!elements.isEmpty()) {
      String all = String.join(",", elements);
      samples.add("array[" + all + ",null]");
      samples.add("array[array[" + all + "],array[" + all + "]]");
      samples.add("array[[[" + elements.getFirst() + "],[" + elements.getLast() + "]]]");
    }
    return samples;
  }

  static String literal(String text, String type) {
    return "'" + text.replace("'", "''") + "'::pg_catalog.\"" + type + '"';
  }

  private static List<String> cells(String line) {
    return List.of(line.split(" \\| "));
  }
}
