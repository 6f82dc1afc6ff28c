package dev.sluice.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.task.TaskId;
import dev.sluice.task.TaskStatus;
import dev.sluice.task.result.ResultReader;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Two million rows through the deployed task-function, whose heap is 256 MB. */
@ExtendWith(SharedStage.class)
class TaskRowsIT {
  private static final String SQL =
      "select l_orderkey, l_linenumber, copy, l_comment from lineitem cross join"
          + " generate_series(1, 34) as copies(copy) order by l_orderkey, l_linenumber, copy";

  @Test
  @Timeout(300)
  void task_twoMillionRows_areEqualByPageByLinkAndAskedDirectly(Stage stage) throws Exception {
    try (TaskDrill drill = TaskDrill.on(stage, 1);
        HttpClient http = HttpClient.newHttpClient()) {
      long startNanos = System.nanoTime();
      TaskId id = drill.start(SQL);
      while (!(drill.find(id).status() instanceof TaskStatus.Ended)) {
        Thread.sleep(100);
      }
      assertThat(drill.find(id).status()).isInstanceOf(TaskStatus.Completed.class);
      TaskStatus.Completed done = (TaskStatus.Completed) drill.find(id).status();
      long readNanos = System.nanoTime();
      ResultReader reader = ResultReader.open(drill.services().results(), id, done);

      String byPages = byPages(reader);
      String byLinks = byLinks(reader, http);

      System.out.printf(
          "%,d rows, %,d bytes: a task of %.1f s, read twice in %.1f s%n",
          done.rows(),
          done.bytes(),
          (readNanos - startNanos) / 1e9,
          (System.nanoTime() - readNanos) / 1e9);
      assertThat(done.rows()).isGreaterThan(2_000_000);
      assertThat(byPages).isEqualTo(byLinks).isEqualTo(directly(stage));
    }
  }

  private static String byPages(ResultReader reader) throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    Long next = 1L;
    while (next != null) {
      ResultReader.Page page =
          reader.page(next, ResultReader.MOST_PAGE_ROWS, ResultReader.MOST_PAGE_BYTES);
      page.rows().forEach(row -> add(digest, row));
      next = page.nextRow();
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static String byLinks(ResultReader reader, HttpClient http) throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    List<ResultReader.Link> links = reader.links(1, ResultReader.MOST_LINKS, Duration.ofMinutes(5));
    for (ResultReader.Link link : links) {
      try (BufferedReader part =
          new BufferedReader(
              new InputStreamReader(
                  new GZIPInputStream(
                      http.send(
                              HttpRequest.newBuilder(link.url()).build(),
                              BodyHandlers.ofInputStream())
                          .body()),
                  UTF_8))) {
        part.lines().forEach(row -> add(digest, row));
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static String directly(Stage stage) throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    try (Connection connection = stage.cluster().replica(0)) {
      connection.setAutoCommit(false);
      try (Statement statement = connection.createStatement()) {
        statement.setFetchSize(1_000);
        try (ResultSet rows = statement.executeQuery(SQL)) {
          while (rows.next()) {
            ObjectNode row = JsonMapper.shared().createObjectNode();
            row.put("l_orderkey", rows.getLong(1));
            row.put("l_linenumber", rows.getInt(2));
            row.put("copy", rows.getInt(3));
            row.put("l_comment", rows.getString(4));
            add(digest, row.toString());
          }
        }
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static void add(MessageDigest digest, String row) {
    digest.update(row.getBytes(UTF_8));
    digest.update((byte) '\n');
  }
}
