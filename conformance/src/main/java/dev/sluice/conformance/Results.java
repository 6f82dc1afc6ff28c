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
   * @param failed those that did not, by id
   * @param warned those that found something allowed but advised against, by id
   */
  public record Scenario(int passed, List<String> failed, List<String> warned) {

    /** Copies the lists. */
    public Scenario {
      failed = List.copyOf(failed);
      warned = List.copyOf(warned);
    }

    /** Whether no check failed. */
    public boolean passes() {
      return failed.isEmpty();
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
    List<String> warned = new ArrayList<>();
    for (JsonNode check : checks) {
      String id = check.path("id").asString("");
      switch (check.path("status").asString("")) {
        case "SUCCESS" -> passed++;
        case "FAILURE" -> failed.add(id);
        case "WARNING" -> warned.add(id);
        default -> {
          // INFO and SKIPPED say nothing of us.
        }
      }
    }
    return new Scenario(passed, failed, warned);
  }
}
