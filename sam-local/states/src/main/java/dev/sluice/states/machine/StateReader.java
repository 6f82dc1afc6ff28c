package dev.sluice.states.machine;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** One state, read by its type. */
final class StateReader {
  /** Step Functions quotas: an inline map runs so many iterations at once at most. */
  private static final int MAX_CONCURRENCY = 40;

  private static final String INVOKE = "arn:aws:states:::lambda:invoke";
  private static final String WAIT_FOR_TOKEN = ".waitForTaskToken";
  private static final List<String> TYPES =
      List.of("Task", "Choice", "Map", "Parallel", "Wait", "Pass", "Succeed", "Fail");

  private final Fields fields;
  private final PathReader paths;

  private StateReader(Fields fields) {
    this.fields = fields;
    this.paths = new PathReader(fields);
  }

  /** The state; empty where its type is not known. */
  static Optional<State> read(Fields fields) {
    String type = fields.requiredText("Type", "Task");
    if (!TYPES.contains(type)) {
      if (!type.isEmpty()) {
        fields.add(
            "Type",
            "'" + type + "' is not a type of state",
            "Write one of " + String.join(", ", TYPES));
      }
      return Optional.empty();
    }
    Fields named = fields.as("a " + type + " state");
    State state = new StateReader(named).read(type);
    named.refuseOthers();
    return Optional.of(state);
  }

  private State read(String type) {
    return switch (type) {
      case "Task" -> task();
      case "Choice" -> choice();
      case "Map" -> map();
      case "Parallel" ->
          new ParallelState(
              paths.flow(),
              paths.template("Parameters"),
              branches(),
              RecoveryReader.read(fields),
              then());
      case "Wait" -> new WaitState(paths.ends(), until(), then());
      case "Pass" ->
          new PassState(
              paths.flowWithoutSelector(),
              paths.template("Parameters"),
              fields.get("Result"),
              then());
      case "Succeed" -> new SucceedState(paths.ends());
      case "Fail" -> fail();
      default -> throw new IllegalStateException(type);
    };
  }

  private TaskState task() {
    String resource = fields.requiredText("Resource", INVOKE);
    boolean waitsForToken = resource.equals(INVOKE + WAIT_FOR_TOKEN);
    if (!resource.isEmpty() && !waitsForToken && !resource.equals(INVOKE)) {
      fields.add(
          "Resource",
          "'" + resource + "' is not run here",
          "Write '" + INVOKE + "' or '" + INVOKE + WAIT_FOR_TOKEN + "'");
    }
    Integer timeoutSeconds = fields.whole("TimeoutSeconds", 1, MachineReader.MAX_SECONDS);
    Integer heartbeatSeconds = fields.whole("HeartbeatSeconds", 1, MachineReader.MAX_SECONDS);
    if (heartbeatSeconds != null && !waitsForToken) {
      fields.add(
          "HeartbeatSeconds",
          "a function that answers by itself sends no heartbeat",
          "Leave it out, or wait for a token");
    }
    if (heartbeatSeconds != null && timeoutSeconds != null && heartbeatSeconds >= timeoutSeconds) {
      fields.add(
          "HeartbeatSeconds",
          "'HeartbeatSeconds' is not less than 'TimeoutSeconds'",
          "Write less than " + timeoutSeconds);
    }
    return new TaskState(
        paths.flow(),
        parameters(waitsForToken),
        waitsForToken,
        timeoutSeconds,
        heartbeatSeconds,
        RecoveryReader.read(fields),
        then());
  }

  private Template parameters(boolean waitsForToken) {
    fields
        .required("Parameters", "the parameters of lambda:invoke")
        .ifPresent(
            invoke -> {
              if (!invoke.has("FunctionName") && !invoke.has("FunctionName" + Template.SUFFIX)) {
                invoke.add("", "no function is named", "Write \"FunctionName\": \"…\"");
              }
              invoke.has("Payload");
              invoke.has("Payload" + Template.SUFFIX);
              invoke.refuseOthers();
            });
    @Nullable Template template = paths.templateOfTask("Parameters");
    if (template == null) {
      return paths.nothing();
    }
    boolean givesToken = template.paths().containsKey(PathReader.TASK_TOKEN);
    if (waitsForToken && !givesToken) {
      fields.add(
          "Parameters",
          "the function is not told the token that this state waits for",
          "Write \"token.$\": \"" + PathReader.TASK_TOKEN + "\" in its payload");
    }
    if (givesToken && !waitsForToken) {
      fields.add(
          "Parameters",
          "there is a token only where the resource ends in '" + WAIT_FOR_TOKEN + "'",
          "Write that resource, or leave the token out");
    }
    return template;
  }

  private ChoiceState choice() {
    List<Fields> rules = fields.objects("Choices", "a rule");
    if (!fields.has("Choices")) {
      fields.add("", "a Choice state has no 'Choices'", "Write \"Choices\": […]");
    }
    List<ChoiceState.Branch> branches =
        rules.stream()
            .map(
                rule -> {
                  String next = rule.requiredText("Next", "Next");
                  return new ChoiceState.Branch(RuleReader.read(rule), next);
                })
            .toList();
    return new ChoiceState(paths.ends(), branches, fields.text("Default"));
  }

  private MapState map() {
    Graph each =
        fields
            .required("ItemProcessor", "an item processor")
            .map(
                processor -> {
                  processor
                      .object("ProcessorConfig", "a processor's configuration")
                      .ifPresent(StateReader::checkInline);
                  return MachineReader.graph(processor);
                })
            .orElseGet(MachineReader::none);
    int maxConcurrency = fields.whole("MaxConcurrency", 0, MAX_CONCURRENCY, 0);
    return new MapState(
        paths.flow(),
        paths.path("ItemsPath"),
        paths.templateOfItems("ItemSelector"),
        maxConcurrency == 0 ? MAX_CONCURRENCY : maxConcurrency,
        each,
        RecoveryReader.read(fields),
        then());
  }

  private static void checkInline(Fields configuration) {
    String mode = configuration.text("Mode");
    if (mode != null && !mode.equals("INLINE")) {
      configuration.add("Mode", "'" + mode + "' is not run here", "Write 'INLINE'");
    }
    configuration.refuseOthers();
  }

  private List<Graph> branches() {
    List<Graph> branches =
        fields.objects("Branches", "a branch").stream().map(MachineReader::graph).toList();
    if (!fields.has("Branches")) {
      fields.add("", "a Parallel state has no 'Branches'", "Write \"Branches\": […]");
    }
    return branches;
  }

  private WaitState.Until until() {
    List<String> ways =
        List.of("Seconds", "Timestamp", "SecondsPath", "TimestampPath").stream()
            .filter(fields::has)
            .toList();
    if (ways.size() != 1) {
      fields.add(
          "",
          "a Wait state has " + ways.size() + " of the fields that say how long",
          "Write one of Seconds, Timestamp, SecondsPath, TimestampPath");
      return new WaitState.Until.Seconds(0);
    }
    return switch (ways.getFirst()) {
      case "SecondsPath" -> new WaitState.Until.SecondsAt(paths.path("SecondsPath"));
      case "TimestampPath" -> new WaitState.Until.MomentAt(paths.path("TimestampPath"));
      case "Timestamp" -> moment();
      default ->
          new WaitState.Until.Seconds(fields.whole("Seconds", 0, MachineReader.MAX_SECONDS, 0));
    };
  }

  private WaitState.Until moment() {
    @Nullable JsonNode value = fields.get("Timestamp");
    return value == null
        ? new WaitState.Until.Seconds(0)
        : Operator.moment(value)
            .<WaitState.Until>map(WaitState.Until.Moment::new)
            .orElseGet(
                () -> {
                  fields.add(
                      "Timestamp",
                      "'Timestamp' is " + value,
                      "Write a moment such as \"2026-11-26T00:00:00Z\"");
                  return new WaitState.Until.Seconds(0);
                });
  }

  private FailState fail() {
    for (String field : List.of("Error", "Cause")) {
      if (fields.has(field) && fields.has(field + "Path")) {
        fields.add(field, "there is a path for it as well", "Keep one of the two");
      }
    }
    return new FailState(
        fields.text("Error"),
        fields.has("ErrorPath") ? paths.path("ErrorPath") : null,
        fields.text("Cause"),
        fields.has("CausePath") ? paths.path("CausePath") : null);
  }

  private Transition then() {
    @Nullable String next = fields.text("Next");
    @Nullable JsonNode end = fields.get("End");
    boolean ends = end != null && end.isBoolean() && end.asBoolean();
    if (ends == fields.has("Next") || (end != null && !ends)) {
      fields.add(
          "",
          "it must either lead to a state or end",
          "Write \"Next\": \"…\" or \"End\": true, one of the two");
    }
    return new Transition(next);
  }
}
