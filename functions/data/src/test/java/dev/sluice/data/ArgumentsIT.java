package dev.sluice.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(ClusterExtension.class)
class ArgumentsIT {
  private static TestReader reader;

  @BeforeAll
  static void open(TestCluster cluster) throws SQLException {
    cluster.change(
        "create schema arguments",
        "grant usage on schema arguments to sluice_reader",
        "create type arguments.mood as enum ('sad', 'happy')",
        "create table arguments.things (id uuid, mood arguments.mood, on_day date, number int4,"
            + " price numeric, name text, flag bool, document jsonb)",
        "insert into arguments.things values ('11111111-2222-3333-4444-555555555555', 'happy',"
            + " '2026-11-24', 7, 7.50, 'it''s', true, '{\"a\": 1}')",
        "grant select on arguments.things to sluice_reader");
    reader = TestReader.of(cluster, cluster.replicaUrl(0));
  }

  @AfterAll
  static void close(TestCluster cluster) throws SQLException {
    reader.close();
    cluster.change("drop schema arguments cascade");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          id = :x | "11111111-2222-3333-4444-555555555555" | 1
          mood = :x | "happy" | 1
          mood = :x | "sad" | 0
          on_day = :x | "2026-11-24" | 1
          on_day = current_date - :x::int | null | 0
          number = :x | 7 | 1
          number = :x | 7.0 | 1
          number = :x | 70e-1 | 1
          number < :x | 9223372036854775807 | 1
          number < :x | 9223372036854775808 | 1
          number < :x | 1e300 | 1
          price = :x | 7.5 | 1
          price = :x | 7.500000000000001 | 0
          name = :x | "it's" | 1
          flag = :x | true | 1
          flag = :x | false | 0
          document = :x | {"a": 1.0} | 1
          document @> :x | {"a": 1} | 1
          on_day < on_day + :x::interval | "3 days" | 1
          name = any(:x) | ["it's", "x\\"y\\\\z", "", "NULL", null, "{a,b}"] | 1
          id = any(:x) | ["11111111-2222-3333-4444-555555555555"] | 1
          mood = any(:x) | ["happy", null] | 1
          on_day = any(:x) | ["2026-11-24"] | 1
          number = any(:x) | [7, 8] | 1
          number = any(:x) | [7.0, 1e2] | 1
          price = any(:x) | [7.5, 8] | 1
          flag = any(:x) | [true, false, null] | 1
          name = any(:x) | [] | 0
          number = any(:x) | [] | 0
          number = any(:x) | [null] | 0
          name = any(:x) | null | 0
          :x::text is null | null | 1
          id is distinct from :x | null | 1
          :x::jsonb = '{"a": {"b": [1, "c"]}}' | {"a": {"b": [1, "c"]}} | 1
          """)
  void read_argumentOfAKind_meetsItsColumn(String condition, String argument, int rows) {
    String sql = "select flag from arguments.things where " + condition;
    assertThat(reader.read(sql, "{\"x\": " + argument + "}").rows()).hasSize(rows);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          select :x::text[] as v | ["a,b", "c\\"d", "e\\\\f", "", "null", null, " g "] | ["a,b","c\\"d","e\\\\f","","null",null," g "]
          select :x::int8[] as v | [9007199254740993, 1] | ["9007199254740993",1]
          select :x::int8[] as v | [] | []
          select :x::numeric[] as v | [1.5, 2, null] | [1.5,2,null]
          select :x::text as v | "line\\nbreak 😀 \\u00e9" | "line\\nbreak 😀 é"
          select :x::int8 as v | 7.0 | 7
          select :x as v | 9223372036854775807 | "9223372036854775807"
          select :x as v | 12345678901234567890123 | "12345678901234567890123"
          select :x as v | 0.1 | 0.1
          select :x as v | true | true
          select :x as v | "text" | "text"
          select :x as v | null | null
          select :x::jsonb as v | {"a":[1,{"b":null}]} | {"a":[1,{"b":null}]}
          select :x::bytea as v | "\\\\x00ff" | "AP8="
          select :x::interval as v | "P1DT2H" | "P1DT2H"
          select :x::int4range as v | "[1,5)" | "[1,5)"
          """)
  void read_argument_comesBackAsItWent(String sql, String argument, String json) {
    assertThat(reader.value(sql, "{\"x\": " + argument + "}")).isEqualTo(json);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          on_day = :x | "tomorrow or so"
          id = :x | "7"
          mood = :x | "glad"
          number = :x | "seven"
          number = any(:x) | ["seven"]
          document = :x | "{"
          """)
  void read_argumentThatFitsNoValue_isRefusedInPostgresWords(String condition, String argument) {
    String sql = "select flag from arguments.things where " + condition;
    assertThatThrownBy(() -> reader.read(sql, "{\"x\": " + argument + "}"))
        .isInstanceOf(DataException.Refused.class)
        .hasMessageStartingWith("The argument 'x' does not fit: invalid input ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "a\\u0000b" | The argument 'x' does not fit: it holds the character U+0000.
          ["a", "\\u0000"] | The argument 'x' does not fit: it holds the character U+0000.
          [["a"]] | The argument 'x' does not fit: it holds a list or object in a list.
          [{"a": 1}] | The argument 'x' does not fit: it holds a list or object in a list.
          """)
  void read_argumentThatPostgresCannotHold_isRefusedByName(String argument, String message) {
    assertThatThrownBy(() -> reader.read("select :x::text as v", "{\"x\": " + argument + "}"))
        .isInstanceOf(DataException.Refused.class)
        .hasMessage(message);
  }

  @Test
  void read_u0000InADocument_isRefusedByPostgres() {
    assertThatThrownBy(() -> reader.read("select :x::jsonb as v", "{\"x\": {\"a\": \"\\u0000\"}}"))
        .isInstanceOf(DataException.Refused.class)
        .hasMessage("The argument 'x' does not fit: unsupported Unicode escape sequence.");
  }

  @Test
  void read_valueOfARowThatFitsNoType_isNotToldToTheCaller() {
    assertThatThrownBy(() -> reader.read("select name::int as v from arguments.things"))
        .isInstanceOf(DataException.Refused.class)
        .hasMessage("A value does not fit: invalid input syntax for type integer.");
    assertThatThrownBy(() -> reader.read("select 1 / (number - 7) as v from arguments.things"))
        .hasMessage("A value does not fit: division by zero.");
  }

  @Test
  void read_manyTimesWithOtherKindsOfArguments_isRightEachTime() {
    String sql = "select coalesce(:x::text, 'none') as v from arguments.things where number = 7";
    for (int i = 0; i < 8; i++) {
      assertThat(reader.value(sql, "{\"x\": 7}")).isEqualTo("\"7\"");
      assertThat(reader.value(sql, "{\"x\": null}")).isEqualTo("\"none\"");
      assertThat(reader.value(sql, "{\"x\": \"a\"}")).isEqualTo("\"a\"");
      assertThat(reader.value(sql, "{\"x\": 7.5}")).isEqualTo("\"7.5\"");
      assertThat(reader.value(sql, "{}")).isEqualTo("\"none\"");
    }
  }

  @Test
  void read_argumentUsedTwiceInTextWithQuotes_isBoundWhereItStands() {
    Rows rows =
        reader.read(
            "select ':x' as a, :x::text as b, /* :x */ $$:x$$ as c, :y::text || :x::text as d"
                + " -- :y",
            "{\"x\": \"1\", \"y\": \"2\"}");
    assertThat(rows.rows().toString()).isEqualTo("[[\":x\", \"1\", \":x\", \"21\"]]");
  }
}
