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
  private volatile Mixture mixture = new Mixture(new byte[0], 0);

  /** Another event in the place of every so manieth; of none where that is 0. */
  @SuppressWarnings("ArrayRecordComponent") // Sent again and again, never compared.
  private record Mixture(byte[] event, int every) {}

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

  /** Asks something else in every so manieth call. */
  void mix(McpRequest other, int every) {
    mixture = new Mixture(other.event().toBytes(), every);
  }

  /** Asks nothing else any more. */
  void mixNothing() {
    mixture = new Mixture(new byte[0], 0);
  }

  /** Kills an environment. */
  void killOne() {
    functions.killOne();
  }

  @Override
  public int atOnce() {
    return count;
  }

  @Override
  public void call(int number) throws InterruptedException {
    Mixture other = mixture;
    boolean isOther = other.every() > 0 && number % other.every() == 0;
    Outcome _ = functions.invoke(isOther ? other.event() : event);
  }

  @Override
  public void close() throws IOException {
    functions.close();
  }
}
