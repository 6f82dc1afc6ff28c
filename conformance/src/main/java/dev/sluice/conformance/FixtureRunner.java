package dev.sluice.conformance;

import dev.sluice.task.Outcome;
import dev.sluice.task.Task;
import dev.sluice.task.step.Asker;
import dev.sluice.task.step.RunContext;
import dev.sluice.task.step.Runner;
import dev.sluice.task.step.TaskInterrupted;
import dev.sluice.task.step.WorkFailedException;
import dev.sluice.testkit.conformance.FixtureWork;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Does the work of fixtures in the place of a statement. Safe for use by several threads. */
final class FixtureRunner implements Runner, Asker {
  private static final long LOOK_MILLIS = 20;

  @Override
  public Outcome run(Task task, int attempt, RunContext context) throws WorkFailedException {
    FixtureWork work = work(task);
    long endNanos = System.nanoTime() + work.duration().toNanos();
    while (System.nanoTime() < endNanos) {
      if (!context.isStillWanted()) {
        throw new TaskInterrupted("it is no longer wanted");
      }
      pause();
    }
    if (work.ending().error() != null) {
      throw new WorkFailedException(work.ending().error().code(), work.ending().error().message());
    }
    JsonNode result = work.ending().result();
    if (result == null) {
      throw new IllegalStateException("a fixture ends with a result or with an error");
    }
    return Outcome.ofResult(result);
  }

  @Override
  public Map<String, JsonNode> requests(Task task) {
    Map<String, JsonNode> open = new TreeMap<>();
    work(task)
        .questions()
        .forEach(
            (key, question) -> {
              if (!task.answers().containsKey(key)) {
                open.put(key, JsonMapper.shared().valueToTree(question));
              }
            });
    return open;
  }

  private static FixtureWork work(Task task) {
    return FixtureWork.of(task.work().tool(), task.work().arguments(), task.id().text());
  }

  private static void pause() {
    try {
      Thread.sleep(LOOK_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TaskInterrupted("interrupted");
    }
  }
}
