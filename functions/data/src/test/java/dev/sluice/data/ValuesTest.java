package dev.sluice.data;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValuesTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          int4 | -7 | -7
          int8 | 999999999999999 | 999999999999999
          int8 | 9007199254740993 | "9007199254740993"
          numeric | 173665.47 | 173665.47
          numeric | 1.10 | 1.10
          numeric | 12345678901234567.89 | "12345678901234567.89"
          numeric | 0.000000000000000001 | "0.000000000000000001"
          numeric | NaN | "NaN"
          numeric | -Infinity | "-Infinity"
          float8 | 0.1 | 0.1
          float8 | 0.30000000000000004 | 0.30000000000000004
          float8 | 1e+300 | 1E+300
          float8 | -0 | -0.0
          float8 | Infinity | "Infinity"
          float8 | NaN | "NaN"
          bool | t | true
          bool | f | false
          text | 7 | "7"
          bytea | \\x00ff | "AP8="
          jsonb | {"a": [1, 1.10, null]} | {"a":[1,1.10,null]}
          json | {"half": "\\ud800"} | "{\\"half\\": \\"\\\\ud800\\"}"
          json | {"whole": "\\ud83d\\ude00"} | {"whole":"😀"}
          date | 2026-11-24 | "2026-11-24"
          date | infinity | "infinity"
          timestamp | 2026-11-24 12:00:00.5 | "2026-11-24T12:00:00.5"
          timestamptz | 2026-11-24 12:00:00+00 | "2026-11-24T12:00:00Z"
          timestamptz | -infinity | "-infinity"
          timestamptz | 0044-03-15 12:00:00+00 BC | "0044-03-15 12:00:00Z BC"
          int4range | [1,10) | "[1,10)"
          int4[] | {1,NULL,3} | [1,null,3]
          int4[] | {} | []
          int4[] | [0:1]={1,2} | [1,2]
          int4[] | {{1,2},{3,4}} | [[1,2],[3,4]]
          text[] | {"a,b","c\\"d","e\\\\f",NULL,"NULL",g} | ["a,b","c\\"d","e\\\\f",null,"NULL","g"]
          timestamptz[] | {"2026-11-24 12:00:00+00"} | ["2026-11-24T12:00:00Z"]
          box[] | {(1,1),(0,0);(2,2),(1,1)} | ["(1,1),(0,0)","(2,2),(1,1)"]
          """)
  void toJson_textOfAType_isItsExactValue(String type, String text, String json) {
    assertThat(values(type).toJson(text).toString()).isEqualTo(json);
  }

  private static Values values(String type) {
    return type.endsWith("[]")
        ? Values.array(
            values(type.substring(0, type.length() - 2)), type.equals("box[]") ? ';' : ',')
        : Values.of(type);
  }
}
