package dev.sluice.bench;

import dev.sluice.servers.RedisServer;
import dev.sluice.testkit.DeploymentZip;
import dev.sluice.testkit.FloorHandler;
import dev.sluice.testkit.FunctionOptions;
import dev.sluice.testkit.FunctionProcess;
import dev.sluice.testkit.Outcome;
import dev.sluice.testkit.ProxyAnswer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Calls through AWS's runtime client: of the deployed function, and of one that does nothing, each
 * in a process of its own, restored from a snapshot.
 */
final class RuntimeCallers implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofMinutes(2);

  private final List<AutoCloseable> started = new ArrayList<>();
  private final FunctionProcess floor;
  private final FunctionProcess function;
  private final FunctionProcess keeping;

  private RuntimeCallers(Stage stage) throws IOException {
    try {
      Path zip = stage.folder().resolve("floor.zip");
      DeploymentZip.write(zip, List.of(FloorHandler.class), List.of());
      floor =
          keep(
              FunctionProcess.start(
                  zip,
                  FloorHandler.class.getName(),
                  FunctionOptions.defaults().withFunctionName("floor").withSnapStart()));
      function = keep(stage.start(stage.options().withSnapStart()));
      RedisServer redis = keep(RedisServer.start(stage.folder().resolve("redis-of-calls")));
      Map<String, String> environment = stage.environment();
      environment.put("SLUICE_CACHE_URL", "redis://127.0.0.1:" + redis.port());
      keeping = keep(stage.start(stage.options().withSnapStart().withEnvironment(environment)));
    } catch (IOException | RuntimeException e) {
      close();
      throw e;
    }
  }

  static RuntimeCallers start(Stage stage) throws IOException, InterruptedException {
    RuntimeCallers callers = new RuntimeCallers(stage);
    try {
      for (FunctionProcess process : List.of(callers.floor, callers.function, callers.keeping)) {
        process.awaitCheckpoint(START_LIMIT);
        process.restore();
      }
      return callers;
    } catch (IOException | InterruptedException | RuntimeException e) {
      callers.close();
      throw e;
    }
  }

  private <T extends AutoCloseable> T keep(T part) {
    started.add(part);
    return part;
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

  /** The same question to a function with a cache: all but the first are answered from there. */
  Caller keptCustomerOrders(CustomerOrders question) {
    return caller(keeping, question.event(), question::wrong);
  }

  @Override
  public void close() throws IOException {
    for (AutoCloseable part : started.reversed()) {
      try {
        part.close();
      } catch (IOException | RuntimeException e) {
        throw e;
      } catch (Exception e) {
        throw new IOException(e);
      }
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
