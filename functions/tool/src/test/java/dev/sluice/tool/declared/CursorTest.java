package dev.sluice.tool.declared;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.protocol.feature.ToolException;
import dev.sluice.protocol.wire.CanonicalArguments;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class CursorTest {
  @Test
  void read_whatTextWrote_isTheSame() {
    Cursor cursor = new Cursor("abc", Arrays.asList("1996-01-02", null, "ä \"x\" \0"));
    assertThat(Cursor.read(cursor.text(), "abc", 3)).isEqualTo(cursor);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "!!", "e30", "W10", "WzFd", "WyJhYmMiLDFd", "bnVsbA"})
  void read_whatIsNoCursor_isRefused(String text) {
    assertThatThrownBy(() -> Cursor.read(text, "abc", 1))
        .isInstanceOf(ToolException.class)
        .hasMessageStartingWith("'cursor' is none that this tool gave.");
  }

  @Test
  void read_tooLongOrTooManyKeys_isRefused() {
    String two = new Cursor("abc", List.of("1", "2")).text();
    assertThatThrownBy(() -> Cursor.read(two, "abc", 1)).hasMessageContaining("none");
    assertThatThrownBy(() -> Cursor.read("A".repeat(10_000), "abc", 1))
        .hasMessageContaining("none");
  }

  @Test
  void read_cursorOfAnotherQuestion_saysSo() {
    String other = new Cursor("abd", List.of("1")).text();
    assertThatThrownBy(() -> Cursor.read(other, "abc", 1))
        .hasMessageStartingWith("'cursor' belongs to a question with other arguments");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"a": 7, "b": "x"} | {"b": "x", "a": 7.0} | true
          {"a": 7, "b": null} | {"a": 7} | true
          {"a": 100} | {"a": 1e2} | true
          {"a": 7} | {"a": 8} | false
          {"a": 7} | {"a": "7"} | false
          {"a": {"b": null}} | {"a": {}} | false
          {"a": [1, 2]} | {"a": [2, 1]} | false
          """)
  void question_arguments_areEqualWhereTheyMeanTheSame(String left, String right, boolean same) {
    assertThat(question("t", "s", left).equals(question("t", "s", right))).isEqualTo(same);
    assertThat(question("t", "s", left)).isNotEqualTo(question("u", "s", left));
    assertThat(question("t", "s", left)).isNotEqualTo(question("t", "r", left));
  }

  private static String question(String tool, String statement, String arguments) {
    return Cursor.question(
        tool,
        statement,
        CanonicalArguments.of((ObjectNode) JsonMapper.shared().readTree(arguments)));
  }
}
