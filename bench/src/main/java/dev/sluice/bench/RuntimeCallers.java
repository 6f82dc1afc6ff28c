package dev.sluice.bench;

import dev.sluice.testkit.DeploymentZip;
import dev.sluice.testkit.FloorHandler;
import dev.sluice.testkit.FunctionOptions;
import dev.sluice.testkit.FunctionProcess;
import dev.sluice.testkit.Outcome;
import dev.sluice.testkit.ProxyAnswer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Calls through AWS's runtime client: of the deployed function, and of one that does nothing, each
 * in a process of its own, restored from a snapshot.
 */
final class RuntimeCallers implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofMinutes(2);

  private final FunctionProcess floor;
  private final FunctionProcess function;

  private RuntimeCallers(FunctionProcess floor, FunctionProcess function) {
    this.floor = floor;
    this.function = function;
  }

  static RuntimeCallers start(Stage stage) throws IOException, InterruptedException {
    Path zip = stage.folder().resolve("floor.zip");
    DeploymentZip.write(zip, List.of(FloorHandler.class), List.of());
    FunctionProcess floor =
        FunctionProcess.start(
            zip,
            FloorHandler.class.getName(),
            FunctionOptions.defaults().withFunctionName("floor").withSnapStart());
    FunctionProcess function;
    try {
      function = stage.start(stage.options().withSnapStart());
    } catch (IOException e) {
      floor.close();
      throw e;
    }
    RuntimeCallers callers = new RuntimeCallers(floor, function);
    try {
      for (FunctionProcess process : List.of(floor, function)) {
        process.awaitCheckpoint(START_LIMIT);
        process.restore();
      }
      return callers;
    } catch (IOException | InterruptedException | RuntimeException e) {
      callers.close();
      throw e;
    }
  }

  /** The function that does nothing, with an event of the usual size. */
  Caller floor(byte[] event) {
    return caller(floor, event, RuntimeCallers::notOk);
  }

  Caller toolsList() {
    return caller(function, McpRequest.toolsList().event().toBytes(), RuntimeCallers::notOk);
  }

  Caller customerOrders(CustomerOrders question) {
    return caller(function, question.event(), question::wrong);
  }

  @Override
  public void close() throws IOException {
    try (floor) {
      function.close();
    }
  }

  private static Caller caller(
      FunctionProcess process, byte[] event, Function<Outcome, Optional<String>> wrong) {
    return () -> {
      Outcome outcome = process.invoke(event);
      wrong
          .apply(outcome)
          .ifPresent(
              what -> {
                throw new IllegalStateException("a wrong answer: " + what);
              });
      return outcome.answer().tookNanos();
    };
  }

  private static Optional<String> notOk(Outcome outcome) {
    return ProxyAnswer.parse(outcome.answer().bytes()).statusCode() == 200
        ? Optional.empty()
        : Optional.of(outcome.toString());
  }
}
