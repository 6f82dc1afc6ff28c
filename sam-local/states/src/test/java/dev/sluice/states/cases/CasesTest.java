package dev.sluice.states.cases;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.states.machine.StateMachine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The project's own machines, case by case. */
class CasesTest {
  private static final Path ROOT = Path.of("../..");

  static final List<Path> FILES =
      List.of(
          ROOT.resolve("statemachines/query-task.cases.json"),
          ROOT.resolve("statemachines/erasure.cases.json"),
          ROOT.resolve(
              "functions/testkit/src/main/resources/dev/sluice/testkit/conformance/ask-task.cases.json"));

  @TestFactory
  Stream<DynamicTest> case_run_callsAndEndsAsTheFileSays() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    for (Path path : FILES) {
      CaseFile file = CaseFile.read(path);
      StateMachine machine = file.stateMachine();
      for (MachineCase one : file.cases()) {
        tests.add(
            DynamicTest.dynamicTest(
                machine.name() + ": " + one.name(),
                () -> assertThat(CaseRun.run(machine, one)).isEqualTo(one.expected().trace())));
      }
    }
    return tests.stream();
  }
}
