package dev.sluice.task;

import dev.sluice.call.Call;
import dev.sluice.call.Deadline;
import dev.sluice.call.Principal;
import dev.sluice.call.Reference;
import dev.sluice.task.step.Asker;
import dev.sluice.task.step.Runner;
import dev.sluice.task.step.StepCalls;
import dev.sluice.task.step.Steps;
import dev.sluice.telemetry.RecordingTelemetry;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Engine, steps and sweeper around a store in memory and a machine that is played. */
final class World {
  static final String ASKS = "asks";

  final TestClock clock = new TestClock();
  final RecordingTelemetry telemetry = new RecordingTelemetry();
  final MemoryTaskStore store;
  final PlayedMachine machine = new PlayedMachine();
  final MemoryResults results = new MemoryResults();
  final TaskBook book;
  final TaskEngine engine;
  final Steps steps;
  final Sweeper sweeper;

  World(TaskLimits limits) {
    this(limits, new Faults(0, 0), (_, _, _) -> Outcome.ofRows(3, 30));
  }

  World(TaskLimits limits, Runner runner) {
    this(limits, new Faults(0, 0), runner);
  }

  World(TaskLimits limits, Faults faults, Runner runner) {
    this.store = new MemoryTaskStore(limits);
    TaskStore faulty = faults.around(store);
    Executions executions = faults.around(machine);
    this.book = new TaskBook(faulty, executions, clock, telemetry);
    this.engine = new TaskEngine(faulty, book, executions, limits);
    Runner storing =
        (task, attempt, context) -> {
          results.store(task.id(), attempt);
          return runner.run(task, attempt, context);
        };
    this.steps = new Steps(book, executions, storing, asker(), telemetry);
    this.sweeper = new Sweeper(faulty, book, executions, results, telemetry);
    StepCalls calls = new StepCalls(steps);
    machine.callsSteps(input -> calls.answer(input, deadline()));
  }

  /** Asks two things, each until it is answered, of tools that ask. */
  private static Asker asker() {
    return task -> {
      Map<String, JsonNode> requests = new HashMap<>();
      if (task.work().tool().equals(ASKS)) {
        for (String key : Set.of("first", "second")) {
          if (!task.answers().containsKey(key)) {
            requests.put(key, text("say"));
          }
        }
      }
      return requests;
    };
  }

  Deadline deadline() {
    return Deadline.after(Duration.ofMinutes(1), clock);
  }

  Call call(String subject, String tenant) {
    return new Call(new Principal(subject, tenant, Set.of(), false), deadline(), Reference.next());
  }

  Task start(String tenant) throws TaskRefusedException, TaskStoreException {
    return engine.start(work("tool"), call("s", tenant));
  }

  Task stored(TaskId id) {
    return store.find(id).orElseThrow();
  }

  /** As a minute after the other does. */
  Sweeper.Swept sweepLater() {
    clock.turn(Duration.ofMinutes(2));
    return sweeper.sweep(deadline());
  }

  static Work work(String tool) {
    return new Work(tool, JsonNodeFactory.instance.objectNode(), "v1");
  }

  static JsonNode text(String text) {
    return JsonNodeFactory.instance.stringNode(text);
  }
}
