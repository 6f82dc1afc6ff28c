package dev.sluice.task.result;

import dev.sluice.catalog.Mask;
import dev.sluice.catalog.shape.Column;
import dev.sluice.data.RowSink;
import dev.sluice.data.Rows;
import dev.sluice.data.Streamed;
import dev.sluice.task.TaskId;
import dev.sluice.task.TaskStatus;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Results that tests store. */
final class Results {
  static final RowSink.Head HEAD =
      new RowSink.Head(
          List.of(new Column("id", "int8"), new Column("body", "text")),
          Map.of("body", new Mask(new Mask.Last(3), "pii.read")),
          new Rows.Source("replica-1", true),
          new Rows.Age(Duration.ofMillis(1_200), false));

  private Results() {}

  static ResultIndex store(
      ObjectStore store, TaskId id, int attempt, int partBytes, List<List<JsonNode>> rows)
      throws IOException {
    ResultWriter writer = new ResultWriter(store, id, attempt, _ -> {}, partBytes);
    writer.begin(HEAD);
    for (List<JsonNode> row : rows) {
      writer.take(row);
    }
    return writer.finish(streamed(rows.size()));
  }

  static Streamed streamed(long rows) {
    return new Streamed(HEAD, rows, rows * 10, Rows.Cut.NONE);
  }

  static TaskStatus.Completed completed(ResultIndex index) {
    return new TaskStatus.Completed(index.attempt(), index.rows(), index.bytes(), null);
  }

  /** As an answer would show it. */
  static String shown(List<JsonNode> row) {
    ObjectNode object = JsonMapper.shared().createObjectNode();
    for (int i = 0; i < row.size(); i++) {
      object.set(HEAD.columns().get(i).name(), row.get(i));
    }
    return JsonMapper.shared().writeValueAsString(object);
  }
}
