package dev.sluice.gateway;

import dev.sluice.function.ops.EraseHandler;
import dev.sluice.function.ops.SweepHandler;
import dev.sluice.function.task.TaskHandler;
import dev.sluice.states.Functions;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Tasks on a laptop: what they run on, with data that is kept between runs, the function that does
 * them, and the sweep once a minute.
 */
final class LocalTasks implements AutoCloseable {
  private static final Duration SWEEP = Duration.ofMinutes(1);

  private final TaskStack stack;
  private final Thread sweeper;

  private LocalTasks(TaskStack stack, Thread sweeper) {
    this.stack = stack;
    this.sweeper = sweeper;
  }

  /**
   * Starts all of it but the function, which the first task starts.
   *
   * @param fresh deletes what was kept first
   * @param problems is told what goes wrong behind the scenes, a line each
   */
  static LocalTasks start(boolean fresh, Consumer<String> problems) {
    Path folder = Installation.cache().resolve("tasks");
    if (fresh) {
      delete(folder);
    }
    LocalHandler steps = new LocalHandler(TaskHandler::new);
    LocalHandler erase = new LocalHandler(EraseHandler::new);
    try {
      TaskStack stack =
          TaskStack.start(
              Installation.root(),
              folder,
              List.of(),
              (function, payload) ->
                  (function.equals(TaskStack.ERASE_FUNCTION) ? erase : steps).invoke(payload));
      Files.writeString(
          addressFile(), stack.environment().getOrDefault("AWS_ENDPOINT_URL_DYNAMODB", ""));
      LocalHandler sweep = new LocalHandler(SweepHandler::new);
      return new LocalTasks(
          stack, Thread.ofVirtual().name("sweeper").start(() -> sweep(sweep, problems)));
    } catch (IOException e) {
      throw new CommandException("what tasks run on does not start: " + e.getMessage(), e);
    }
  }

  /** What a function's environment would say. */
  Map<String, String> settings() {
    return stack.environment();
  }

  /** Where DynamoDB Local is of what is served here just now; empty when nothing is. */
  static Optional<URI> dynamoDb() {
    try {
      return Optional.of(URI.create(Files.readString(addressFile()).strip()));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Path addressFile() {
    return Installation.cache().resolve("dynamodb.url");
  }

  @Override
  public void close() {
    try {
      Files.deleteIfExists(addressFile());
    } catch (IOException e) {
      // It names a port where nobody listens any more, and the command that reads it says so.
    }
    sweeper.interrupt();
    stack.close();
  }

  private static void sweep(LocalHandler sweep, Consumer<String> problems) {
    try {
      while (true) {
        Thread.sleep(SWEEP);
        if (sweep.invoke("{}") instanceof Functions.Failed failed) {
          problems.accept("the sweep of tasks failed: " + failed.errorMessage());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void delete(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (IOException e) {
      throw new CommandException(folder + " cannot be deleted: " + e.getMessage(), e);
    }
  }
}
