package dev.sluice.data;

import dev.sluice.call.Call;
import dev.sluice.call.Deadline;
import dev.sluice.call.Principal;
import dev.sluice.call.Reference;
import dev.sluice.catalog.Limits;
import dev.sluice.telemetry.RecordingTelemetry;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Reads two million rows and forgets them: run by a test, in a JVM with little memory. */
final class LongReadMain {
  private static final String SQL =
      "select g as id, repeat(md5(g::text), 4) as body, now() as at"
          + " from generate_series(1, 2000000) as g";

  private LongReadMain() {}

  /** With a URL and a user; the password comes on the standard input. */
  public static void main(String[] arguments) throws IOException {
    String password =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
    long startNanos = System.nanoTime();
    try (Replicas replicas =
        new Replicas(
            new Settings(List.of(arguments[0]), null, 1, 2_000),
            () -> new Credentials.Login(arguments[1], password),
            InstantSource.system(),
            new RecordingTelemetry())) {
      Streamed streamed =
          replicas.stream(
              new Query(SqlTemplate.parse(SQL), TestReader.NO_ARGUMENTS, Limits.DEFAULT),
              LongLimits.MOST,
              new Call(
                  Principal.LOCAL,
                  Deadline.after(Duration.ofSeconds(60), InstantSource.system()),
                  Reference.next()),
              Cancellation.NEVER,
              new Forgetting());
      System.out.println(
          streamed.rows()
              + " rows, "
              + streamed.bytes()
              + " bytes, "
              + (System.nanoTime() - startNanos) / 1_000_000
              + " ms");
    }
  }

  private static final class Forgetting implements RowSink {
    @Override
    public void begin(Head head) {}

    @Override
    public void take(List<JsonNode> row) {}
  }
}
