package dev.sluice.cdk;

import dev.sluice.cdk.plan.Deployment;
import dev.sluice.telemetry.Metric;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What an environment costs, counted in its templates.
 *
 * @param environment its name
 * @param date of the prices
 * @param atRest in a month in which nobody calls
 * @param perMillion of a million warm calls
 */
record Cost(String environment, String date, List<Line> atRest, List<Line> perMillion) {
  private static final int HOURS = 730;
  private static final int MINUTES = HOURS * 60;

  /** It waits between its looks, and waiting is paid for. */
  private static final int PROBE_SECONDS = 51;

  private static final double MILLION = 1e6;
  private static final double MEBIBYTES_PER_GIBIBYTE = 1024;
  private static final double BYTES_PER_GIBIBYTE = 1 << 30;
  private static final double MILLIS_PER_SECOND = 1000;
  private static final String ENDPOINT = "AWS::EC2::VPCEndpoint";
  private static final String INSTANCE = "AWS::RDS::DBInstance";
  private static final String ALARM_METRIC = "AWS::CloudWatch::Alarm metric";
  private static final String DASHBOARD = "AWS::CloudWatch::Dashboard";
  private static final int FREE_DASHBOARDS = 3;
  private static final int MINUTE_SECONDS = 60;
  private static final String FIREWALL = "AWS::WAFv2::WebACL";

  /**
   * A thing and what it costs.
   *
   * @param count how many
   * @param usd of all of them
   */
  record Line(String what, double count, double usd) {}

  static Cost of(Prices prices, Synthesis synthesis, Deployment plan) throws IOException {
    List<JsonNode> resources = new ArrayList<>();
    for (Path template : synthesis.templates(plan.name())) {
      JsonMapper.shared()
          .readTree(template.toFile())
          .path("Resources")
          .forEachEntry((_, resource) -> resources.add(resource));
    }
    return new Cost(
        plan.name(), prices.date(), atRest(prices, resources), perMillion(prices, resources));
  }

  double atRestUsd() {
    return atRest.stream().mapToDouble(Line::usd).sum();
  }

  double perMillionUsd() {
    return perMillion.stream().mapToDouble(Line::usd).sum();
  }

  void print(PrintWriter out) {
    out.printf(
        Locale.ROOT, "%s, prices of %s in us-east-1 (cdk/prices.json)%n%n", environment, date);
    print(out, "A month in which nobody calls", atRest, atRestUsd());
    out.println();
    print(out, "A million warm calls", perMillion, perMillionUsd());
    out.println();
    out.println("Not counted: storage, backups, data out, tasks ($25 a million transitions),");
    out.println("metrics by tool (some $1.20 a tool and month) and by version.");
  }

  private static void print(PrintWriter out, String title, List<Line> lines, double sum) {
    out.println(title);
    for (Line line : lines) {
      out.printf(Locale.ROOT, "  %-46s %8.1f %9.2f%n", line.what(), line.count(), line.usd());
    }
    out.printf(Locale.ROOT, "  %-46s %8s %9.2f US dollars%n", "in all", "", sum);
  }

  private static List<Line> atRest(Prices prices, List<JsonNode> resources) {
    List<Line> lines = new ArrayList<>();
    prices
        .monthly()
        .forEach(
            (what, usd) -> {
              double count =
                  switch (what) {
                    case FIREWALL + " rule" -> rules(resources);
                    case ALARM_METRIC -> alarmMetrics(resources, false);
                    case ALARM_METRIC + ", by the second" -> alarmMetrics(resources, true);
                    case DASHBOARD + " beyond three" ->
                        Math.max(0, count(resources, DASHBOARD) - FREE_DASHBOARDS);
                    case "Metric of ours" -> probed(resources) ? Metric.values().length : 0;
                    default -> count(resources, what);
                  };
              if (count > 0) {
                lines.add(new Line(what, count, count * usd));
              }
            });
    if (probed(resources)) {
      double seconds =
          memoryMiB(resources, "probe") / MEBIBYTES_PER_GIBIBYTE * PROBE_SECONDS * MINUTES;
      lines.add(
          new Line("Lambda, time of probe in GiB-s", seconds, seconds * prices.gibibyteSecond()));
    }
    prices
        .hourly()
        .forEach(
            (what, usd) -> {
              double count =
                  what.startsWith(ENDPOINT) ? endpointZones(resources) : capacity(resources);
              if (count > 0) {
                lines.add(new Line(what + ", by the hour", count, count * usd * HOURS));
              }
            });
    return lines;
  }

  private static List<Line> perMillion(Prices prices, List<JsonNode> resources) {
    List<Line> lines = new ArrayList<>();
    prices.perMillion().forEach((what, usd) -> lines.add(new Line(what, 1, usd)));
    for (String duty : List.of("mcp", "authorizer")) {
      double gibibytes = memoryMiB(resources, duty) / MEBIBYTES_PER_GIBIBYTE;
      double seconds = prices.assumption(duty + "Milliseconds") / MILLIS_PER_SECOND;
      lines.add(
          new Line(
              "Lambda, time of " + duty + " in GiB-s",
              gibibytes * seconds * MILLION,
              gibibytes * seconds * MILLION * prices.gibibyteSecond()));
    }
    double logged = prices.assumption("logBytesOfACall") * MILLION / BYTES_PER_GIBIBYTE;
    lines.add(new Line("Logs, GiB", logged, logged * prices.logsGibibyte()));
    return lines;
  }

  private static double count(List<JsonNode> resources, String type) {
    return resources.stream().filter(resource -> is(resource, type)).count();
  }

  /** Each metric that an alarm looks at is paid for, and more where it is kept by the second. */
  private static double alarmMetrics(List<JsonNode> resources, boolean bySecond) {
    return resources.stream()
        .filter(resource -> is(resource, "AWS::CloudWatch::Alarm"))
        .flatMap(alarm -> alarm.at("/Properties/Metrics").valueStream())
        .map(query -> query.at("/MetricStat/Period"))
        .filter(period -> period.isNumber() && period.asInt() < MINUTE_SECONDS == bySecond)
        .count();
  }

  /** The probe calls at night too, so that all metrics are written. */
  private static boolean probed(List<JsonNode> resources) {
    return resources.stream().anyMatch(Cost::isProbeRule);
  }

  private static boolean isProbeRule(JsonNode resource) {
    return is(resource, "AWS::Events::Rule")
        && resource.at("/Properties/Name").asString("").endsWith("-probe");
  }

  private static double rules(List<JsonNode> resources) {
    return resources.stream()
        .filter(resource -> is(resource, FIREWALL))
        .mapToInt(resource -> resource.at("/Properties/Rules").size())
        .sum();
  }

  private static double endpointZones(List<JsonNode> resources) {
    return resources.stream()
        .filter(resource -> is(resource, ENDPOINT))
        .mapToInt(resource -> resource.at("/Properties/SubnetIds").size())
        .sum();
  }

  /** What does not pause runs with the least capacity, in every instance. */
  private static double capacity(List<JsonNode> resources) {
    return resources.stream()
            .mapToDouble(
                resource ->
                    resource
                        .at("/Properties/ServerlessV2ScalingConfiguration/MinCapacity")
                        .asDouble(0))
            .sum()
        * count(resources, INSTANCE);
  }

  private static double memoryMiB(List<JsonNode> resources, String duty) {
    return resources.stream()
        .filter(resource -> is(resource, "AWS::Lambda::Function"))
        .map(resource -> resource.path("Properties"))
        .filter(function -> function.path("FunctionName").asString("").endsWith("-" + duty))
        .mapToInt(function -> function.path("MemorySize").asInt())
        .sum();
  }

  private static boolean is(JsonNode resource, String type) {
    return resource.path("Type").asString("").equals(type);
  }
}
