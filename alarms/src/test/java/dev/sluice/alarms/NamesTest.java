package dev.sluice.alarms;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.alarms.dashboard.Dashboards;
import dev.sluice.telemetry.EmfTelemetry;
import dev.sluice.telemetry.Metric;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Names that functions emit, that alarms look at, and that dashboards show: the same. */
class NamesTest {
  private static final Path ROOT = Path.of("..");
  private static final AlarmSet SET = AlarmSet.read(Path.of("set"));

  /**
   * They have an alarm of another kind: the authorizer throws at each bad token, and what breaks it
   * is a 5xx of the API; a release stops by the check; silence tells of the beat.
   */
  private static final Set<String> WITHOUT_ERRORS_ALARM = Set.of("authorizer", "check", "beat");

  @Test
  void metrics_eachOfOurs_isMeasuredSomewhere() throws IOException {
    String code = code();
    assertThat(Arrays.stream(Metric.values()))
        .as("a metric that nothing emits is no metric")
        .allMatch(
            metric ->
                Pattern.compile("measure\\(\\s*Metric\\." + metric.name() + "\\b")
                    .matcher(code)
                    .find());
  }

  @Test
  void dashboards_metricsOfOurs_areThoseThatAreEmitted() {
    assertThat(onDashboards(Source.OURS))
        .isEqualTo(
            Arrays.stream(Metric.values())
                .map(Metric::metricName)
                .collect(Collectors.toCollection(TreeSet::new)));
  }

  @Test
  void dashboards_metricsOfAws_standInTheList() throws IOException {
    String list = Files.readString(Path.of("aws-metrics.txt"));
    for (String each : onDashboards("AWS/")) {
      assertThat(list).contains(each + " ");
    }
  }

  @Test
  void traces_metrics_areOnDashboards() throws IOException {
    Set<String> shown = onDashboards(Source.OURS);
    try (Stream<Path> traces = Files.list(Path.of("traces"))) {
      for (Path trace : traces.filter(file -> file.toString().endsWith(".jsonl")).toList()) {
        assertThat(
                TraceReader.read(trace).stream()
                    .filter(point -> point.namespace().equals(Source.OURS))
                    .map(Point::metric)
                    .collect(Collectors.toSet()))
            .as("%s", trace)
            .isNotEmpty()
            .isSubsetOf(shown);
      }
    }
  }

  /** CloudWatch keeps values of a minute otherwise, and an alarm of 10 s sees one in six. */
  @Test
  void alarms_underAMinute_lookAtMetricsKeptByTheSecond() {
    SET.metricAlarms().stream()
        .filter(alarm -> alarm.periodSeconds() < 60)
        .forEach(
            alarm ->
                assertThat(alarm.sources().values())
                    .as(alarm.name())
                    .allMatch(
                        source ->
                            Arrays.stream(Metric.values())
                                .anyMatch(
                                    metric ->
                                        metric.metricName().equals(source.metric())
                                            && metric.isFast())));
  }

  @Test
  void namespace_ofAlarms_isThatOfTelemetry() {
    assertThat(Source.OURS).isEqualTo(EmfTelemetry.NAMESPACE);
  }

  @Test
  void functions_eachHandler_hasAnAlarmOnItsErrors() throws IOException {
    Set<String> functions = new TreeSet<>();
    try (Stream<Path> files = Files.walk(ROOT.resolve("functions"))) {
      files
          .filter(file -> file.toString().contains("-function/src/main"))
          .map(file -> String.valueOf(file.getFileName()))
          .filter(name -> name.endsWith("Handler.java"))
          .map(name -> name.replace("Handler.java", "").toLowerCase(Locale.ROOT))
          .filter(name -> !WITHOUT_ERRORS_ALARM.contains(name))
          .forEach(functions::add);
    }
    assertThat(functions).contains("mcp", "task", "sweep");
    assertThat(dimensions("Errors", "FunctionName"))
        .containsAll(functions.stream().map(name -> name + "-function").toList());
  }

  @Test
  void stateMachines_each_hasAnAlarmOnItsFailures() throws IOException {
    try (Stream<Path> files = Files.list(ROOT.resolve("statemachines"))) {
      List<String> machines =
          files
              .map(file -> String.valueOf(file.getFileName()))
              .filter(name -> name.endsWith(".asl.json"))
              .map(name -> name.replace(".asl.json", ""))
              .toList();
      assertThat(dimensions("ExecutionsFailed", "StateMachineArn")).containsAll(machines);
    }
  }

  @Test
  void queues_deadLetters_haveAnAlarm() {
    assertThat(dimensions("ApproximateNumberOfMessagesVisible", "QueueName"))
        .containsExactly("dead-letters", "undelivered");
  }

  private static Set<String> dimensions(String metric, String dimension) {
    return SET.metricAlarms().stream()
        .flatMap(alarm -> alarm.sources().values().stream())
        .filter(source -> source.metric().equals(metric))
        .map(source -> source.dimensions().getOrDefault(dimension, ""))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Metrics of namespaces that begin so: ours by name, AWS's with their namespace. */
  private static Set<String> onDashboards(String namespace) {
    Set<String> names = new TreeSet<>();
    Pattern searched = Pattern.compile("MetricName=\"(\\w+)\"");
    for (Map.Entry<String, String> each : Dashboards.all(SET).entrySet()) {
      JsonNode body = JsonMapper.shared().readTree(each.getValue());
      for (JsonNode widget : body.path("widgets")) {
        for (JsonNode line : widget.at("/properties/metrics")) {
          String first = line.get(0).asString("");
          if (first.startsWith(namespace)) {
            String metric = line.get(1).asString();
            names.add(namespace.equals(Source.OURS) ? metric : first + " " + metric);
          } else if (namespace.equals(Source.OURS)) {
            searched
                .matcher(line.get(0).path("expression").asString(""))
                .results()
                .forEach(found -> names.add(found.group(1)));
          }
        }
      }
    }
    return names;
  }

  private static String code() throws IOException {
    StringBuilder code = new StringBuilder();
    try (Stream<Path> files = Files.walk(ROOT.resolve("functions"))) {
      for (Path file :
          files
              .filter(each -> each.toString().endsWith(".java"))
              .filter(each -> each.toString().contains("src/main"))
              .toList()) {
        code.append(Files.readString(file));
      }
    }
    return code.toString();
  }
}
