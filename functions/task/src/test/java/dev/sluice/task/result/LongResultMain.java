package dev.sluice.task.result;

import dev.sluice.call.Call;
import dev.sluice.call.Deadline;
import dev.sluice.call.Principal;
import dev.sluice.call.Reference;
import dev.sluice.catalog.Limits;
import dev.sluice.data.Credentials;
import dev.sluice.data.LongLimits;
import dev.sluice.data.Query;
import dev.sluice.data.Replicas;
import dev.sluice.data.Settings;
import dev.sluice.data.SqlTemplate;
import dev.sluice.data.Streamed;
import dev.sluice.task.TaskId;
import dev.sluice.telemetry.RecordingTelemetry;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import tools.jackson.databind.json.JsonMapper;

/**
 * From a replica into a bucket, and back page by page: run by a test, in a JVM with little memory.
 */
final class LongResultMain {
  private static final String SQL =
      "select g as id, repeat(md5(g::text), 4) as body, now() as at"
          + " from generate_series(1, :rows::int) as g";

  private LongResultMain() {}

  /**
   * With a replica's URL, a user, a bucket's endpoint and a number of rows; the password comes on
   * the standard input.
   */
  public static void main(String[] arguments) throws IOException {
    String password =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
    TaskId id = TaskId.random();
    try (S3ObjectStore store =
        new S3ObjectStore(
            new S3Settings(
                "results",
                "us-east-1",
                URI.create(arguments[2]),
                new S3Settings.Encryption.AsBucket()),
            StaticCredentialsProvider.create(
                AwsBasicCredentials.create(S3Contract.IDENTITY, S3Contract.SECRET)))) {
      long startNanos = System.nanoTime();
      ResultIndex index =
          write(
              arguments[0], new Credentials.Login(arguments[1], password), arguments[3], store, id);
      long writtenNanos = System.nanoTime();
      long read = read(ResultReader.open(store, id, Results.completed(index)));
      System.out.printf(
          "%d rows in %d parts, %d bytes, %d compressed: written in %d ms; %d read in %d ms%n",
          index.rows(),
          index.parts().size(),
          index.bytes(),
          index.parts().stream().mapToLong(ResultIndex.Part::bytes).sum(),
          (writtenNanos - startNanos) / 1_000_000,
          read,
          (System.nanoTime() - writtenNanos) / 1_000_000);
    }
  }

  private static ResultIndex write(
      String url, Credentials.Login login, String rows, ObjectStore store, TaskId id)
      throws IOException {
    try (Replicas replicas =
        new Replicas(
            new Settings(List.of(url), null, 1, 5_000),
            () -> login,
            InstantSource.system(),
            new RecordingTelemetry())) {
      ResultWriter writer = new ResultWriter(store, id, 1, _ -> {});
      Streamed streamed =
          replicas.stream(
              new Query(
                  SqlTemplate.parse(SQL),
                  JsonMapper.shared().createObjectNode().put("rows", Integer.parseInt(rows)),
                  Limits.DEFAULT),
              LongLimits.MOST,
              new Call(
                  Principal.LOCAL,
                  Deadline.after(Duration.ofMinutes(10), InstantSource.system()),
                  Reference.next()),
              () -> true,
              writer);
      return writer.finish(streamed);
    }
  }

  /** Every row, in order: how many there are. */
  private static long read(ResultReader reader) throws IOException {
    long row = 0;
    Long next = 1L;
    while (next != null) {
      ResultReader.Page page =
          reader.page(next, ResultReader.MOST_PAGE_ROWS, ResultReader.MOST_PAGE_BYTES);
      for (String text : page.rows()) {
        row++;
        if (!text.startsWith("{\"id\":" + row + ",\"body\":\"")) {
          throw new IllegalStateException("row " + row + " is " + text);
        }
      }
      next = page.nextRow();
    }
    return row;
  }
}
