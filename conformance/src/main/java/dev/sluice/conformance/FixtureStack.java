package dev.sluice.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.call.Environment;
import dev.sluice.gateway.TaskStack;
import dev.sluice.states.Functions;
import dev.sluice.states.machine.StateMachine;
import dev.sluice.task.aws.TaskSettings;
import dev.sluice.testkit.DeploymentZip;
import dev.sluice.testkit.FunctionOptions;
import dev.sluice.testkit.FunctionPool;
import dev.sluice.testkit.FunctionProcess;
import dev.sluice.testkit.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What the tasks of fixtures run on: the same as on a laptop, but the task-function is in processes
 * of its own, and there is a second state machine. Safe for use by several threads.
 */
final class FixtureStack implements AutoCloseable {
  private static final String ASK_TASK = "ask-task";

  /** The suite follows few tasks at a time, and each process takes a second of a core to start. */
  private static final int PROCESSES = 3;

  private final TaskStack stack;
  private final FunctionPool pool;

  private FixtureStack(TaskStack stack, FunctionPool pool) {
    this.stack = stack;
    this.pool = pool;
  }

  /**
   * Starts it.
   *
   * @param root the working copy, which is built
   * @param scratch an empty folder
   * @param problems is told of every step that failed, a line each
   */
  static FixtureStack start(Path root, Path scratch, Consumer<String> problems) throws IOException {
    Path deployment = scratch.resolve("task-function");
    DeploymentZip.unpack(
        root.resolve("functions/task-function/target/task-function-lambda.zip"), deployment);
    addOurs(deployment);
    Map<String, String> environment = new HashMap<>();
    FunctionPool pool =
        new FunctionPool(
            () ->
                FunctionProcess.start(
                    deployment,
                    FixtureTaskHandler.class.getName(),
                    FunctionOptions.defaults()
                        .withFunctionName(TaskStack.FUNCTION)
                        .withTimeout(Duration.ofMinutes(15))
                        .withEnvironment(environment)),
            PROCESSES);
    TaskStack stack =
        TaskStack.start(
            root,
            null,
            List.of(
                StateMachine.parse(
                    ASK_TASK, askTask(), Map.of("TaskFunction", TaskStack.FUNCTION))),
            (_, payload) -> invoke(pool, payload, problems));
    environment.putAll(stack.environment());
    return new FixtureStack(stack, pool);
  }

  /** What says where tasks that ask nothing are. */
  TaskSettings plain() {
    return TaskSettings.required(new Environment(stack.environment()::get));
  }

  /** What says where tasks that ask something are. */
  TaskSettings asking() {
    return TaskSettings.required(new Environment(stack.environment(ASK_TASK)::get));
  }

  @Override
  public void close() {
    pool.close();
    stack.close();
  }

  private static Functions.Outcome invoke(
      FunctionPool pool, String payload, Consumer<String> problems) {
    try {
      return switch (pool.invoke(payload.getBytes(UTF_8))) {
        case Outcome.Answer answer -> new Functions.Answer(answer.text());
        case Outcome.FunctionError error -> {
          problems.accept("step " + payload + ": " + error.type() + ": " + error.message());
          yield new Functions.Failed(error.type(), error.message());
        }
      };
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Functions.Failed("Lambda.ServiceException", "interrupted");
    }
  }

  /** The fixtures' own classes lie beside what is deployed, as a layer's would. */
  private static void addOurs(Path deployment) throws IOException {
    for (Class<?> type : List.of(FixtureTaskHandler.class, FunctionPool.class)) {
      Path source = Path.of(type.getProtectionDomain().getCodeSource().getLocation().getPath());
      if (Files.isRegularFile(source)) {
        Files.copy(source, deployment.resolve("lib").resolve(source.getFileName()));
      } else {
        copyTree(source, deployment);
      }
    }
  }

  private static void copyTree(Path from, Path to) throws IOException {
    try (var all = Files.walk(from)) {
      for (Path path : all.toList()) {
        Path target = to.resolve(from.relativize(path).toString());
        if (Files.isDirectory(path)) {
          Files.createDirectories(target);
        } else {
          Files.copy(path, target);
        }
      }
    }
  }

  private static String askTask() throws IOException {
    try (InputStream in = FunctionPool.class.getResourceAsStream("conformance/ask-task.asl.json")) {
      if (in == null) {
        throw new IOException("testkit holds no ask-task.asl.json");
      }
      return new String(in.readAllBytes(), UTF_8);
    }
  }
}
