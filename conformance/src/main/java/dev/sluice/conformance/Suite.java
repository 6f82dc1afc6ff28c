package dev.sluice.conformance;

import dev.sluice.npm.Folders;
import dev.sluice.npm.NodePackages;
import dev.sluice.npm.Program;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
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
   * @param results what the suite found
   * @param faults why the run is no pass, a line each
   */
  public record Verdict(Results results, List<String> faults) {

    /** Copies the list. */
    public Verdict {
      faults = List.copyOf(faults);
    }

    /** The status to end with, the suite's own: 0 passed, or failed as expected. */
    public int exitStatus() {
      return faults.isEmpty() ? 0 : 1;
    }
  }

  /**
   * Runs what a revision requires, and what Sluice promises beyond. The baseline is not handed to
   * the suite, which would count its warnings as failures.
   *
   * @param baseline the scenarios that are known to fail; one that passes is a fault
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
            "--output-dir",
            folder.toAbsolutePath().toString());
    suite.redirectErrorStream(true).redirectOutput(output);
    int status = Program.run(suite, LIMIT, "the suite does not start");
    Results results = Results.read(folder);
    return new Verdict(results, faults(revision, status, results, expected(baseline)));
  }

  static List<String> faults(
      Revision revision, int status, Results results, List<String> expected) {
    List<String> faults = new ArrayList<>();
    new TreeMap<>(results.scenarios())
        .forEach(
            (name, scenario) -> {
              if (scenario.passes() && expected.contains(name)) {
                faults.add(name + " passes: take it out of the baseline");
              } else if (!scenario.passes() && !expected.contains(name)) {
                faults.add(name + " failed: " + String.join(", ", scenario.failed()));
              }
            });
    expected.stream()
        .filter(name -> !results.scenarios().containsKey(name))
        .map(name -> "the baseline expects " + name + " to fail, which the suite does not run")
        .forEach(faults::add);
    int ran = results.scenarios().size();
    if (ran < revision.scenarios()) {
      faults.add("only %d of %d scenarios ran".formatted(ran, revision.scenarios()));
    }
    if (status != 0 && results.scenarios().values().stream().allMatch(Results.Scenario::passes)) {
      faults.add("the suite ended with status " + status + ", though no check failed");
    }
    return faults;
  }

  /** The scenarios of a baseline, each on a line of its own. */
  private static List<String> expected(Path baseline) throws IOException {
    try (Stream<String> lines = Files.lines(baseline)) {
      return lines
          .map(String::strip)
          .filter(line -> line.startsWith("- "))
          .map(line -> line.substring(2).strip())
          .toList();
    }
  }
}
