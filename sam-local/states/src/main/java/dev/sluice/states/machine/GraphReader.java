package dev.sluice.states.machine;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** States and the ways between them: each must lead somewhere, and be led to. */
final class GraphReader {
  /** Step Functions quotas, "Maximum state name length". */
  private static final int MAX_NAME_CHARS = 80;

  private GraphReader() {}

  static Graph read(Fields fields) {
    String startAt = fields.requiredText("StartAt", "First");
    Map<String, State> states = new LinkedHashMap<>();
    fields
        .required("States", "the states")
        .ifPresent(
            all -> {
              for (String name : all.names()) {
                readState(all, name, states);
              }
              if (all.names().isEmpty()) {
                all.add("", "there is no state", "Write one");
              }
              check(startAt, states, all, fields);
            });
    return new Graph(startAt, states);
  }

  private static void readState(Fields all, String name, Map<String, State> states) {
    if (name.length() > MAX_NAME_CHARS) {
      all.add(
          name, "this name has " + name.length() + " characters", "Keep it to " + MAX_NAME_CHARS);
    }
    if (all.get(name) instanceof ObjectNode object) {
      StateReader.read(new Fields(all.mistakes(), all.at(name), object, "a state"))
          .ifPresent(state -> states.put(name, state));
    } else {
      all.add(name, "a state must be an object", "Write {\"Type\": …}");
    }
  }

  private static void check(String startAt, Map<String, State> states, Fields all, Fields fields) {
    Set<String> known = new HashSet<>(all.names());
    if (!startAt.isEmpty() && !known.contains(startAt)) {
      fields.add(
          "StartAt",
          "there is no state '" + startAt + "'",
          "Write one of " + String.join(", ", all.names()));
    }
    states.forEach(
        (name, state) ->
            targets(state)
                .filter(target -> !target.isEmpty() && !known.contains(target))
                .forEach(
                    target ->
                        all.add(
                            name,
                            "it leads to '" + target + "', and there is no such state",
                            "Write one of " + String.join(", ", all.names()))));
    Set<String> reached = reached(startAt, states);
    // Where a state could not be read, what it leads to is not known.
    if (states.size() == known.size() && known.contains(startAt)) {
      states.keySet().stream()
          .filter(name -> !reached.contains(name))
          .forEach(
              name ->
                  all.add(name, "no state leads to '" + name + "'", "Lead to it, or delete it"));
      if (reached.stream().noneMatch(name -> ends(states.get(name)))) {
        fields.add("", "no state ends it", "Write \"End\": true, or a Succeed or a Fail state");
      }
    }
  }

  private static Set<String> reached(String startAt, Map<String, State> states) {
    Set<String> reached = new LinkedHashSet<>();
    Deque<String> open = new ArrayDeque<>(Set.of(startAt));
    while (!open.isEmpty()) {
      String name = open.remove();
      State state = states.get(name);
      if (state != null && reached.add(name)) {
        targets(state).forEach(open::add);
      }
    }
    return reached;
  }

  private static boolean ends(@Nullable State state) {
    return switch (state) {
      case null -> false;
      case SucceedState _, FailState _ -> true;
      case TaskState task -> task.then().next() == null;
      case PassState pass -> pass.then().next() == null;
      case WaitState wait -> wait.then().next() == null;
      case MapState map -> map.then().next() == null;
      case ParallelState parallel -> parallel.then().next() == null;
      case ChoiceState _ -> false;
    };
  }

  private static Stream<String> targets(State state) {
    return switch (state) {
      case SucceedState _, FailState _ -> Stream.of();
      case TaskState task -> targets(task.then(), task.recovery());
      case PassState pass -> targets(pass.then(), Recovery.NONE);
      case WaitState wait -> targets(wait.then(), Recovery.NONE);
      case MapState map -> targets(map.then(), map.recovery());
      case ParallelState parallel -> targets(parallel.then(), parallel.recovery());
      case ChoiceState choice ->
          Stream.concat(
              choice.branches().stream().map(ChoiceState.Branch::next),
              Stream.ofNullable(choice.otherwise()));
    };
  }

  private static Stream<String> targets(Transition then, Recovery recovery) {
    return Stream.concat(
        Stream.ofNullable(then.next()), recovery.catchers().stream().map(Catcher::next));
  }
}
