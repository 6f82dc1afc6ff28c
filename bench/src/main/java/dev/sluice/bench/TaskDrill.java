package dev.sluice.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.call.Call;
import dev.sluice.call.Deadline;
import dev.sluice.call.Environment;
import dev.sluice.call.Principal;
import dev.sluice.call.Reference;
import dev.sluice.gateway.TaskStack;
import dev.sluice.servers.SampleDatabase;
import dev.sluice.states.Functions;
import dev.sluice.task.Sweeper;
import dev.sluice.task.Task;
import dev.sluice.task.TaskId;
import dev.sluice.task.TaskStatus;
import dev.sluice.task.TaskStoreException;
import dev.sluice.task.Work;
import dev.sluice.task.aws.TaskServices;
import dev.sluice.task.aws.TaskSettings;
import dev.sluice.task.result.ObjectStoreException;
import dev.sluice.task.result.ResultReader;
import dev.sluice.task.result.StoredObject;
import dev.sluice.task.result.StoredResults;
import dev.sluice.telemetry.Telemetry;
import dev.sluice.testkit.DeploymentZip;
import dev.sluice.testkit.FunctionOptions;
import dev.sluice.testkit.FunctionPool;
import dev.sluice.testkit.FunctionProcess;
import dev.sluice.testkit.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.IntConsumer;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Long queries on the deployed task-function, in processes that are killed in their midst at seeded
 * moments, and what is left of them: one end for each task, one result or none, nothing beside it,
 * and no statement that runs on. Used by one thread.
 */
final class TaskDrill implements AutoCloseable {
  private static final String HANDLER = "dev.sluice.function.task.TaskHandler";
  private static final String ZIP = "functions/task-function/target/task-function-lambda.zip";

  /** As many rows as the sample has items: some tenths of a second, and more than one fetch. */
  private static final String SQL = "select l_orderkey, l_linenumber, l_comment from lineitem";

  private static final int AT_ONCE = 4;
  private static final int MAX_FAILURES = 20;

  /** A process takes a second to start, and a task some tenths more: about every other is hit. */
  private static final int LONGEST_MILLIS_TO_KILL = 2_500;

  private static final Duration END_LIMIT = Duration.ofMinutes(3);
  private static final Duration QUIET_LIMIT = Duration.ofSeconds(5);
  private static final Principal OWNER = new Principal("drill", "", Set.of(), true);

  private final Stage stage;
  private final Random random;
  private final Map<String, String> environment = new TreeMap<>();
  private final FunctionPool pool;
  private final TaskStack stack;
  private final TaskServices tasks;
  private final Sweeper sweeper;
  private long sweptNanos = System.nanoTime();

  /** One after the other. */
  private TaskDrill(Stage stage, long seed) throws IOException {
    this.stage = stage;
    this.random = new Random(seed);
    Path deployment = Files.createTempDirectory(stage.folder(), "task-function-");
    DeploymentZip.unpack(Stage.root().resolve(ZIP), deployment);
    this.pool = new FunctionPool(() -> start(deployment), AT_ONCE);
    this.stack = TaskStack.start(Stage.root(), null, List.of(), (_, payload) -> invoke(payload));
    environment.putAll(stage.environment());
    environment.putAll(stack.environment());
    this.tasks =
        TaskServices.of(
            TaskSettings.required(new Environment(environment::get)),
            InstantSource.system(),
            Telemetry.discarding());
    this.sweeper =
        new Sweeper(
            tasks.store(),
            tasks.book(),
            tasks.executions(),
            new StoredResults(tasks.results()),
            Telemetry.discarding());
  }

  /**
   * What was left.
   *
   * @param completed tasks with a result
   * @param failed tasks without one
   * @param kills how many processes were killed at work
   * @param wrong what must not be, a line each
   */
  record Left(int completed, int failed, int kills, List<String> wrong) {
    /** Copies the list. */
    Left {
      wrong = List.copyOf(wrong);
    }
  }

  /** Sets all of it up. */
  static TaskDrill on(Stage stage, long seed) throws IOException {
    return new TaskDrill(stage, seed);
  }

  /**
   * Starts tasks and kills, until so many processes were.
   *
   * @param killed is told how many were
   */
  Left run(int kills, IntConsumer killed) throws Exception {
    List<TaskId> started = new ArrayList<>();
    int done = 0;
    while (done < kills) {
      startMore(started);
      Thread.sleep(random.nextInt(LONGEST_MILLIS_TO_KILL));
      sweepNowAndThen();
      List<FunctionProcess> busy = new ArrayList<>(pool.busy());
      if (!busy.isEmpty()) {
        Collections.shuffle(busy, random);
        if (ProcessHandle.of(busy.getFirst().pid())
            .map(ProcessHandle::destroyForcibly)
            .orElse(false)) {
          done++;
          killed.accept(done);
        }
      }
    }
    awaitEnds(started);
    Sweeper.Swept swept = sweep();
    List<String> wrong = new ArrayList<>();
    if (swept.failures() > 0) {
      wrong.add("the sweep could not do " + swept.failures() + " things");
    }
    return judged(started, done, wrong);
  }

  private void startMore(List<TaskId> started) throws Exception {
    while (unfinished(started) < AT_ONCE) {
      started.add(patiently(this::start));
    }
  }

  /** As a caller does, the drill asks again where a store is slow; not where it stays away. */
  private static <T> T patiently(Callable<T> question) throws Exception {
    for (int failures = 0; ; failures++) {
      try {
        return question.call();
      } catch (TaskStoreException | ObjectStoreException e) {
        if (failures == MAX_FAILURES) {
          throw e;
        }
        System.err.println("asked again: " + e.getMessage());
        Thread.sleep(500);
      }
    }
  }

  /** A task of the drill's statement. */
  TaskId start() throws Exception {
    return start(SQL);
  }

  /** A task of a statement. */
  TaskId start(String sql) throws Exception {
    return tasks
        .engine()
        .start(
            new Work("start_query", JsonNodeFactory.instance.objectNode().put("sql", sql), "drill"),
            call())
        .id();
  }

  /** A task as it stands. */
  Task find(TaskId id) throws Exception {
    return patiently(() -> tasks.engine().find(id, call())).orElseThrow();
  }

  TaskServices services() {
    return tasks;
  }

  /** Invokes a step as a state machine does. */
  Functions.Outcome step(String payload) {
    return invoke(payload);
  }

  Sweeper.Swept sweep() {
    return sweeper.sweep(Deadline.after(Duration.ofMinutes(1), InstantSource.system()));
  }

  @Override
  public void close() {
    pool.close();
    stack.close();
    tasks.close();
  }

  static Call call() {
    return new Call(
        OWNER, Deadline.after(Duration.ofSeconds(30), InstantSource.system()), Reference.next());
  }

  private FunctionProcess start(Path deployment) throws IOException {
    return FunctionProcess.start(
        deployment,
        HANDLER,
        FunctionOptions.defaults()
            .withFunctionName(TaskStack.FUNCTION)
            .withJvmArguments("-Xmx256m")
            .withTimeout(Duration.ofMinutes(15))
            .withEnvironment(environment));
  }

  private Functions.Outcome invoke(String payload) {
    try {
      return switch (pool.invoke(payload.getBytes(UTF_8))) {
        case Outcome.Answer answer -> new Functions.Answer(answer.text());
        case Outcome.FunctionError error -> new Functions.Failed(error.type(), error.message());
      };
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Functions.Failed("Lambda.ServiceException", "interrupted");
    }
  }

  private int unfinished(List<TaskId> started) throws Exception {
    int unfinished = 0;
    // Only the newest can be at work.
    for (TaskId id : started.subList(Math.max(0, started.size() - 3 * AT_ONCE), started.size())) {
      if (!(find(id).status() instanceof TaskStatus.Ended)) {
        unfinished++;
      }
    }
    return unfinished;
  }

  private void awaitEnds(List<TaskId> started) throws Exception {
    long endNanos = System.nanoTime() + END_LIMIT.toNanos();
    for (TaskId id : started) {
      while (!(find(id).status() instanceof TaskStatus.Ended) && System.nanoTime() < endNanos) {
        Thread.sleep(50);
        sweepNowAndThen();
      }
    }
  }

  private void sweepNowAndThen() {
    if (System.nanoTime() - sweptNanos > Duration.ofSeconds(20).toNanos()) {
      sweptNanos = System.nanoTime();
      Sweeper.Swept _ = sweep();
    }
  }

  private Left judged(List<TaskId> started, int kills, List<String> wrong) throws Exception {
    int completed = 0;
    int failed = 0;
    int expected = count("select count(*) from lineitem");
    for (TaskId id : started) {
      List<String> stored =
          patiently(() -> tasks.results().list(id.text() + "/", null, 1_000)).stream()
              .map(StoredObject::key)
              .toList();
      switch (find(id).status()) {
        case TaskStatus.Completed done -> {
          completed++;
          ResultReader reader = ResultReader.open(tasks.results(), id, done);
          long parts = reader.index().parts().size();
          if (reader.index().rows() != expected) {
            wrong.add(id + " has " + reader.index().rows() + " rows of " + expected);
          }
          if (stored.size() != parts + 1
              || !stored.stream()
                  .allMatch(key -> key.startsWith(id + "/" + done.attempt() + "/"))) {
            wrong.add(id + ", attempt " + done.attempt() + ", left behind " + stored);
          }
        }
        case TaskStatus.Failed _ -> {
          failed++;
          if (!stored.isEmpty()) {
            wrong.add(id + " failed, and left behind " + stored);
          }
        }
        default -> wrong.add(id + " has not ended: " + find(id).status());
      }
    }
    long quietNanos = System.nanoTime() + QUIET_LIMIT.toNanos();
    int running = running();
    while (running > 0 && System.nanoTime() < quietNanos) {
      Thread.sleep(50);
      running = running();
    }
    if (running > 0) {
      wrong.add(running + " statements run on");
    }
    return new Left(completed, failed, kills, wrong);
  }

  private int running() throws SQLException {
    return count(
        "select count(*) from pg_stat_activity where state <> 'idle' and usename = '"
            + SampleDatabase.READER
            + "'");
  }

  private int count(String sql) throws SQLException {
    try (Connection connection = stage.cluster().replica(0);
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      result.next();
      return result.getInt(1);
    }
  }
}
