package dev.sluice.cdk;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What things cost, from one file with a date.
 *
 * @param date of the file's figures
 * @param monthly of one of a kind, in US dollars
 * @param hourly of one of a kind, in US dollars
 * @param perMillion of a million calls, in US dollars
 * @param gibibyteSecond of Lambda
 * @param logsGibibyte of what is written to logs
 * @param assumed what is not in a template
 */
record Prices(
    String date,
    Map<String, Double> monthly,
    Map<String, Double> hourly,
    Map<String, Double> perMillion,
    double gibibyteSecond,
    double logsGibibyte,
    Map<String, Double> assumed) {

  static Prices read(Path file) {
    JsonNode json = JsonMapper.shared().readTree(file.toFile());
    Map<String, Double> assumed = new LinkedHashMap<>();
    json.path("assumed").forEachEntry((name, value) -> assumed.put(name, value.asDouble()));
    return new Prices(
        json.path("of").asString(),
        table(json.path("monthly")),
        table(json.path("hourly")),
        table(json.path("perMillion")),
        json.path("lambdaGibibyteSecond").path("usd").asDouble(),
        json.path("logsGibibyte").path("usd").asDouble(),
        assumed);
  }

  /** One of what is assumed. Throws {@link CloudException} where the file has none. */
  double assumption(String name) {
    Double value = assumed.get(name);
    if (value == null) {
      throw new CloudException("prices.json lacks assumed." + name + ": write a number");
    }
    return value;
  }

  private static Map<String, Double> table(JsonNode json) {
    Map<String, Double> table = new LinkedHashMap<>();
    json.forEachEntry((name, value) -> table.put(name, value.path("usd").asDouble()));
    return table;
  }
}
