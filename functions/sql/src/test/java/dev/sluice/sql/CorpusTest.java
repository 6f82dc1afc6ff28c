package dev.sluice.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class CorpusTest {
  private static final List<Corpus.Entry> ATTACKS = Corpus.read("attacks.sql");

  @TestFactory
  Stream<DynamicTest> attacks_adHoc_areRefusedWithReasonAndRemedy() {
    return tests(
        ATTACKS,
        statement -> {
          Verdict verdict = Tpch.judge(statement, Tpch.MASKED, Use.AD_HOC);
          assertThat(verdict).as(statement).isInstanceOf(Verdict.Refused.class);
          Verdict.Refused refused = (Verdict.Refused) verdict;
          assertThat(refused.reason()).as(statement).isNotBlank().doesNotContain("PostgreSQL says");
          assertThat(refused.remedy()).as(statement).isNotBlank();
          assertThat(refused.position()).isBetween(0, statement.length() + 1);
        });
  }

  @TestFactory
  Stream<DynamicTest> attacks_declared_areRefusedButForMasksAndParameters() {
    return tests(
        ATTACKS.stream()
            .filter(entry -> !entry.group().contains("masks") && !entry.group().contains("parame"))
            .toList(),
        statement ->
            assertThat(Tpch.judge(statement, Tpch.MASKED, Use.DECLARED))
                .as(statement)
                .isInstanceOf(Verdict.Refused.class));
  }

  @TestFactory
  Stream<DynamicTest> legitimateStatements_areAllowed() {
    return tests(Corpus.read("legitimate.sql"), CorpusTest::isAllowed);
  }

  @TestFactory
  Stream<DynamicTest> tpchQueries_areAllowed() {
    return tests(Corpus.read("tpch.sql"), CorpusTest::isAllowed);
  }

  @Test
  void corpora_haveTheirSizes() {
    assertThat(ATTACKS).hasSizeGreaterThanOrEqualTo(380);
    assertThat(ATTACKS.stream().map(Corpus.Entry::group).distinct().count())
        .isGreaterThanOrEqualTo(70);
    assertThat(Corpus.read("legitimate.sql")).hasSizeGreaterThanOrEqualTo(150);
    assertThat(Corpus.read("tpch.sql")).hasSize(22);
  }

  private static void isAllowed(String statement) {
    assertThat(Tpch.judge(statement, Tpch.OPEN, Use.AD_HOC))
        .as(statement)
        .isInstanceOf(Verdict.Allowed.class);
  }

  private interface Check {
    void on(String statement);
  }

  /** One test for each group, so that a report names what fails and stays short. */
  private static Stream<DynamicTest> tests(List<Corpus.Entry> entries, Check check) {
    return entries.stream()
        .map(Corpus.Entry::group)
        .distinct()
        .map(
            group ->
                DynamicTest.dynamicTest(
                    group,
                    () ->
                        entries.stream()
                            .filter(entry -> entry.group().equals(group))
                            .forEach(entry -> check.on(entry.statement()))));
  }
}
