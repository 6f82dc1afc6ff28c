package dev.sluice.testkit;

import dev.sluice.testkit.FunctionFailure.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A function's execution environment: the unpacked deployment package in a process of its own,
 * under AWS's runtime interface client and a {@link RuntimeApi} of ours. Thread-safe.
 *
 * <p>Runs on Linux only: the client's native libraries and the freeze ask for it.
 */
public final class FunctionProcess implements AutoCloseable {

  private static final Duration STOP_LIMIT = Duration.ofSeconds(5);
  private static final Duration LAST_OUTPUT_LIMIT = Duration.ofSeconds(2);

  private final FunctionOptions options;
  private final Path folder;
  private final RuntimeApi api;
  private final Process process;
  private final OutputTail output;
  private final Thread killer;
  private boolean closed;

  private FunctionProcess(
      Path deploymentPackage, String handler, FunctionOptions options, Path folder)
      throws IOException {
    this.options = options;
    this.folder = folder;
    Path taskRoot = deploymentPackage;
    if (!Files.isDirectory(deploymentPackage)) {
      taskRoot = Files.createDirectory(folder.resolve("task"));
      DeploymentZip.unpack(deploymentPackage, taskRoot);
    }
    Freezer freezer = options.freezeBetweenCalls() ? new ProcessFreezer() : null;
    this.api = new RuntimeApi(RuntimeApi.arn(options.functionName()), freezer, this::lastOutput);
    try {
      this.process = start(taskRoot.toAbsolutePath(), handler);
    } catch (IOException e) {
      api.close();
      throw e;
    }
    this.output = new OutputTail(process.getInputStream());
    this.killer = new Thread(process::destroyForcibly, "function-killer");
    Runtime.getRuntime().addShutdownHook(killer);
    var _ = process.onExit().thenAccept(this::exited);
  }

  /**
   * Unpacks a deployment package into a folder of its own and starts the function; init goes on
   * while this returns.
   *
   * @param deploymentPackage the zip, or a folder that holds one unpacked
   * @param handler as in the function's configuration: {@code package.Class} or {@code
   *     package.Class::method}
   */
  public static FunctionProcess start(
      Path deploymentPackage, String handler, FunctionOptions options) throws IOException {
    Path folder = Files.createTempDirectory("sluice-function-");
    try {
      return new FunctionProcess(deploymentPackage, handler, options, folder);
    } catch (IOException | RuntimeException e) {
      DeploymentZip.deleteTree(folder);
      throw e;
    }
  }

  /**
   * Sends one event and waits for its outcome, within the function's timeout.
   *
   * @throws FunctionFailure when the process ended or the timeout passed
   */
  public Outcome invoke(byte[] event) throws InterruptedException {
    return queue(event).await();
  }

  /** Sends one event without waiting; events are offered one after the other. */
  public Invocation queue(byte[] event) {
    return api.invoke(event, options.timeout());
  }

  /** The same, with a trace that X-Ray records. */
  public Invocation queueSampled(byte[] event) {
    return api.invoke(event, options.timeout(), true);
  }

  /** Waits until init, and the restore where there is one, are over. */
  public void awaitReady(Duration limit) throws InterruptedException {
    api.awaitReady(limit);
  }

  /** Waits until the hooks before the checkpoint have run and the restore is held. */
  public void awaitCheckpoint(Duration limit) throws InterruptedException {
    api.awaitCheckpoint(limit);
  }

  /** Answers the held restore. */
  public void restore() throws IOException {
    api.restore();
  }

  /** The Runtime API that this process talks to. */
  public RuntimeApi runtimeApi() {
    return api;
  }

  /** The process id. */
  public long pid() {
    return process.pid();
  }

  /** Whether the process runs or is frozen, rather than ended. */
  public boolean isAlive() {
    return process.isAlive();
  }

  /** Whether the process is stopped, as /proc says. */
  public boolean isFrozen() {
    return Signals.stopped(process.pid());
  }

  /** Standard output and error together: the last 256 KiB. */
  public String output() {
    return output.text();
  }

  /** Ends the process, forcibly after 5 s, and deletes its folder. Does nothing a second time. */
  @Override
  public synchronized void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    api.close();
    if (process.isAlive()) {
      Signals.resume(process.pid());
      process.destroy();
    }
    try {
      if (!process.waitFor(STOP_LIMIT.toNanos(), TimeUnit.NANOSECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException _) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    try {
      Runtime.getRuntime().removeShutdownHook(killer);
    } catch (IllegalStateException _) {
      // This JVM is shutting down: the hook runs on an ended process and does nothing.
    }
    output.awaitEnd(LAST_OUTPUT_LIMIT);
    DeploymentZip.deleteTree(folder);
  }

  private Process start(Path taskRoot, String handler) throws IOException {
    Path temporary = Files.createDirectory(folder.resolve("tmp"));
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:MaxHeapSize=" + options.memoryMegabytes() * 1024L * 85 / 100 + "k");
    command.add("-XX:+UseSerialGC");
    if (!options.snapStart()) {
      command.add("-XX:TieredStopAtLevel=1"); // Lambda's default, except under SnapStart.
    }
    command.add("-Dorg.crac.Core.Compat=com.amazonaws.services.lambda.crac");
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("-Djava.io.tmpdir=" + temporary);
    Path library = RuntimeClient.unpackNativeLibrary(folder);
    command.add("-D" + RuntimeClient.NATIVE_LIBRARY_PROPERTY + "=" + library);
    command.addAll(options.jvmArguments());
    command.addAll(List.of("-cp", RuntimeClient.classPath(), RuntimeClient.MAIN_CLASS, handler));
    ProcessBuilder builder = new ProcessBuilder(command);
    // The client takes the working folder for the task root, whatever LAMBDA_TASK_ROOT says.
    builder.directory(taskRoot.toFile());
    builder.redirectErrorStream(true);
    Map<String, String> environment = builder.environment();
    environment.clear();
    environment.putAll(environment(taskRoot, handler));
    Process started = builder.start();
    started.getOutputStream().close();
    return started;
  }

  private Map<String, String> environment(Path taskRoot, String handler) {
    Map<String, String> variables = new HashMap<>();
    variables.put("PATH", System.getenv().getOrDefault("PATH", "/usr/bin:/bin"));
    variables.put("TZ", ":UTC");
    variables.put("LAMBDA_TASK_ROOT", taskRoot.toString());
    variables.put("_HANDLER", handler);
    variables.put("AWS_REGION", "eu-west-1");
    variables.put("AWS_DEFAULT_REGION", "eu-west-1");
    variables.put("AWS_EXECUTION_ENV", "AWS_Lambda_java25");
    variables.put("AWS_LAMBDA_FUNCTION_NAME", options.functionName());
    variables.put("AWS_LAMBDA_FUNCTION_VERSION", "1");
    variables.put("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", Integer.toString(options.memoryMegabytes()));
    variables.put(
        "AWS_LAMBDA_INITIALIZATION_TYPE", options.snapStart() ? "snap-start" : "on-demand");
    variables.put("AWS_LAMBDA_LOG_GROUP_NAME", "/aws/lambda/" + options.functionName());
    variables.put("AWS_LAMBDA_LOG_STREAM_NAME", "local");
    variables.put("AWS_LAMBDA_RUNTIME_API", api.endpoint());
    variables.putAll(options.environment());
    return variables;
  }

  private void exited(Process ended) {
    output.awaitEnd(LAST_OUTPUT_LIMIT);
    api.fail(Kind.EXITED, "", "the process ended with exit status " + ended.exitValue());
  }

  /** The output for a failure: a process that is about to end gets the time to say why. */
  private String lastOutput() {
    if (!isFrozen()) {
      output.awaitEnd(Duration.ofMillis(500));
    }
    return output.text();
  }

  private final class ProcessFreezer implements Freezer {

    @Override
    public void freeze() {
      if (process.isAlive()) {
        Signals.stop(process.pid());
      }
    }

    @Override
    public void thaw() {
      if (process.isAlive()) {
        Signals.resume(process.pid());
      }
    }
  }
}
