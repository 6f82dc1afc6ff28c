package dev.sluice.task.result;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.catalog.shape.Column;
import dev.sluice.task.TaskId;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

class ResultWriterTest {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final TaskId ID = new TaskId("a".repeat(27));

  private final MemoryObjectStore store = new MemoryObjectStore();

  static List<List<JsonNode>> rows(int count) {
    return IntStream.rangeClosed(1, count)
        .mapToObj(i -> List.<JsonNode>of(JSON.numberNode(i), JSON.stringNode("row " + i)))
        .toList();
  }

  @Test
  void finish_rows_areJsonLinesInPartsAndTheIndexComesLast() throws IOException {
    ResultIndex index = Results.store(store, ID, 2, 60, rows(5));
    assertThat(store.log())
        .containsExactly(
            "put " + ID + "/2/part-00001.jsonl.gz",
            "put " + ID + "/2/part-00002.jsonl.gz",
            "put " + ID + "/2/index.json");
    assertThat(unzipped("part-00001.jsonl.gz"))
        .isEqualTo(
            """
            {"id":1,"body":"row 1"}
            {"id":2,"body":"row 2"}
            {"id":3,"body":"row 3"}
            """);
    assertThat(index.parts()).extracting(ResultIndex.Part::firstRow).containsExactly(1L, 4L);
    assertThat(index.columns())
        .containsExactly(new Column("id", "int8"), new Column("body", "text"));
    byte[] stored = store.get(ID + "/2/index.json", 100_000).orElseThrow();
    assertThat(JsonMapper.shared().readTree(stored).toString())
        .startsWith(
            "{\"version\":1,\"task\":\""
                + ID
                + "\",\"attempt\":2,\"columns\":[{\"name\":\"id\",\"type\":\"int8\"},"
                + "{\"name\":\"body\",\"type\":\"text\"}],\"masked\":{\"body\":\"last\"},"
                + "\"source\":\"replica-1\",\"replica\":true,\"age_seconds\":2,\"stale\":false,"
                + "\"cut\":\"none\",\"rows\":5,\"uncompressed_bytes\":120,\"parts\":["
                + "{\"name\":\"part-00001.jsonl.gz\",\"first_row\":1,\"rows\":3,\"bytes\":");
  }

  private String unzipped(String name) throws IOException {
    byte[] content = store.get(ID + "/2/" + name, 100_000).orElseThrow();
    try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(content))) {
      return new String(gzip.readAllBytes(), UTF_8);
    }
  }

  @Test
  void finish_noRows_isAnIndexWithoutParts() throws IOException {
    ResultIndex index = Results.store(store, ID, 1, 60, List.of());
    assertThat(index.parts()).isEmpty();
    assertThat(store.keys()).containsExactly(ID + "/1/index.json");
    ResultReader reader = ResultReader.open(store, ID, Results.completed(index));
    assertThat(reader.page(1, 10, 1_000)).isEqualTo(new ResultReader.Page(1, List.of(), null));
    assertThat(reader.links(1, 10, Duration.ofMinutes(1))).isEmpty();
  }

  @Test
  void take_partStored_tellsHowManyRowsAre() throws IOException {
    List<Long> told = new ArrayList<>();
    ResultWriter writer = new ResultWriter(store, ID, 1, told::add, 60);
    writer.begin(Results.HEAD);
    for (List<JsonNode> row : rows(7)) {
      writer.take(row);
    }
    assertThat(told).containsExactly(3L, 6L);
    writer.finish(Results.streamed(7));
    assertThat(told).containsExactly(3L, 6L, 7L);
  }

  @Test
  void begin_again_forgetsAndDeletesWhatWasStored() throws IOException {
    ResultWriter writer = new ResultWriter(store, ID, 1, _ -> {}, 60);
    writer.begin(Results.HEAD);
    for (List<JsonNode> row : rows(7)) {
      writer.take(row);
    }
    writer.begin(Results.HEAD);
    assertThat(store.keys()).isEmpty();
    for (List<JsonNode> row : rows(2)) {
      writer.take(row);
    }
    ResultIndex index = writer.finish(Results.streamed(2));
    assertThat(index.rows()).isEqualTo(2);
    assertThat(ResultReader.open(store, ID, Results.completed(index)).page(1, 9, 999).rows())
        .containsExactly("{\"id\":1,\"body\":\"row 1\"}", "{\"id\":2,\"body\":\"row 2\"}");
  }

  @Test
  void take_storeFails_throwsItAndThereIsNoResult() throws IOException {
    store.fail(line -> line.endsWith("part-00002.jsonl.gz"));
    assertThatThrownBy(() -> Results.store(store, ID, 1, 60, rows(9)))
        .isInstanceOf(ObjectStoreException.class);
    assertThat(store.keys()).containsExactly(ID + "/1/part-00001.jsonl.gz");
  }

  @Test
  void finish_otherCountThanWasHandedOut_isRefused() throws IOException {
    ResultWriter writer = new ResultWriter(store, ID, 1, _ -> {}, 60);
    writer.begin(Results.HEAD);
    writer.take(rows(1).getFirst());
    assertThatThrownBy(() -> writer.finish(Results.streamed(2)))
        .isInstanceOf(IllegalStateException.class);
    assertThat(store.keys()).doesNotContain(ID + "/1/index.json");
  }
}
