package dev.sluice.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.Principal;
import dev.sluice.catalog.Limits;
import dev.sluice.catalog.Mask;
import dev.sluice.data.Query;
import dev.sluice.data.SqlTemplate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class QuestionTest {
  private static final Keeping KEEPING = new Keeping("t", "v", List.of());
  private static final Principal ADA = new Principal("ada", "acme", Set.of("b", "a"), false);

  @Test
  void of_argumentsInAnotherOrder_isTheSame() {
    assertThat(key("select :a, :b", "{\"a\": 1, \"b\": 2}", ADA))
        .isEqualTo(key("select :a, :b", "{\"b\": 2, \"a\": 1}", ADA))
        .hasSize(43);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          select :a  | {"a": 2}            | `a value`
          select :a  | {"a": "1"}          | `a type`
          select :a  | {}                  | `none`
          select :b  | {"a": 1}            | `a statement`
          select :a  | {"a": {"x":1,"y":2}} | `an object`
          select :a  | {"a": {"y":2,"x":1}} | `the order inside of one, which json shows`
          """)
  void of_anythingElse_isAnother(String sql, String arguments, String what) {
    assertThat(key(sql, arguments, ADA)).as(what).isNotEqualTo(key("select :a", "{\"a\": 1}", ADA));
  }

  /** What stands next to each other must not run together. */
  @Test
  void of_claimsThatReadAlikeTogether_areDifferent() {
    List<Principal> callers =
        List.of(
            new Principal("ada", "acme", Set.of(), false),
            new Principal("adaacme", "", Set.of(), false),
            new Principal("ad", "aacme", Set.of(), false),
            new Principal("ada", "", Set.of("acme"), false),
            new Principal("ada", "acme", Set.of("a", "b"), false),
            new Principal("ada", "acme", Set.of("ab"), false),
            new Principal("ada", "acme", Set.of(), true));
    assertThat(callers.stream().map(caller -> key("select :a", "{}", caller)).distinct())
        .hasSize(callers.size());
  }

  /** Hashes of two keys must not be taken for one another. */
  @Test
  void of_anotherMaskKey_isAnotherWhereValuesAreHashed() {
    Query hashed =
        query("select :a", "{}").withMasks(Map.of("v", new Mask(new Mask.Hash(), "pii.read")));
    Question before = Question.of(KEEPING, hashed, ADA, () -> "k1");
    assertThat(Question.of(KEEPING, hashed, ADA, () -> "k1")).isEqualTo(before);
    assertThat(Question.of(KEEPING, hashed, ADA, () -> "k2")).isNotEqualTo(before);
    assertThat(Question.of(KEEPING, query("select :a", "{}"), ADA, () -> "k1"))
        .isEqualTo(Question.of(KEEPING, query("select :a", "{}"), ADA, () -> "k2"));
  }

  @Test
  void owner_ofATenant_isTheTenantForAllOfIt() {
    assertThat(question(new Principal("ada", "acme", Set.of(), false)).owner())
        .isEqualTo(question(new Principal("bob", "acme", Set.of("x"), false)).owner())
        .isNotEqualTo(question(new Principal("acme", "", Set.of(), false)).owner());
  }

  private static Question question(Principal principal) {
    return Question.of(KEEPING, query("select :a", "{}"), principal, () -> "k");
  }

  private static String key(String sql, String arguments, Principal principal) {
    return Question.of(KEEPING, query(sql, arguments), principal, () -> "k").key();
  }

  private static Query query(String sql, String arguments) {
    return new Query(
        SqlTemplate.parse(sql),
        (ObjectNode) JsonMapper.shared().readTree(arguments),
        Limits.DEFAULT);
  }
}
