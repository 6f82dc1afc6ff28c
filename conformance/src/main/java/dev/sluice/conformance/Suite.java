package dev.sluice.conformance;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The official suite.
 *
 * @param packages where it is installed
 * @param output where what it prints goes
 */
public record Suite(NodePackages packages, Redirect output) {
  /** It takes 5 to 15 s on two quiet cores. */
  private static final Duration LIMIT = Duration.ofMinutes(5);

  /**
   * How a run ended.
   *
   * @param status the suite's own: 0 when all that is required passed, or failed as expected
   * @param results what it found
   * @param faults what the suite lets pass and Sluice does not, a line each
   */
  public record Verdict(int status, Results results, List<String> faults) {

    /** Copies the list. */
    public Verdict {
      faults = List.copyOf(faults);
    }

    /** The status to end with. */
    public int exitStatus() {
      return status != 0 ? status : faults.isEmpty() ? 0 : 1;
    }
  }

  /**
   * Runs what a revision requires, and what Sluice promises beyond.
   *
   * @param baseline the scenarios that are known to fail; one that passes is a failure
   * @param folder for what the suite writes down; emptied first
   */
  public Verdict run(Revision revision, URI endpoint, Path baseline, Path folder)
      throws IOException, InterruptedException {
    Folders.delete(folder);
    Files.createDirectories(folder);
    ProcessBuilder suite =
        packages.node(
            packages.binary("conformance").toString(),
            "server",
            "--url",
            endpoint.toString(),
            "--requirements",
            revision.date(),
            "--expected-failures",
            baseline.toAbsolutePath().toString(),
            "--output-dir",
            folder.toAbsolutePath().toString());
    suite.redirectErrorStream(true).redirectOutput(output);
    int status = Program.run(suite, LIMIT, "the suite does not start");
    Results results = Results.read(folder);
    return new Verdict(status, results, faults(revision, results, expected(baseline)));
  }

  static List<String> faults(Revision revision, Results results, List<String> expected) {
    List<String> faults = new ArrayList<>();
    for (String name : revision.promised()) {
      Results.Scenario scenario = results.scenarios().get(name);
      if (scenario == null) {
        faults.add(name + " did not run");
      } else if (!scenario.failed().isEmpty()) {
        faults.add(name + " failed: " + String.join(", ", scenario.failed()));
      }
    }
    // The suite itself says which of the others are stale.
    for (String name : expected) {
      if (!results.scenarios().containsKey(name)) {
        faults.add("the baseline expects " + name + " to fail, which the suite does not run");
      }
    }
    return faults;
  }

  /** The scenarios of a baseline, each on a line of its own; a check may follow, after a colon. */
  private static List<String> expected(Path baseline) throws IOException {
    try (Stream<String> lines = Files.lines(baseline)) {
      return lines
          .map(String::strip)
          .filter(line -> line.startsWith("- "))
          .map(line -> line.substring(2).strip().replaceAll(":.*", ""))
          .toList();
    }
  }
}
