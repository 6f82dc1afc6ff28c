package dev.sluice.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.sluice.testkit.DeploymentZip;
import dev.sluice.testkit.FunctionOptions;
import dev.sluice.testkit.FunctionPool;
import dev.sluice.testkit.FunctionProcess;
import dev.sluice.testkit.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;

/** The deployed function in processes of its own, which can be killed. */
final class Processes implements RequestStreamHandler, AutoCloseable {
  private static final String HANDLER = "dev.sluice.function.mcp.McpHandler";
  private static final Path ZIP = Path.of("functions/mcp-function/target/mcp-function-lambda.zip");
  private static final Duration START_LIMIT = Duration.ofSeconds(60);
  private static final long LIMIT_NANOS = Duration.ofSeconds(30).toNanos();

  private final FunctionPool pool;

  /**
   * None is started yet.
   *
   * @param most at once
   */
  Processes(Path root, Path folder, Map<String, String> environment, int most) throws IOException {
    DeploymentZip.unpack(root.resolve(ZIP), folder);
    FunctionOptions options =
        FunctionOptions.defaults().withFunctionName("sluice-mcp").withEnvironment(environment);
    this.pool = new FunctionPool(() -> start(folder, options), most);
  }

  /** What has been set for a function in this process. */
  static Map<String, String> settings() {
    return System.getProperties().stringPropertyNames().stream()
        .filter(name -> name.startsWith("SLUICE_") || name.startsWith("AWS_"))
        .collect(Collectors.toMap(name -> name, System::getProperty));
  }

  private static FunctionProcess start(Path folder, FunctionOptions options) throws IOException {
    FunctionProcess process = FunctionProcess.start(folder, HANDLER, options);
    try {
      process.awaitReady(START_LIMIT);
      return process;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.close();
      throw new IOException("interrupted while the function started", e);
    }
  }

  @Override
  public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
    try {
      switch (pool.invoke(in.readAllBytes())) {
        case Outcome.Answer answer -> out.write(answer.bytes());
        case Outcome.FunctionError error -> throw new IOException(error.type());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /**
   * Starts them before the first call, which would wait for it.
   *
   * @param many each answers, and records, one event that is none
   */
  void warm(int many) throws Exception {
    List<Future<Outcome>> first = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(many)) {
      for (int i = 0; i < many; i++) {
        first.add(threads.submit(() -> pool.invoke("{}".getBytes(UTF_8))));
      }
    }
    for (Future<Outcome> one : first) {
      one.get().answer();
    }
  }

  /** Kills one that is at work, without a word to it. */
  void kill() throws InterruptedException {
    long endNanos = System.nanoTime() + LIMIT_NANOS;
    while (System.nanoTime() < endNanos) {
      List<FunctionProcess> busy = pool.busy();
      if (!busy.isEmpty()
          && ProcessHandle.of(busy.getFirst().pid())
              .map(ProcessHandle::destroyForcibly)
              .orElse(false)) {
        return;
      }
      Thread.sleep(1);
    }
    throw new AssertionError("none was at work");
  }

  @Override
  public void close() {
    pool.close();
  }
}
