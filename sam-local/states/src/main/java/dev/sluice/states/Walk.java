package dev.sluice.states;

import dev.sluice.states.machine.Catcher;
import dev.sluice.states.machine.ChoiceState;
import dev.sluice.states.machine.DataPath;
import dev.sluice.states.machine.ErrorNames;
import dev.sluice.states.machine.FailState;
import dev.sluice.states.machine.Graph;
import dev.sluice.states.machine.MapState;
import dev.sluice.states.machine.Operator;
import dev.sluice.states.machine.ParallelState;
import dev.sluice.states.machine.PassState;
import dev.sluice.states.machine.PathException;
import dev.sluice.states.machine.Recovery;
import dev.sluice.states.machine.Retrier;
import dev.sluice.states.machine.State;
import dev.sluice.states.machine.SucceedState;
import dev.sluice.states.machine.TaskState;
import dev.sluice.states.machine.WaitState;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The way of some data through a graph: a machine's, a branch's or an item's. */
final class Walk {
  private final Graph graph;
  private final Surroundings surroundings;
  private final Scope scope;

  Walk(Graph graph, Surroundings surroundings, Scope scope) {
    this.graph = graph;
    this.surroundings = surroundings;
    this.scope = scope;
  }

  /** What a state came to. */
  private record Step(@Nullable String next, JsonNode output) {}

  /** Work that may be tried again. */
  private interface Try {
    JsonNode result(ObjectNode context) throws StateError, HaltedException;
  }

  /** Walks to the end, and gives what comes out there. */
  JsonNode run(JsonNode input) throws StateError, HaltedException {
    @Nullable String at = graph.startAt();
    JsonNode data = input;
    while (at != null) {
      scope.check();
      State state = graph.states().get(at);
      if (state == null) {
        throw new IllegalStateException("a state that was not read: " + at);
      }
      surroundings
          .history()
          .add(state.type() + "StateEntered", Map.of("name", at, "input", data.toString()));
      Step step = step(state, at, data);
      surroundings
          .history()
          .add(
              state.type() + "StateExited", Map.of("name", at, "output", step.output().toString()));
      at = step.next();
      data = step.output();
    }
    return data;
  }

  private Step step(State state, String name, JsonNode raw) throws StateError, HaltedException {
    ObjectNode context = surroundings.context(name, 0);
    return switch (state) {
      case TaskState task ->
          recovering(
              task.recovery(), task.then().next(), name, raw, tried -> task(task, raw, tried));
      case MapState map ->
          recovering(map.recovery(), map.then().next(), name, raw, tried -> map(map, raw, tried));
      case ParallelState parallel ->
          recovering(
              parallel.recovery(),
              parallel.then().next(),
              name,
              raw,
              tried -> parallel(parallel, raw, tried));
      case ChoiceState choice -> choice(choice, raw, context);
      case WaitState wait -> {
        JsonNode seen = Flows.in(wait.data(), raw, context);
        scope.sleepUntil(until(wait.until(), seen, context));
        yield new Step(wait.then().next(), Flows.out(wait.data(), raw, seen, context));
      }
      case PassState pass -> {
        JsonNode seen = Flows.fill(pass.parameters(), Flows.in(pass.data(), raw, context), context);
        JsonNode result = pass.result() == null ? seen : pass.result();
        yield new Step(pass.then().next(), Flows.out(pass.data(), raw, result, context));
      }
      case SucceedState succeed ->
          new Step(
              null,
              Flows.out(succeed.data(), raw, Flows.in(succeed.data(), raw, context), context));
      case FailState fail ->
          throw new StateError(
              Optional.ofNullable(words(fail.error(), fail.errorPath(), raw, context)).orElse(""),
              words(fail.cause(), fail.causePath(), raw, context));
    };
  }

  /** Tries again, and catches, as the state says. */
  private Step recovering(
      Recovery recovery, @Nullable String next, String name, JsonNode raw, Try work)
      throws StateError, HaltedException {
    int[] retries = new int[recovery.retriers().size()];
    for (int retryCount = 0; ; retryCount++) {
      try {
        return new Step(next, work.result(surroundings.context(name, retryCount)));
      } catch (StateError e) {
        if (!mayRetry(recovery, retries, e)) {
          return caught(recovery, raw, e);
        }
      }
    }
  }

  private boolean mayRetry(Recovery recovery, int[] retries, StateError error)
      throws HaltedException {
    for (int i = 0; i < retries.length; i++) {
      Retrier retrier = recovery.retriers().get(i);
      if (retrier.errors().match(error.error())) {
        // Only the first that matches counts, also when its attempts are used up.
        if (retries[i] >= retrier.maxAttempts()) {
          return false;
        }
        Instant now = scope.time().now();
        scope.sleepUntil(now.plus(retrier.delay(retries[i], surroundings.jitter().getAsDouble())));
        retries[i]++;
        return true;
      }
    }
    return false;
  }

  private static Step caught(Recovery recovery, JsonNode raw, StateError error) throws StateError {
    for (Catcher catcher : recovery.catchers()) {
      if (catcher.errors().match(error.error())) {
        JsonNode output = Flows.put(catcher.result(), raw, error.output());
        return new Step(
            catcher.next(), Payloads.checked(output, "the input together with its error"));
      }
    }
    throw error;
  }

  private JsonNode task(TaskState task, JsonNode raw, ObjectNode context)
      throws StateError, HaltedException {
    JsonNode seen = Flows.in(task.data(), raw, context);
    JsonNode result = new TaskRun(task, surroundings, scope).run(seen, context);
    return Flows.out(task.data(), raw, result, context);
  }

  private JsonNode map(MapState map, JsonNode raw, ObjectNode context)
      throws StateError, HaltedException {
    JsonNode seen = Flows.in(map.data(), raw, context);
    JsonNode items = Flows.find(map.items(), seen, context);
    if (!items.isArray()) {
      throw Flows.runtime(new PathException(map.items(), "a list", items));
    }
    surroundings.history().add("MapStateStarted", Map.of("length", "" + items.size()));
    JsonNode results =
        FanOut.run(
            items.size(),
            map.maxConcurrency(),
            scope,
            (index, inner) -> {
              ObjectNode one = Payloads.JSON.createObjectNode().put("Index", index);
              one.set("Value", items.get(index));
              ObjectNode itemContext = context.deepCopy();
              itemContext.putObject("Map").set("Item", one);
              JsonNode input =
                  map.selector() == null
                      ? items.get(index)
                      : Flows.fill(map.selector(), seen, itemContext);
              return new Walk(map.each(), surroundings, inner).run(input);
            });
    return Flows.out(map.data(), raw, results, context);
  }

  private JsonNode parallel(ParallelState parallel, JsonNode raw, ObjectNode context)
      throws StateError, HaltedException {
    JsonNode input =
        Flows.fill(parallel.parameters(), Flows.in(parallel.data(), raw, context), context);
    surroundings.history().add("ParallelStateStarted", Map.of());
    int branches = parallel.branches().size();
    JsonNode results =
        FanOut.run(
            branches,
            branches,
            scope,
            (index, inner) ->
                new Walk(parallel.branches().get(index), surroundings, inner).run(input));
    return Flows.out(parallel.data(), raw, results, context);
  }

  private static Step choice(ChoiceState choice, JsonNode raw, JsonNode context) throws StateError {
    JsonNode seen = Flows.in(choice.data(), raw, context);
    JsonNode output = Flows.out(choice.data(), raw, seen, context);
    try {
      for (ChoiceState.Branch branch : choice.branches()) {
        if (branch.rule().holds(seen, context)) {
          return new Step(branch.next(), output);
        }
      }
    } catch (PathException e) {
      throw Flows.runtime(e);
    }
    if (choice.otherwise() == null) {
      throw new StateError(
          ErrorNames.NO_CHOICE_MATCHED, "no rule matches, and there is no default");
    }
    return new Step(choice.otherwise(), output);
  }

  private Instant until(WaitState.Until until, JsonNode seen, JsonNode context) throws StateError {
    Instant now = scope.time().now();
    return switch (until) {
      case WaitState.Until.Seconds seconds -> now.plusSeconds(seconds.seconds());
      case WaitState.Until.Moment moment -> moment.at();
      case WaitState.Until.SecondsAt at -> {
        JsonNode found = Flows.find(at.path(), seen, context);
        if (!found.isIntegralNumber() || !found.canConvertToInt() || found.asInt() < 0) {
          throw Flows.runtime(new PathException(at.path(), "a whole number from 0", found));
        }
        yield now.plusSeconds(found.asInt());
      }
      case WaitState.Until.MomentAt at -> {
        JsonNode found = Flows.find(at.path(), seen, context);
        yield Operator.moment(found)
            .orElseThrow(
                () -> Flows.runtime(new PathException(at.path(), "an RFC 3339 moment", found)));
      }
    };
  }

  private static @Nullable String words(
      @Nullable String fixed, @Nullable DataPath path, JsonNode raw, JsonNode context)
      throws StateError {
    if (path == null) {
      return fixed;
    }
    JsonNode found = Flows.find(path, raw, context);
    if (!found.isString()) {
      throw Flows.runtime(new PathException(path, "text", found));
    }
    return found.asString();
  }
}
