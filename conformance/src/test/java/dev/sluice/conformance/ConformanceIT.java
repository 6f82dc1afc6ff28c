package dev.sluice.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The official suite against the deployed handler. */
class ConformanceIT {
  @TempDir private Path scratch;

  @Test
  void suite_revision20260728_passesEveryCheck() throws Exception {
    Suite.Verdict verdict = run(Revision.MODERN, Places.baseline(Stage.HOME, Revision.MODERN));
    assertThat(verdict.faults()).as(this::printed).isEmpty();
    assertThat(verdict.results().scenarios())
        .allSatisfy((name, scenario) -> assertThat(scenario.warned()).as(name).isEmpty());
    assertThat(verdict.results().passed()).isGreaterThanOrEqualTo(190);
  }

  @Test
  void suite_revision20251125_failsOnlyWhatNeedsALiveStream() throws Exception {
    Suite.Verdict verdict = run(Revision.LEGACY, Places.baseline(Stage.HOME, Revision.LEGACY));
    assertThat(verdict.faults()).as(this::printed).isEmpty();
    assertThat(failed(verdict.results()))
        .containsExactlyInAnyOrder(
            "tools-call-sampling",
            "tools-call-elicitation",
            "elicitation-sep1034-defaults",
            "elicitation-sep1330-enums");
    assertThat(verdict.results().passed()).isGreaterThanOrEqualTo(63);
  }

  @Test
  void suite_baselineOfWhatPassesOrDoesNotExist_fails() throws Exception {
    Path stale = scratch.resolve("stale.yaml");
    Files.writeString(
        stale,
        Files.readString(Places.baseline(Stage.HOME, Revision.LEGACY))
            + "  - ping\n  - no-such-scenario\n");
    Suite.Verdict verdict = run(Revision.LEGACY, stale);
    assertThat(verdict.exitStatus()).isEqualTo(1);
    assertThat(verdict.faults())
        .containsExactly(
            "ping passes: take it out of the baseline",
            "the baseline expects no-such-scenario to fail, which the suite does not run");
  }

  private Suite.Verdict run(Revision revision, Path baseline) throws Exception {
    Suite suite = new Suite(Stage.packages(), Redirect.to(scratch.resolve("out").toFile()));
    return suite.run(revision, Stage.gateway().endpoint(), baseline, scratch.resolve("results"));
  }

  private static List<String> failed(Results results) {
    return results.scenarios().entrySet().stream()
        .filter(each -> !each.getValue().passes())
        .map(Map.Entry::getKey)
        .toList();
  }

  private String printed() {
    try {
      return Files.readString(scratch.resolve("out"));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
