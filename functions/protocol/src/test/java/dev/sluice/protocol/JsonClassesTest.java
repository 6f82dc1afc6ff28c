package dev.sluice.protocol;

import static dev.sluice.protocol.TestClient.errorCode;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The classes of cases that public collections of JSON texts are made of (RFC 8259): what must be
 * taken is, what must be refused is. Each value stands once as the whole body and once inside a
 * request.
 */
class JsonClassesTest {
  private static final String BEFORE =
      "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"ping\",\"params\":{\"v\":";

  private final TestClient client = new TestClient(new FakeTools().features());

  @ParameterizedTest
  @MethodSource("goodValues")
  void read_valueThatJsonHas_isTaken(String value) {
    HttpResponse inside = client.post(BEFORE + value + "}}", Map.of());
    assertThat(inside.status()).as(value).isEqualTo(200);
    HttpResponse alone = client.post(value, Map.of());
    // JSON, and yet no request: that is another error.
    assertThat(errorCode(alone)).as(value).isEqualTo(-32600);
  }

  @ParameterizedTest
  @MethodSource("badValues")
  void read_valueThatJsonHasNot_isRefused(String value) {
    assertParseError((BEFORE + value + "}}").getBytes(UTF_8), value);
    assertParseError(value.getBytes(UTF_8), value);
  }

  @ParameterizedTest
  @MethodSource("badTexts")
  void read_textThatIsNoJson_isRefused(String text) {
    assertParseError(text.getBytes(UTF_8), text);
  }

  @ParameterizedTest
  @MethodSource("badBytes")
  void read_bytesThatAreNotUtf8_areRefused(byte[] bytes) {
    for (String wrap : List.of("\"%s\"", "[%s]", "{\"%s\":1}", "%s")) {
      int at = wrap.indexOf('%');
      assertParseError(
          join(
              wrap.substring(0, at).getBytes(UTF_8), bytes, wrap.substring(at + 2).getBytes(UTF_8)),
          wrap);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{\"a\":", "[{\"a\":", "[[],", "{\"a\":[", "[\"\",", "{\"\":{"})
  @Timeout(10)
  void read_nestedWithoutEnd_isRefusedWithoutAnOverflow(String opening) {
    assertParseError(opening.repeat(100_000).getBytes(UTF_8), opening);
    assertThat(client.post(BEFORE + "1}}", Map.of()).status()).isEqualTo(200);
  }

  @Test
  void read_nestedAsDeepAsAllowed_isTaken() {
    // Two levels are the request's own.
    int depth = Json.MAX_DEPTH - 2;
    assertThat(
            client.post(BEFORE + "[".repeat(depth) + "]".repeat(depth) + "}}", Map.of()).status())
        .isEqualTo(200);
    assertThat(
            client
                .post(BEFORE + "[".repeat(depth + 1) + "]".repeat(depth + 1) + "}}", Map.of())
                .status())
        .isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e999999999", "-1e999999999", "1e-999999999", "0e999999999"})
  @Timeout(10)
  void callTool_numberOfAnAstronomicSize_isHandledAtOnce(String number) {
    TestClient tools =
        new TestClient(
            new FakeTools()
                .add(
                    "t",
                    "{\"type\":\"object\",\"properties\":{\"n\":{\"type\":\"integer\",\"minimum\":1,"
                        + "\"multipleOf\":1},\"x\":{\"type\":\"number\",\"maximum\":5}}}",
                    (_, _) -> FakeTools.say("done"))
                .features());
    for (String argument : List.of("n", "x")) {
      assertThatCode(
              () ->
                  tools.legacy(
                      "tools/call",
                      "{\"name\":\"t\",\"arguments\":{\"" + argument + "\":" + number + "}}"))
          .doesNotThrowAnyException();
    }
  }

  static Stream<String> goodValues() {
    return Stream.of(
            List.of("null", "true", "false", "0", "-0", "1", "-1", "123456789"),
            List.of("0.5", "-0.5", "1.0", "1e5", "1E5", "1e+5", "1E-5", "0e1", "0e+1", "1.5e-7"),
            List.of("9007199254740993", "1e400", "1e-400", "-" + "9".repeat(100)),
            List.of("0." + "0".repeat(100) + "1", "[ 0 ]", "[\t1\n,\r2 ]", " 1", "1\n"),
            List.of("\"\"", "\" \"", "\"a\"", "\"\u007f\"", "\"\u2028\u2029\"", "\"\uffff\""),
            List.of("\"\u20ac\"", "\"\ud834\udd1e\"", "\"\ufdd0\"", "\"'\"", "\"/\"", "\"//\""),
            List.of("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "\"\\u0000\"", "\"\\u0012\"", "\"\\uFFFF\""),
            List.of("\"\\ud834\\udd1e\"", "\"\\uD834\\uDD1E\"", "\"\\\\u0000\"", "\"\\\\a\""),
            List.of("\"\\u0022\\u005c\"", "\"/* */\"", "\"\\u2064\"", "\"\\u200B\""),
            List.of("[]", "[[]]", "[[],[]]", "[null,1,\"2\",{}]", "[\"a\"]", "[false]"),
            List.of("[1,null,null,null,2]", "[ ]", "[[[[[]]]]]", "[1 ]", " [1]"),
            List.of("{}", "{\"a\":1}", "{\"\":0}", "{\"a\":[]}", "{\"a\":{\"b\":{}}}", "{ }"),
            List.of("{\"a\":1,\"b\":2}", "{\"a\":1,\"a\":2}", "{\"a\":1,\"a\":1}"),
            List.of("{\"\\u0000\":1}", "{\"foo\\u0000bar\":42}", "{\n\"a\"\n:\n1\n}"))
        .flatMap(List::stream);
  }

  static Stream<String> badValues() {
    return Stream.concat(
        Stream.of(badWords(), badNumbers(), badStrings(), badArrays(), badObjects())
            .flatMap(List::stream),
        // Every control character, unescaped in a text.
        IntStream.range(0, 0x20).mapToObj(c -> "\"a" + (char) c + "a\""));
  }

  private static List<String> badWords() {
    return List.of(
        "nul",
        "tru",
        "fals",
        "nulll",
        "True",
        "NULL",
        "undefined",
        "nan",
        "NaN",
        "Infinity",
        "-Infinity",
        "+Infinity",
        "inf",
        "-NaN",
        "a",
        "ä",
        "@",
        "&",
        "*",
        "<null>",
        "'a'",
        "`a`",
        "true1",
        "nulls",
        "tru e");
  }

  private static List<String> badNumbers() {
    return List.of(
        "-", "+1", "++1", "--1", "- 1", ".5", "-.5", "1.", "-1.", "1.e5", ".e1", "1e", "1e+", "1e-",
        "1E", "1eE2", "1e1.5", "01", "-01", "00", "012", "1_000", "1 000", "1 000.0", "0x1", "0xF",
        "1a", "1ea", "1.2a", "1.2.3", "1+2", "1-", "0.3e", "0.3e+", "2.e3", "2.e-3", "0e", "0e+",
        "9.e+", "-1.0.", "１", "1,5e", "1e1e1", "-foo", "-2.", "1#");
  }

  private static List<String> badStrings() {
    return List.of(
        "\"",
        "\"a",
        "\"\\\"",
        "\"\\",
        "\"\\x\"",
        "\"\\a\"",
        "\"\\'\"",
        "\"\\ \"",
        "\"\\0\"",
        "\"\\u\"",
        "\"\\u1\"",
        "\"\\u12\"",
        "\"\\u123\"",
        "\"\\uZZZZ\"",
        "\"\\u 123\"",
        "\"\\U0041\"",
        "\"\\u00A\"",
        "\"\\uD834\\u\"",
        "\"\\\u0000\"",
        "\"\\🌀\"",
        "\"a\"b",
        "\"\"\"",
        "\"a\" \"b\"",
        "\"\n\"",
        "\"\t\"",
        "\\u0020\"a\"",
        "\u201ca\u201d");
  }

  private static List<String> badArrays() {
    return List.of(
        "[1",
        "1]",
        "[1,",
        "[1,]",
        "[,1]",
        "[,]",
        "[1,,2]",
        "[1,,]",
        "[1 2]",
        "[1;2]",
        "[1:2]",
        "[\"a\" \"b\"]",
        "[\"a\":1]",
        "[1]]",
        "[[1]",
        "[1}",
        "(1)",
        "[a]",
        "[1 true]",
        "[1,\n1\n,1",
        "[{}",
        "[\"a\",\n4\n,1,",
        "[,",
        "[\"\": 1]",
        "[x",
        "[1] 1",
        "[][]",
        "[   , \"\"]",
        "[3[4]]",
        "[\"x\"",
        "[1,2]]");
  }

  private static List<String> badObjects() {
    return List.of(
        "{\"a\"",
        "{\"a\":",
        "{\"a\":1",
        "{\"a\":1,",
        "{\"a\":1,}",
        "{,\"a\":1}",
        "{\"a\":1,,}",
        "{\"a\" 1}",
        "{\"a\"::1}",
        "{\"a\":1 \"b\":2}",
        "{\"a\":1;\"b\":2}",
        "{a:1}",
        "{'a':1}",
        "{1:1}",
        "{null:1}",
        "{true:1}",
        "{[]:1}",
        "{\"a\":1}}",
        "{\"a\",1}",
        "{\"a\"}",
        "{:1}",
        "{\"a\":}",
        "{\"a\":1]",
        "{\"a\":a}",
        "{\"a\"=1}",
        "{\"a\":/**/1}",
        "{\"a\":1 #c\n}",
        "{{}}",
        "{\"a\":\"b\"}#",
        "{\"a\":\"b\"}/**/",
        "{\"a\":\"b\"}//",
        "{\"x\":1,\"y\"}",
        "{1}",
        "{,}",
        "{\"a\" \"b\"}",
        "{\"a\":1,{}}",
        "{9999E9999:1}",
        "{\"a\":[1}");
  }

  static Stream<String> badTexts() {
    return Stream.of(
        "",
        " ",
        "\n",
        "\ufeff",
        "\ufeff{}",
        "{} {}",
        "1 2",
        "[1] x",
        "{}x",
        "{}}",
        "null,null",
        "\u2060",
        "\u00a0",
        "\u00a0{}",
        "\f{}",
        "{}\u000b",
        "\u0085[]",
        "/**/{}",
        "//\n{}",
        "#\n{}",
        "<!-- -->{}",
        ")]}',\n{}",
        "{}\u0000",
        "\u0000{}",
        "[\u0000]",
        "data: {}",
        "{}{}");
  }

  static Stream<byte[]> badBytes() {
    List<byte[]> bytes = new ArrayList<>();
    for (int[] sequence :
        new int[][] {
          {0xff},
          {0xfe},
          {0x80},
          {0xbf},
          {0xc3},
          {0xc0, 0x80},
          {0xc1, 0xbf},
          {0xe0, 0x80, 0x80},
          {0xe2, 0x82},
          {0xe5},
          {0xed, 0xa0, 0x80},
          {0xed, 0xbf, 0xbf},
          {0xf0, 0x80, 0x80, 0x80},
          {0xf0, 0x9d, 0x84},
          {0xf4, 0x90, 0x80, 0x80},
          {0xf8, 0x88, 0x80, 0x80, 0x80},
          {0xfc},
          {0xe6, 0x97, 0xff}
        }) {
      byte[] one = new byte[sequence.length];
      for (int i = 0; i < one.length; i++) {
        one[i] = (byte) sequence[i];
      }
      bytes.add(one);
    }
    bytes.add("é".getBytes(ISO_8859_1));
    return bytes.stream();
  }

  @Test
  void read_utf16_isRefused() {
    String request = BEFORE + "1}}";
    assertParseError(request.getBytes(UTF_16LE), "UTF-16LE");
    assertParseError(request.getBytes(UTF_16BE), "UTF-16BE");
    assertParseError(
        join(new byte[] {(byte) 0xff, (byte) 0xfe}, request.getBytes(UTF_16LE)), "with a mark");
  }

  private void assertParseError(byte[] body, String what) {
    HttpResponse response = client.send(new HttpRequest("POST", Map.of(), body));
    assertThat(response.status()).as(what).isEqualTo(400);
    assertThat(errorCode(response)).as(what).isEqualTo(-32700);
  }

  private static byte[] join(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }
}
