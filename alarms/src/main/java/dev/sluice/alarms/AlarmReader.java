package dev.sluice.alarms;

import dev.sluice.catalog.Fields;
import dev.sluice.catalog.Mistake;
import dev.sluice.catalog.Spelling;
import dev.sluice.catalog.YamlDocument;
import dev.sluice.telemetry.Metric;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Turns one file into an alarm, or into the mistakes that stand in its way. */
final class AlarmReader {
  private static final int MAX_TEXT_CHARS = 1_000;
  private static final int MAX_DAY_SECONDS = 86_400;
  private static final int MAX_EVALUATION_SECONDS = 604_800;
  private static final List<String> BOTH =
      List.of("says", "severity", "why", "rolls_back", "by_second_path", "cases");
  private static final List<String> OF_METRICS =
      List.of("metrics", "expression", "when", "period_seconds", "breaching", "missing");
  private static final List<String> NEEDED = List.of("quiet", "fires", "missing", "resolves");
  private static final Pattern WHEN = Pattern.compile("(>=?|<=?) ([0-9]+(?:\\.[0-9]+)?)");
  private static final Pattern M_OF_N = Pattern.compile("([0-9]{1,3}) of ([0-9]{1,3})");
  private static final Pattern STATISTIC =
      Pattern.compile("Sum|Average|Maximum|Minimum|SampleCount|p[1-9][0-9]");
  private static final Pattern RUN = Pattern.compile("(-|[0-9.]+|[OAI])(?:x([0-9]{1,4}))?");

  private final Fields fields;
  private final String name;
  private final List<Mistake> mistakes;
  private final int mistakesBefore;

  AlarmReader(YamlDocument document, String name, List<Mistake> mistakes) {
    ObjectNode root =
        document.root() instanceof ObjectNode object
            ? object
            : tools.jackson.databind.node.JsonNodeFactory.instance.objectNode();
    this.fields = new Fields(document, mistakes, "", root, "an alarm");
    this.name = name;
    this.mistakes = mistakes;
    this.mistakesBefore = mistakes.size();
  }

  Optional<Alarm> read() {
    boolean composite = fields.object().has("all_of");
    List<String> keys = new ArrayList<>(BOTH);
    keys.addAll(composite ? List.of("all_of") : OF_METRICS);
    fields.refuseOthers(keys);
    Optional<? extends Alarm> read = composite ? composite() : metric();
    return mistakes.size() > mistakesBefore ? Optional.empty() : read.map(Alarm.class::cast);
  }

  private Optional<CompositeAlarm> composite() {
    List<String> parts = new ArrayList<>();
    fields.object().get("all_of").forEach(part -> parts.add(part.asString("")));
    if (parts.size() < 2) {
      fields.add("all_of", "'all_of' has " + parts.size() + " alarms", "Name two or more");
    }
    return Optional.of(
        new CompositeAlarm(
            name,
            says(),
            severity(),
            why(),
            fields.flag("rolls_back", false),
            fields.flag("by_second_path", false),
            List.copyOf(parts),
            cases(parts)));
  }

  private Optional<MetricAlarm> metric() {
    Map<String, Source> sources = sources();
    Expression expression = null;
    try {
      expression =
          ExpressionReader.read(fields.text("expression", MAX_TEXT_CHARS), sources.keySet());
    } catch (IllegalArgumentException e) {
      fields.add(
          "expression",
          "the expression " + e.getMessage(),
          "Use metrics, numbers, + - * / < <= > >=, FILL(metric, 0) and IF(test, then, else)");
    }
    String[] when = parts("when", WHEN, "'> 5', '>= 1' or '< 1'");
    String[] breaching = parts("breaching", M_OF_N, "'2 of 3'");
    int period = fields.integer("period_seconds", 10, MAX_DAY_SECONDS, 60);
    int m = Integer.parseInt(breaching[0]);
    int n = Integer.parseInt(breaching[1]);
    if (period != 10 && period != 20 && period != 30 && period % 60 != 0) {
      fields.add(
          "period_seconds", "a period of " + period + " s", "Write 10, 20, 30 or whole minutes");
    }
    if (m < 1 || m > n) {
      fields.add("breaching", m + " of " + n + " cannot be", "Write M of N, M from 1 to N");
    }
    if ((long) period * n > (period < 3600 ? MAX_DAY_SECONDS : MAX_EVALUATION_SECONDS)) {
      fields.add(
          "breaching",
          n + " periods of " + period + " s are more than CloudWatch looks back",
          "Stay within a day, or within 7 days where a period is an hour or more");
    }
    double threshold = Double.parseDouble(when[1]);
    if (sources.size() == 1 && threshold != Math.rint(threshold)) {
      fields.add("when", "one metric alone is compared with a fraction", "Write a whole number");
    }
    Map<String, AlarmCase> cases = cases(List.copyOf(sources.keySet()));
    if (expression == null) {
      return Optional.empty();
    }
    return Optional.of(
        new MetricAlarm(
            name,
            says(),
            severity(),
            why(),
            fields.flag("rolls_back", false),
            fields.flag("by_second_path", false),
            sources,
            expression,
            Arrays.stream(Comparison.values())
                .filter(each -> each.sign().equals(when[0]))
                .findFirst()
                .orElse(Comparison.GREATER),
            threshold,
            period,
            m,
            n,
            fields.choice("missing", MissingData.class, MissingData.MISSING),
            cases));
  }

  private String says() {
    return fields.text("says", MAX_TEXT_CHARS);
  }

  private String why() {
    return fields.text("why", MAX_TEXT_CHARS);
  }

  private Severity severity() {
    fields.text("severity", 10);
    return fields.choice("severity", Severity.class, Severity.TICKET);
  }

  private String[] parts(String key, Pattern form, String example) {
    Matcher matcher = form.matcher(fields.text(key, 40));
    if (matcher.matches()) {
      return new String[] {matcher.group(1), matcher.group(2)};
    }
    fields.add(key, "'" + key + "' cannot be read", "Write it like " + example);
    return new String[] {"1", "1"};
  }

  private Map<String, Source> sources() {
    Map<String, Source> sources = new LinkedHashMap<>();
    fields
        .mapping("metrics", "the metrics", "calls: { metric: calls_count, statistic: Sum }")
        .ifPresent(
            all -> {
              for (String id : all.object().propertyNames()) {
                all.mapping(id, "a metric", "{ metric: calls_count, statistic: Sum }")
                    .ifPresent(source -> sources.put(id, source(source)));
              }
            });
    if (sources.isEmpty()) {
      fields.add("metrics", "there are no metrics", "Name at least one");
    }
    return Collections.unmodifiableMap(sources);
  }

  private Source source(Fields source) {
    source.refuseOthers(List.of("metric", "namespace", "dimensions", "statistic"));
    String metric = source.text("metric", 255);
    String namespace =
        source.object().has("namespace") ? source.text("namespace", 255) : Source.OURS;
    String statistic = source.text("statistic", 12);
    if (!STATISTIC.matcher(statistic).matches()) {
      source.add(
          "statistic",
          "'" + statistic + "' is no statistic",
          "Write Sum, Average, Maximum, Minimum, SampleCount or p95");
    }
    List<String> ours = Arrays.stream(Metric.values()).map(Metric::metricName).toList();
    if (namespace.equals(Source.OURS) && !ours.contains(metric)) {
      source.add(
          "metric",
          "Sluice emits no metric '" + metric + "'",
          Spelling.nearest(metric, ours)
              .map(near -> "Write '" + near + "', if that was meant")
              .orElse("Take a name of telemetry's Metric, or name AWS's 'namespace'"));
    }
    Map<String, String> dimensions = new LinkedHashMap<>();
    JsonNode written = source.object().get("dimensions");
    if (written instanceof ObjectNode object) {
      object
          .properties()
          .forEach(entry -> dimensions.put(entry.getKey(), entry.getValue().asString("")));
    }
    return new Source(namespace, metric, Collections.unmodifiableMap(dimensions), statistic);
  }

  private Map<String, AlarmCase> cases(List<String> ids) {
    Map<String, AlarmCase> cases = new LinkedHashMap<>();
    fields
        .mapping("cases", "the cases", "quiet: { given: { calls: 83x5 }, states: Ox5 }")
        .ifPresent(
            all -> {
              for (String each : all.object().propertyNames()) {
                all.mapping(each, "a case", "{ given: { calls: 83x5 }, states: Ox5 }")
                    .ifPresent(one -> cases.put(each, one(one, ids)));
              }
            });
    for (String needed : NEEDED) {
      if (!cases.containsKey(needed)) {
        fields.add(
            "cases", "there is no case '" + needed + "'", "Add it: what is given, and the states");
      }
    }
    return Collections.unmodifiableMap(cases);
  }

  private AlarmCase one(Fields one, List<String> ids) {
    one.refuseOthers(List.of("given", "states"));
    double[] states = series(one, "states", one.text("states", MAX_TEXT_CHARS));
    Map<String, double[]> given = new LinkedHashMap<>();
    JsonNode written = one.object().get("given");
    for (String id : ids) {
      String text = written == null ? "" : written.path(id).asString("");
      double[] values = series(one, "given", text);
      if (values.length != states.length) {
        one.add(
            "given",
            "'" + id + "' has " + values.length + " periods, 'states' has " + states.length,
            "Give each as many, '-' where there is no value");
      }
      given.put(id, values);
    }
    return new AlarmCase(given, Arrays.stream(states).mapToObj(AlarmState::numbered).toList());
  }

  /** Runs such as {@code 83x5 - 90}: a value, and how many periods it lasts. */
  private static double[] series(Fields one, String key, String text) {
    List<Double> values = new ArrayList<>();
    for (String word : text.strip().split("\\s+", -1)) {
      Matcher run = RUN.matcher(word);
      if (!run.matches()) {
        one.add(
            key, "'" + word + "' cannot be read", "Write a value and how often, like 83x5 or -x3");
        continue;
      }
      String value = run.group(1);
      double number =
          switch (value) {
            case "-" -> Double.NaN;
            case "O" -> 0;
            case "A" -> 1;
            case "I" -> 2;
            default -> Double.parseDouble(value);
          };
      int times = run.group(2) == null ? 1 : Integer.parseInt(run.group(2));
      values.addAll(Collections.nCopies(times, number));
    }
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
