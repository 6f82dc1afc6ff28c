package dev.sluice.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SuiteTest {
  private static final Results.Scenario PASSED =
      new Results.Scenario(2, List.of(), List.of("a warning"));
  private static final Results.Scenario FAILED =
      new Results.Scenario(1, List.of("a", "b"), List.of());

  @Test
  void faults_allPassed_areNone() {
    assertThat(faults(0, all(Map.of()))).isEmpty();
  }

  @Test
  void faults_failedAsExpected_areNone() {
    assertThat(faults(1, all(Map.of("known", FAILED)), "known")).isEmpty();
  }

  @Test
  void faults_failed_isToldByNameAndCheck() {
    assertThat(faults(1, all(Map.of("known", FAILED, "new", FAILED)), "known"))
        .containsExactly("new failed: a, b");
  }

  @Test
  void faults_expectedButPassed_isTold() {
    assertThat(faults(0, all(Map.of("known", PASSED)), "known"))
        .containsExactly("known passes: take it out of the baseline");
  }

  @Test
  void faults_expectedButNotRun_isTold() {
    assertThat(faults(0, all(Map.of()), "pong"))
        .containsExactly("the baseline expects pong to fail, which the suite does not run");
  }

  @Test
  void faults_aScenarioLeftNoResult_isTold() {
    Map<String, Results.Scenario> scenarios = all(Map.of("known", FAILED));
    scenarios.remove("scenario-7");
    assertThat(faults(1, scenarios, "known")).containsExactly("only 32 of 33 scenarios ran");
  }

  @Test
  void faults_suiteFailedByItself_isTold() {
    assertThat(faults(3, all(Map.of())))
        .containsExactly("the suite ended with status 3, though no check failed");
  }

  @Test
  void exitStatus_aFault_isAFailure() {
    Results none = new Results(Map.of());
    assertThat(new Suite.Verdict(none, List.of()).exitStatus()).isZero();
    assertThat(new Suite.Verdict(none, List.of("a fault")).exitStatus()).isEqualTo(1);
  }

  private static List<String> faults(
      int status, Map<String, Results.Scenario> scenarios, String... expected) {
    return Suite.faults(Revision.LEGACY, status, new Results(scenarios), List.of(expected));
  }

  /** As many as the revision has, the given ones among them, the rest passed. */
  private static Map<String, Results.Scenario> all(Map<String, Results.Scenario> given) {
    Map<String, Results.Scenario> scenarios = new TreeMap<>(given);
    IntStream.range(given.size(), Revision.LEGACY.scenarios())
        .forEach(each -> scenarios.put("scenario-" + each, PASSED));
    return scenarios;
  }
}
