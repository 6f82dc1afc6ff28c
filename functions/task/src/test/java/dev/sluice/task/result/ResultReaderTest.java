package dev.sluice.task.result;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.task.TaskId;
import dev.sluice.task.TaskStatus;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.JsonNodeFactory;

class ResultReaderTest {
  private static final TaskId ID = new TaskId("b".repeat(27));
  private static final String INDEX = ID + "/1/index.json";
  private static final String SECOND = ID + "/1/part-00002.jsonl.gz";
  private static final Duration HOUR = Duration.ofHours(1);

  private final MemoryObjectStore store = new MemoryObjectStore();
  private ResultIndex index;

  @BeforeEach
  void write() throws IOException {
    index = Results.store(store, ID, 1, 60, ResultWriterTest.rows(9));
  }

  private ResultReader open() throws IOException {
    return ResultReader.open(store, ID, Results.completed(index));
  }

  @Test
  void page_inOnePart_loadsNoOther() throws IOException {
    ResultReader reader = open();
    int before = store.log().size();
    ResultReader.Page page = reader.page(5, 2, 1_000);
    assertThat(page.rows())
        .containsExactly("{\"id\":5,\"body\":\"row 5\"}", "{\"id\":6,\"body\":\"row 6\"}");
    assertThat(page.nextRow()).isEqualTo(7);
    assertThat(store.log().subList(before, store.log().size())).containsExactly("get " + SECOND);
  }

  @Test
  void page_behindTheLastRow_isEmpty() throws IOException {
    assertThat(open().page(10, 5, 1_000)).isEqualTo(new ResultReader.Page(10, List.of(), null));
    assertThat(open().page(9, 5, 1_000).nextRow()).isNull();
  }

  @Test
  void page_bytesExactly_takesTheRowThatJustFits() throws IOException {
    assertThat(open().page(1, 9, 23 * 4).rows()).hasSize(4);
    assertThat(open().page(1, 9, 23 * 4 - 1).rows()).hasSize(3);
  }

  @Test
  void page_firstRowTooLarge_saysWhichAndWhatToDo() throws IOException {
    assertThatThrownBy(() -> open().page(4, 9, 22))
        .isInstanceOf(RowTooLargeException.class)
        .hasMessage(
            "Row 4 alone is larger than the 22 bytes of a page."
                + " Begin behind it, or load its part by its link.");
  }

  @ParameterizedTest
  @CsvSource({"0,1,1", "1,0,1", "1,1,0", "1,10001,1", "1,1,4194305"})
  void page_outOfRange_isRefused(long first, int rows, int bytes) {
    assertThatThrownBy(() -> open().page(first, rows, bytes))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void links_some_areOfThePartsInOrder() throws IOException {
    List<ResultReader.Link> links = open().links(2, 5, HOUR);
    assertThat(links).extracting(ResultReader.Link::part).isEqualTo(index.parts().subList(1, 3));
    assertThat(links.getFirst().url()).hasToString("memory:" + SECOND + "?seconds=3600");
    assertThat(open().links(1, 1, HOUR)).hasSize(1);
    assertThat(open().links(4, 1, HOUR)).isEmpty();
  }

  @Test
  void open_anotherAttempt_isNotTheCommittedOne() throws IOException {
    TaskStatus.Completed second = new TaskStatus.Completed(2, index.rows(), index.bytes(), null);
    assertThatThrownBy(() -> ResultReader.open(store, ID, second))
        .isInstanceOf(DamagedResultException.class)
        .hasMessage(
            "The result of task "
                + ID
                + ", attempt 2, is damaged: it has no index.json."
                + " Call the tool again for a new one.");
    store.put(ID + "/2/index.json", store.get(INDEX, 100_000).orElseThrow(), "application/json");
    assertThatThrownBy(() -> ResultReader.open(store, ID, second))
        .isInstanceOf(DamagedResultException.class)
        .hasMessageContaining("is of task " + ID + ", attempt 1");
  }

  @Test
  void open_otherCountsThanCommitted_isDamaged() {
    for (TaskStatus.Completed other :
        List.of(
            new TaskStatus.Completed(1, index.rows() + 1, index.bytes(), null),
            new TaskStatus.Completed(1, index.rows(), index.bytes() - 1, null))) {
      assertThatThrownBy(() -> ResultReader.open(store, ID, other))
          .isInstanceOf(DamagedResultException.class)
          .hasMessageContaining("and the task ended with");
    }
  }

  @Test
  void open_resultThatIsNoRows_isRefused() {
    TaskStatus.Completed other =
        new TaskStatus.Completed(1, 0, 2, JsonNodeFactory.instance.objectNode());
    assertThatThrownBy(() -> ResultReader.open(store, ID, other))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "version":1 | "version":2 | its version is 2
          "rows":9 | "rows":"9" | 'rows' is no whole number
          "first_row":4 | "first_row":5 | lets part-00002.jsonl.gz begin at row 5, not 4
          "first_row":1,"rows":3 | "first_row":1,"rows":0 | says that part-00001.jsonl.gz has 0 rows
          "uncompressed_bytes":216 | "uncompressed_bytes":215 | has parts of 9 rows and 216 bytes
          part-00003.jsonl.gz | ../other.jsonl.gz | names a part '../other.jsonl.gz'
          {"version" | {"version | cannot be read
          """)
  void open_indexOtherwise_saysWhat(String from, String to, String message) throws IOException {
    String text = new String(store.get(INDEX, 100_000).orElseThrow(), UTF_8);
    assertThat(text).contains(from);
    store.put(INDEX, text.replace(from, to).getBytes(UTF_8), "application/json");
    assertThatThrownBy(this::open)
        .isInstanceOf(DamagedResultException.class)
        .hasMessageContaining(message);
  }

  @Test
  void page_partGone_saysSo() throws IOException {
    store.delete(List.of(SECOND));
    assertDamaged("part-00002.jsonl.gz is gone");
    assertThat(open().page(1, 3, 1_000).rows()).hasSize(3);
  }

  @Test
  void page_partShorter_saysSo() throws IOException {
    store.put(SECOND, new byte[10], "application/gzip");
    assertDamaged("part-00002.jsonl.gz has 10 bytes, and index.json says");
  }

  @Test
  void page_partChanged_saysSo() throws IOException {
    byte[] content = store.get(SECOND, 1_000).orElseThrow();
    content[20] ^= 1;
    store.put(SECOND, content, "application/gzip");
    assertDamaged("part-00002.jsonl.gz has another SHA-256 than index.json says");
  }

  /** What was written so: index and digest fit, and the rows do not. */
  @ParameterizedTest
  @CsvSource({"2", "4"})
  void page_partOfOtherRows_saysSo(int rows) throws IOException {
    replaceSecond("{\"id\":1,\"body\":\"row 1\"}\n".repeat(rows));
    assertDamaged("part-00002.jsonl.gz holds other than 3 rows of 72 bytes");
  }

  @Test
  void page_partThatDoesNotEnd_saysSo() throws IOException {
    replaceSecond("{\"id\":1}\n{\"id\":1}\n{\"id\"");
    assertDamaged("part-00002.jsonl.gz cannot be read: its last line does not end");
  }

  private void replaceSecond(String lines) throws IOException {
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
      gzip.write(lines.getBytes(UTF_8));
    }
    store.put(SECOND, zipped.toByteArray(), "application/gzip");
    ResultIndex.Part old = index.parts().get(1);
    ResultIndex.Part part =
        new ResultIndex.Part(
            old.name(),
            old.firstRow(),
            old.rows(),
            zipped.size(),
            old.uncompressedBytes(),
            Digest.of(zipped.toByteArray()));
    ResultIndex changed =
        new ResultIndex(
            index.task(),
            index.attempt(),
            index.columns(),
            index.masked(),
            index.source(),
            index.ageSeconds(),
            index.stale(),
            index.cut(),
            index.rows(),
            index.bytes(),
            List.of(index.parts().get(0), part, index.parts().get(2)));
    store.put(INDEX, IndexFormat.write(changed), "application/json");
  }

  private void assertDamaged(String what) {
    assertThatThrownBy(() -> open().page(1, 9, 1_000))
        .isInstanceOf(DamagedResultException.class)
        .hasMessageContaining("The result of task " + ID + ", attempt 1, is damaged: " + what);
  }
}
