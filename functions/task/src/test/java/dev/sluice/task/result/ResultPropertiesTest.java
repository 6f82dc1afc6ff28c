package dev.sluice.task.result;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.task.TaskId;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Whatever the sizes of parts and pages: all rows, each once, in order, as an answer shows them.
 */
class ResultPropertiesTest {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final int ROUNDS = 60;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 20_261_126})
  void page_anySizes_givesAllRowsInOrder(long seed) throws IOException {
    Random random = new Random(seed);
    for (int round = 0; round < ROUNDS; round++) {
      List<List<JsonNode>> rows = rows(random);
      int partBytes = 1 + random.nextInt(random.nextBoolean() ? 200 : 20_000);
      MemoryObjectStore store = new MemoryObjectStore();
      TaskId id = TaskId.random();
      ResultIndex index = Results.store(store, id, 1 + random.nextInt(3), partBytes, rows);
      ResultReader reader = ResultReader.open(store, id, Results.completed(index));
      assertThat(reader.index()).isEqualTo(index);
      List<String> shown = rows.stream().map(Results::shown).toList();
      assertThat(all(reader, random)).as("seed %d, round %d", seed, round).isEqualTo(shown);
      assertThat(index.bytes()).isEqualTo(shown.stream().mapToLong(row -> bytes(row) + 1L).sum());
      checkParts(store, index, partBytes);
    }
  }

  private static List<String> all(ResultReader reader, Random random) throws IOException {
    List<String> all = new ArrayList<>();
    Long next = 1L;
    while (next != null) {
      int mostRows = 1 + random.nextInt(40);
      int mostBytes = 1 + random.nextInt(8_000);
      ResultReader.Page page;
      try {
        page = reader.page(next, mostRows, mostBytes);
      } catch (RowTooLargeException e) {
        assertThat(e.row()).isEqualTo(next.longValue());
        page = reader.page(next, 1, ResultReader.MOST_PAGE_BYTES);
        assertThat(bytes(page.rows().getFirst())).isGreaterThan(mostBytes);
        mostBytes = ResultReader.MOST_PAGE_BYTES;
      }
      assertThat(page.firstRow()).isEqualTo(next.longValue());
      assertThat(page.rows()).hasSizeLessThanOrEqualTo(mostRows);
      assertThat(page.rows().stream().mapToInt(ResultPropertiesTest::bytes).sum())
          .isLessThanOrEqualTo(mostBytes);
      all.addAll(page.rows());
      assertThat(Objects.requireNonNullElse(page.nextRow(), (long) all.size() + 1))
          .isEqualTo(all.size() + 1);
      next = page.nextRow();
    }
    return all;
  }

  private static void checkParts(MemoryObjectStore store, ResultIndex index, int partBytes)
      throws IOException {
    for (ResultIndex.Part part : index.parts()) {
      byte[] content = store.get(index.key(part), Integer.MAX_VALUE).orElseThrow();
      assertThat(content).hasSize((int) part.bytes());
      assertThat(Digest.of(content)).isEqualTo(part.sha256());
    }
    for (ResultIndex.Part part : index.parts().subList(0, Math.max(index.parts().size() - 1, 0))) {
      assertThat(part.uncompressedBytes()).isGreaterThanOrEqualTo(partBytes);
    }
  }

  private static int bytes(String row) {
    return row.getBytes(StandardCharsets.UTF_8).length;
  }

  private static List<List<JsonNode>> rows(Random random) {
    List<List<JsonNode>> rows = new ArrayList<>();
    int count = random.nextInt(10) == 0 ? random.nextInt(2) : random.nextInt(300);
    for (int i = 0; i < count; i++) {
      rows.add(List.of(JSON.numberNode(new BigDecimal(i)), value(random)));
    }
    return rows;
  }

  private static JsonNode value(Random random) {
    return switch (random.nextInt(10)) {
      case 0 -> JSON.nullNode();
      case 1 -> JSON.numberNode(new BigDecimal("1.10"));
      case 2 -> JSON.numberNode(new BigDecimal("1e+300"));
      case 3 -> JSON.numberNode(-0.0);
      case 4 -> JSON.stringNode("9223372036854775807");
      case 5 -> JsonMapper.shared().readTree("{\"b\":[1,null,{\"a\":\"\\n\"}],\"a\":true}");
      case 6 -> JSON.stringNode("line\nfeed \"quoted\" \\ \u0001 \u2028 é😀");
      case 7 -> JSON.booleanNode(random.nextBoolean());
      case 8 -> JSON.stringNode("x".repeat(random.nextInt(30_000)));
      default -> JSON.stringNode(Long.toString(random.nextLong(), 36));
    };
  }
}
