package dev.sluice.draft;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.databind.json.JsonMapper;

class YamlTest {
  private static final String SIGNS =
      "ab 1:-#,[]{}\"'\\|>&*!%@`?~=\n\t\r_.\u0085\u2028\ufeff\u0001é名😀";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          o_orderkey | o_orderkey
          public.orders | public.orders
          public."Mixed" | 'public."Mixed"'
          it's "so" | 'it''s "so"'
          yes | "yes"
          NULL | "NULL"
          1e3 | "1e3"
          a: b | "a: b"
          ταξίδι | "ταξίδι"
          """)
  void text_written_isPlainOnlyWhereItIsSafe(String text, String written) {
    assertThat(Yaml.text(text)).isEqualTo(written);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "yes",
        "No",
        "null",
        "~",
        "true",
        "1e3",
        "0x1F",
        "1_000",
        "12:30",
        ".inf",
        "-",
        "- a",
        "a: b",
        "a:",
        ":a",
        "#x",
        "a #x",
        "\"q\"",
        "'",
        "it's",
        "\\",
        "a\nb",
        "a\r\nb",
        "\t",
        " a",
        "a ",
        "[a]",
        "{a}",
        "a, b",
        "*a",
        "&a",
        "!a",
        "%a",
        "@a",
        "`a",
        "---",
        "...",
        "<<",
        "=",
        "2024-01-01",
        "\u0000",
        "\u007f",
        "\u0085",
        "\u2028",
        "\ufeff",
        "\ufffe",
        "名前",
        "😀"
      })
  void text_read_isTheSame(String text) {
    assertRoundTrip(text);
  }

  @Test
  void text_ofAnySigns_isReadAsTheSame() {
    Random random = new Random(4);
    int[] signs = SIGNS.codePoints().toArray();
    for (int i = 0; i < 3_000; i++) {
      StringBuilder text = new StringBuilder();
      IntStream.range(0, random.nextInt(12))
          .forEach(_ -> text.appendCodePoint(signs[random.nextInt(signs.length)]));
      assertRoundTrip(text.toString());
    }
  }

  @Test
  void list_long_isBrokenIntoLinesAndReadAsTheSame() {
    List<String> texts = IntStream.range(0, 60).mapToObj(i -> "column, " + i).toList();
    String written = Yaml.list("columns:", texts, 2);
    assertThat(written.lines()).hasSizeGreaterThan(5).allMatch(line -> line.length() <= 100);
    assertThat(read(written)).isEqualTo(Map.of("columns", texts));
    assertThat(Yaml.list("columns:", List.of("a", "b"), 2)).isEqualTo("columns: [a, b]\n");
  }

  @Test
  void value_numberAndTruthValue_areNoTexts() {
    assertThat(Yaml.value(JsonMapper.shared().readTree("-1.5"))).isEqualTo("-1.5");
    assertThat(Yaml.value(JsonMapper.shared().readTree("true"))).isEqualTo("true");
    assertThat(Yaml.value(JsonMapper.shared().readTree("\"true\""))).isEqualTo("\"true\"");
  }

  private static void assertRoundTrip(String text) {
    assertThat(read("key: " + Yaml.text(text))).isEqualTo(Map.of("key", text));
    assertThat(read("key: " + Yaml.sentence(text))).isEqualTo(Map.of("key", text));
    assertThat(read("- { k: " + Yaml.text(text) + ", l: [" + Yaml.text(text) + "] }"))
        .isEqualTo(List.of(Map.of("k", text, "l", List.of(text))));
    String block = text.strip();
    assertThat(read(Yaml.block("key:", block) + "next: 1"))
        .extracting(map -> String.valueOf(((Map<?, ?>) map).get("key")).strip())
        .isEqualTo(block);
  }

  private static Object read(String yaml) {
    return new Load(LoadSettings.builder().build()).loadFromString(yaml);
  }
}
