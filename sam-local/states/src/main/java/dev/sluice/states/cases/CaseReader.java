package dev.sluice.states.cases;

import dev.sluice.states.cases.Scripted.Reaction;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** One case, read. What is not known is refused, so that no expectation is lost to a slip. */
final class CaseReader {
  private static final Set<String> REACTIONS = Set.of("answers", "answersBytes", "fails", "hangs");

  private CaseReader() {}

  static MachineCase read(JsonNode one) {
    String name = one.path("name").asString("");
    onlyFields(
        one,
        name,
        Set.of("name", "input", "calls", "status", "error", "cause", "differences", "notRun"));
    MachineCase.Expected expected = expected(name, one, one);
    Map<String, MachineCase.Difference> differences = new LinkedHashMap<>();
    one.path("differences")
        .properties()
        .forEach(
            entry -> {
              JsonNode other = entry.getValue();
              onlyFields(other, name, Set.of("why", "calls", "status", "error", "cause"));
              differences.put(
                  entry.getKey(),
                  new MachineCase.Difference(
                      other.get("why").asString(), expected(name, other, one)));
            });
    Map<String, String> notRun = new LinkedHashMap<>();
    one.path("notRun")
        .properties()
        .forEach(entry -> notRun.put(entry.getKey(), entry.getValue().asString()));
    return new MachineCase(name, one.path("input"), expected, differences, notRun);
  }

  /** What stands in the one, else what stands in the other. */
  private static MachineCase.Expected expected(String name, JsonNode first, JsonNode second) {
    JsonNode calls = first.has("calls") ? first.get("calls") : second.get("calls");
    // Whoever says how it ends says all of it.
    JsonNode ending = first.has("status") ? first : second;
    List<Scripted> all = new ArrayList<>();
    calls.forEach(call -> all.addAll(calls(name, call)));
    return new MachineCase.Expected(
        all,
        ending.path("status").asString(),
        ending.path("error").asStringOpt(),
        ending.path("cause").asStringOpt());
  }

  /** One call for each of the times. */
  private static List<Scripted> calls(String name, JsonNode call) {
    onlyFields(call, name, plus(REACTIONS, "at", "payload", "token"));
    JsonNode at = call.get("at");
    Stream<JsonNode> times = at.isArray() ? at.valueStream() : Stream.of(at);
    return times
        .map(
            time ->
                new Scripted(
                    new Call(time.asLong(), call.get("payload")),
                    reaction(name, call),
                    call.has("token")
                        ? Optional.of(token(name, call.get("token")))
                        : Optional.empty()))
        .toList();
  }

  private static Scripted.TokenUse token(String name, JsonNode token) {
    onlyFields(token, name, plus(REACTIONS, "heartbeats", "after"));
    return new Scripted.TokenUse(
        token.path("heartbeats").valueStream().map(JsonNode::asInt).toList(),
        token.get("after").asInt(),
        reaction(name, token));
  }

  private static Reaction reaction(String name, JsonNode call) {
    List<String> given = REACTIONS.stream().filter(call::has).toList();
    if (given.size() != 1) {
      throw new IllegalArgumentException(
          "case '" + name + "': " + call + " has " + given.size() + " of " + REACTIONS);
    }
    JsonNode value = call.get(given.getFirst());
    return switch (given.getFirst()) {
      case "answers" -> new Reaction.Answers(value);
      case "answersBytes" -> new Reaction.AnswersBytes(value.asInt());
      case "fails" ->
          new Reaction.Fails(
              value.get("errorType").asString(), value.get("errorMessage").asString());
      default -> new Reaction.Hangs();
    };
  }

  static void onlyFields(JsonNode object, String where, Set<String> known) {
    for (String field : object.propertyNames()) {
      if (!known.contains(field)) {
        throw new IllegalArgumentException(
            "case '" + where + "': '" + field + "' is not a field; write one of " + known);
      }
    }
  }

  private static Set<String> plus(Set<String> some, String... more) {
    return Stream.concat(some.stream(), Stream.of(more)).collect(Collectors.toUnmodifiableSet());
  }
}
