package dev.sluice.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Mutants of all statements of the corpora: a judge answers, and never allows what it must not. */
class FuzzTest {
  private static final int SEED = 20261125;
  private static final int MUTANTS = 600;

  /** Words that no allowed statement can hold outside of quotes and comments. */
  private static final Pattern FORBIDDEN =
      Pattern.compile(
          "\\b(pg_sleep|pg_read_file|set_config|current_setting|query_to_xml|dblink|lo_create)\\s*\\(");

  private static final Pattern QUOTED =
      Pattern.compile("'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|--[^\n]*|/\\*.*?\\*/|\\$\\w*\\$.*\\$");

  private final Random random = new Random(SEED);
  private final List<String> statements =
      Stream.of("attacks.sql", "legitimate.sql", "tpch.sql")
          .flatMap(name -> Corpus.read(name).stream())
          .map(Corpus.Entry::statement)
          .filter(statement -> statement.length() < 400)
          .toList();

  @Test
  void judge_mutants_answersAndAllowsNothingForbidden() {
    int allowed = 0;
    for (int i = 0; i < MUTANTS; i++) {
      String mutant = mutant();
      Verdict verdict = Tpch.judge(mutant, Tpch.MASKED, Use.AD_HOC);
      switch (verdict) {
        case Verdict.Allowed(_, var relations, _, var masked) -> {
          allowed++;
          assertThat(Tpch.MASKED.relations().keySet()).as(mutant).containsAll(relations.keySet());
          assertThat(masked.values()).as(mutant).allMatch(Tpch.PHONE::equals);
          assertThat(FORBIDDEN.matcher(QUOTED.matcher(mutant).replaceAll("")).find())
              .as(mutant)
              .isFalse();
        }
        case Verdict.Refused refused ->
            assertThat(refused.position()).as(mutant).isBetween(0, mutant.length() + 1);
      }
    }
    assertThat(allowed).isPositive();
  }

  /** A statement with a word taken out, doubled, or swapped for one of another statement. */
  private String mutant() {
    List<String> words = new ArrayList<>(words(any()));
    for (int i = random.nextInt(3); i >= 0; i--) {
      int at = random.nextInt(words.size());
      switch (random.nextInt(4)) {
        case 0 -> words.remove(at);
        case 1 -> words.add(at, words.get(at));
        default -> {
          List<String> others = words(any());
          words.set(at, others.get(random.nextInt(others.size())));
        }
      }
      if (words.isEmpty()) {
        words.add("select");
      }
    }
    return String.join("", words);
  }

  private String any() {
    return statements.get(random.nextInt(statements.size()));
  }

  private static List<String> words(String statement) {
    return Arrays.asList(statement.split("(?<=\\W)|(?=\\W)", -1));
  }
}
