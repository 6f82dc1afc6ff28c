package dev.sluice.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SqlTemplateTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          select :a | select ? | a
          select :a::int, x::text from t where y = :b_2 | select ?::int, x::text from t where y = ? | a,b_2
          select ':a' | select ':a' |
          select concat('it''s :a', :b) | select concat('it''s :a', ?) | b
          select ":a" from t | select ":a" from t |
          select 1 -- :a | select 1 -- :a |
          select /* :a /* :b */ */ :c | select /* :a /* :b */ */ ? | c
          select $$:a$$, $q$:b$q$, :c | select $$:a$$, $q$:b$q$, ? | c
          select j ? 'k' from t | select j ?? 'k' from t |
          select a[1:2] from t | select a[1:2] from t |
          select :a, :a | select ?, ? | a,a
          """)
  void parse_namesInAndOutOfText_findsThoseOutside(String text, String jdbc, String names) {
    SqlTemplate template = SqlTemplate.parse(text);
    assertThat(template.jdbcText()).isEqualTo(jdbc);
    assertThat(String.join(",", template.parameters())).isEqualTo(names == null ? "" : names);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select 1; select 2",
        "commit; drop table t",
        "select 1;;select 2",
        "select $a$;$a$; select 2",
        "select ':a;'; select :b",
      })
  void parse_severalStatements_isRefused(String text) {
    assertThatThrownBy(() -> SqlTemplate.parse(text))
        .isInstanceOf(SqlTextException.class)
        .hasMessage("the SQL holds 2 statements, not one");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  "})
  void parse_noStatement_isRefused(String text) {
    assertThatThrownBy(() -> SqlTemplate.parse(text)).isInstanceOf(SqlTextException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"select 1;", "select ';'", "select 1 -- ; select 2", "select $$;$$"})
  void parse_semicolonThatSeparatesNothing_isOneStatement(String text) {
    assertThat(SqlTemplate.parse(text).parameters()).isEmpty();
  }

  @Test
  void parse_nul_isRefused() {
    assertThatThrownBy(() -> SqlTemplate.parse("select '\0'"))
        .hasMessage("the SQL holds a NUL character");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select :a, x::text, a[1:2], '?', \"?\", $$?$$ -- ?",
        "select E'it\\'s', U&'d\\0061t', 'x' /* :b /* ? */ */",
        "select 1;",
        "select 1 ; ; ",
        "\n  select $a$ $$ ? ; $$ $a$\n",
        "select E'\\'{fn concat(a, b)}', 'b', $$ {ts '2026'} $$",
        "select '{\"a\": 1}'::jsonb, '{d 1}', '{1,2}'::int[]"
      })
  void literal_namesAndMarks_areSentAsTheyAre(String text) {
    SqlTemplate template = SqlTemplate.literal(text);
    assertThat(template.parameters()).isEmpty();
    assertThat(template.text()).isEqualTo(text);
    assertThat(template.numbered().strip()).isEqualTo(template.withoutSemicolon());
  }

  @Test
  void literal_questionMarksOutsideText_areDoubledForTheDriver() {
    SqlTemplate template = SqlTemplate.literal("select j ? 'a?', j ?| k, '?' from t where :x ?? 1");
    assertThat(template.jdbcText())
        .isEqualTo("select j ?? 'a?', j ??| k, '?' from t where :x ???? 1");
    assertThat(template.numbered()).isEqualTo(template.text());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "select 1; select 2",
        "select 1;; select 2",
        "select 'a; select 2",
        "select $a$ $a$; drop table t; select $a$ $a$",
        "select /* a",
        "select E'\\'; select 2",
        "select '\0'"
      })
  void literal_notExactlyOneStatement_isRefused(String text) {
    assertThatThrownBy(() -> SqlTemplate.literal(text)).isInstanceOf(SqlTextException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select {d '2026-01-01'}",
        "select {fn now()}",
        "select 'a' || {fn concat('b', {fn user()})}"
      })
  void literal_escapeOfTheDriver_isRefused(String text) {
    assertThatThrownBy(() -> SqlTemplate.literal(text)).isInstanceOf(SqlTextException.class);
    assertThatThrownBy(() -> SqlTemplate.parse(text)).isInstanceOf(SqlTextException.class);
  }
}
