package dev.sluice.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.gateway.Main;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The process that {@code ./sluice up} becomes, over a small sample of its own. */
record UpProcess(Process process, URI endpoint) implements AutoCloseable {
  /** The least that TPC-H's generator makes without naming a supplier twice. */
  private static final String SCALE = "0.0031";

  private static final int STOP_LIMIT_SECONDS = 30;

  /**
   * Starts it, and returns once it is ready.
   *
   * @param cache an empty folder, for the database
   * @param more options
   */
  static UpProcess start(Path cache, String... more) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-Dsluice.root=" + Stage.HOME.getParent(),
                "-Dsluice.cache=" + cache,
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "up",
                "--port=0",
                "--scale=" + SCALE,
                "--catalog=" + Stage.HOME.resolveSibling("catalog")));
    command.addAll(List.of(more));
    Process process = new ProcessBuilder(command).start();
    List<String> told = Collections.synchronizedList(new ArrayList<>());
    Thread.ofVirtual().start(() -> process.errorReader(UTF_8).lines().forEach(told::add));
    BufferedReader out = process.inputReader(UTF_8);
    String ready = out.readLine();
    if (ready == null || !ready.startsWith("ready ")) {
      process.destroy();
      throw new IllegalStateException("it did not get ready: " + ready + told);
    }
    // Else it would stand still once the pipe is full.
    Thread.ofVirtual().start(() -> out.lines().forEach(line -> {}));
    return new UpProcess(process, URI.create(ready.substring("ready ".length())));
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOP_LIMIT_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
