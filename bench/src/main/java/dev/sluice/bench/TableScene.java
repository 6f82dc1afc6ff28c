package dev.sluice.bench;

import dev.sluice.telemetry.Metric;
import dev.sluice.testkit.Outcome;
import java.io.IOException;
import java.util.Map;

/** The deployed function, asked for rows by a declared tool. Its calls are safe for threads. */
final class TableScene implements Scene {
  static final String FUNCTION = "mcp-function";

  private final int count;
  private final byte[] event;
  private final Environments functions;

  /**
   * Starts its environments.
   *
   * @param count so many calls at once
   */
  TableScene(Stage stage, Map<String, String> environment, int count, TraceRecorder recorder)
      throws Exception {
    this.count = count;
    this.event = CustomerOrders.in(stage.cluster()).event();
    this.functions = functions(stage, environment, count, recorder);
    for (int i = 0; i < count; i++) {
      call(i);
    }
  }

  /** Environments of the deployed function, for a scene. */
  static Environments functions(
      Stage stage, Map<String, String> environment, int count, TraceRecorder recorder)
      throws IOException, InterruptedException {
    if (!environment.containsKey("SLUICE_SUBJECTS_TABLE")) {
      recorder.leaveOut(Metric.PSEUDONYMS_UNLINKED.metricName());
    }
    environment.putIfAbsent("SLUICE_AUDIT_FILE", stage.folder().resolve("audit.jsonl").toString());
    return new Environments(
        FUNCTION,
        count,
        () ->
            stage.start(stage.options().withJvmArguments("-Xmx200m").withEnvironment(environment)),
        recorder);
  }

  @Override
  public int atOnce() {
    return count;
  }

  @Override
  public void call(int number) throws InterruptedException {
    Outcome _ = functions.invoke(event);
  }

  @Override
  public void close() throws IOException {
    functions.close();
  }
}
