package dev.sluice.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SuiteTest {
  private static final Results.Scenario PASSED = new Results.Scenario(2, List.of());

  @Test
  void faults_allPromisedPassed_areNone() {
    assertThat(Suite.faults(Revision.MODERN, new Results(promised()), List.of())).isEmpty();
  }

  @Test
  void faults_promisedFailedOrDidNotRun_areToldByName() {
    Map<String, Results.Scenario> scenarios = promised();
    scenarios.remove("tasks-lifecycle");
    scenarios.put("http-header-validation", new Results.Scenario(1, List.of("a", "b")));
    assertThat(Suite.faults(Revision.MODERN, new Results(scenarios), List.of()))
        .containsExactly("http-header-validation failed: a, b", "tasks-lifecycle did not run");
  }

  @Test
  void faults_expectedButNotRun_isTold() {
    assertThat(Suite.faults(Revision.LEGACY, new Results(Map.of("ping", PASSED)), List.of("pong")))
        .containsExactly("the baseline expects pong to fail, which the suite does not run");
  }

  @Test
  void exitStatus_suitePassedWithAFault_isAFailure() {
    Results none = new Results(Map.of());
    assertThat(new Suite.Verdict(0, none, List.of()).exitStatus()).isZero();
    assertThat(new Suite.Verdict(0, none, List.of("a fault")).exitStatus()).isEqualTo(1);
    assertThat(new Suite.Verdict(1, none, List.of()).exitStatus()).isEqualTo(1);
  }

  private static Map<String, Results.Scenario> promised() {
    Map<String, Results.Scenario> scenarios = new TreeMap<>();
    Revision.MODERN.promised().forEach(name -> scenarios.put(name, PASSED));
    return scenarios;
  }
}
