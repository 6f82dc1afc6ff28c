package dev.sluice.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.sql.wasm.PgQuery17;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import run.endive.wasm.WasmModule;
import run.endive.wasm.types.FunctionImport;

class GrammarTest {
  private static final String ONE =
      """
      {"version":170004,"stmts":[{"stmt":{"SelectStmt":{"targetList":[{"ResTarget":{"val":{"A_Const":\
      {"ival":{"ival":1},"location":7}},"location":7}}],"limitOption":"LIMIT_OPTION_DEFAULT",\
      "op":"SETOP_NONE"}}}]}""";

  private final Grammar grammar = new Grammar();

  @Test
  void imports_ofTheModule_areAllKnownAndNoOthers() {
    WasmModule module = PgQuery17.load();
    Set<String> names = new HashSet<>();
    for (int i = 0; i < module.importSection().importCount(); i++) {
      names.add(((FunctionImport) module.importSection().getImport(i)).name());
    }
    assertThat(new TreeSet<>(names)).isEqualTo(new TreeSet<>(GrammarNames.IMPORTS.keySet()));
  }

  @Test
  void tree_ofOneSelect_isTheKnownOne() {
    assertThat(tree("select 1")).isEqualTo(ONE);
  }

  @Test
  void tree_afterSyntaxErrors_isStillTheKnownOne() {
    for (int i = 0; i < 50; i++) {
      assertThat(parse("select (1")).isInstanceOf(Grammar.Outcome.SyntaxError.class);
      assertThat(tree("select 1")).isEqualTo(ONE);
    }
  }

  @Test
  void tree_ofAJoin_holdsItsParts() {
    assertThat(tree("select a.x from s.t a join u using (k) where a.x > 1"))
        .contains(
            "\"JoinExpr\":{\"jointype\":\"JOIN_INNER\"",
            "\"schemaname\":\"s\",\"relname\":\"t\"",
            "\"usingClause\":[{\"String\":{\"sval\":\"k\"}}]",
            "\"whereClause\":{\"A_Expr\":{\"kind\":\"AEXPR_OP\"");
  }

  @Test
  void syntaxError_behindCharactersOfSeveralBytes_countsCharacters() {
    assertThat(parse("select 'üü€' frm x y"))
        .isEqualTo(new Grammar.Outcome.SyntaxError("syntax error at or near \"x\"", 18));
  }

  private Grammar.Outcome parse(String text) {
    return grammar.parse(text.getBytes(StandardCharsets.UTF_8));
  }

  private String tree(String text) {
    return parse(text) instanceof Grammar.Outcome.Tree(byte[] json)
        ? new String(json, StandardCharsets.UTF_8)
        : "";
  }
}
