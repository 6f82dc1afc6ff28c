package dev.sluice.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the suite wrote down of a run.
 *
 * @param scenarios by name
 */
public record Results(Map<String, Scenario> scenarios) {
  /** {@code server-NAME-TIME}, a folder for each scenario. */
  private static final Pattern FOLDER =
      Pattern.compile("server-(.+)-\\d{4}-\\d{2}-\\d{2}T[-0-9]+Z");

  private static final JsonMapper JSON = JsonMapper.shared();

  /** Copies the map. */
  public Results {
    scenarios = Map.copyOf(scenarios);
  }

  /**
   * One scenario.
   *
   * @param passed how many of its checks did
   * @param failed those that failed or warned, by id
   */
  public record Scenario(int passed, List<String> failed) {

    /** Copies the list. */
    public Scenario {
      failed = List.copyOf(failed);
    }
  }

  /** Reads the suite's folder. */
  static Results read(Path folder) throws IOException {
    Map<String, Scenario> scenarios = new TreeMap<>();
    try (Stream<Path> folders = Files.list(folder)) {
      for (Path each : folders.toList()) {
        Matcher name = FOLDER.matcher(String.valueOf(each.getFileName()));
        Path checks = each.resolve("checks.json");
        if (name.matches() && Files.exists(checks)) {
          scenarios.put(name.group(1), scenario(JSON.readTree(checks)));
        }
      }
    }
    return new Results(scenarios);
  }

  /** How many checks passed in all. */
  public int passed() {
    return scenarios.values().stream().mapToInt(Scenario::passed).sum();
  }

  private static Scenario scenario(JsonNode checks) {
    int passed = 0;
    List<String> failed = new ArrayList<>();
    for (JsonNode check : checks) {
      switch (check.path("status").asString("")) {
        case "SUCCESS" -> passed++;
        case "FAILURE", "WARNING" -> failed.add(check.path("id").asString(""));
        default -> {
          // INFO and SKIPPED say nothing of us.
        }
      }
    }
    return new Scenario(passed, failed);
  }
}
