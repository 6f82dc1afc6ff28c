package dev.sluice.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.catalog.shape.Column;
import dev.sluice.data.Rows;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class EntryCodecTest {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();
  private static final Instant NOW = Instant.parse("2026-11-26T00:00:00.123456Z");

  @Test
  void read_whatWasWritten_isTheSame() {
    Entry entry =
        entry(
            "[1, 1.50, 9007199254740993, 123456789012345678901234567890, -0.0000001, \"x\", null]",
            "[true, [1, [2.0]], {\"a\": {\"b\": 1e3}}, \"\\u0000\\ud83d\\ude00\", \"\", false, 0]");
    Entry read = EntryCodec.read(written(entry)).orElseThrow();
    assertThat(read.rows().rows()).hasToString(entry.rows().rows().toString());
    assertThat(read.rows().columns()).isEqualTo(entry.rows().columns());
    assertThat(read.rows().cut()).isEqualTo(Rows.Cut.BY_ROWS);
    assertThat(read.rows().source()).isEqualTo(entry.rows().source());
    assertThat(List.of(read.asOf(), read.soft(), read.hard()))
        .containsExactly(entry.asOf(), entry.soft(), entry.hard());
    assertThat(read.generations()).isEqualTo(entry.generations());
  }

  @Test
  void write_manyRows_deflatesThem() {
    String[] rows = new String[500];
    Arrays.fill(rows, "[1, 2, 3, 4, 5, \"the same in every row\", null]");
    Entry entry = entry(rows);
    byte[] bytes = written(entry);
    assertThat(bytes.length).isLessThan(1_000);
    assertThat(EntryCodec.read(bytes).orElseThrow().rows().rows())
        .hasToString(entry.rows().rows().toString());
  }

  /** Another version's, half written, or somebody's who may write to the store. */
  @Test
  void read_brokenBytes_isNoEntry() {
    String[] rows = new String[200];
    Arrays.fill(rows, "[1, 2, 3, 4, 5, 6, 7]");
    Random random = new Random(7);
    for (byte[] whole : List.of(written(entry("[1,2,3,4,5,6,7]")), written(entry(rows)))) {
      for (int end = 0; end < whole.length; end++) {
        assertThat(EntryCodec.read(Arrays.copyOf(whole, end))).isEmpty();
      }
      for (int i = 0; i < 2_000; i++) {
        byte[] broken = whole.clone();
        broken[random.nextInt(broken.length)] ^= (byte) (1 << random.nextInt(8));
        // It may still be one, but never an exception.
        assertThat(EntryCodec.read(broken)).isNotNull();
      }
    }
    assertThat(EntryCodec.read(null)).isEmpty();
    assertThat(EntryCodec.read("{}".getBytes(java.nio.charset.StandardCharsets.UTF_8))).isEmpty();
    assertThat(EntryCodec.read("j{}".getBytes(java.nio.charset.StandardCharsets.UTF_8))).isEmpty();
  }

  @Test
  void write_negativeZero_isNotWrittenSinceItsSignWouldBeLost() {
    List<JsonNode> row = new ArrayList<>(entry("[1,2,3,4,5,6,7]").rows().rows().getFirst());
    row.set(6, JSON.getNodeFactory().numberNode(-0.0));
    Entry entry = entry("[1,2,3,4,5,6,-0.01]");
    assertThat(EntryCodec.write(entry)).isNotNull();
    assertThat(
            EntryCodec.write(
                new Entry(
                    new Rows(
                        entry.rows().columns(),
                        List.of(row),
                        entry.rows().cut(),
                        entry.rows().source()),
                    NOW,
                    NOW,
                    NOW,
                    Map.of())))
        .isNull();
  }

  private static byte[] written(Entry entry) {
    return Objects.requireNonNull(EntryCodec.write(entry));
  }

  private static Entry entry(String... rows) {
    List<Column> columns = new ArrayList<>();
    for (String name : List.of("a", "b", "c", "d", "e", "f", "g")) {
      columns.add(new Column(name, "text"));
    }
    List<List<JsonNode>> cells = new ArrayList<>();
    for (String row : rows) {
      cells.add(JSON.readTree(row).valueStream().toList());
    }
    return new Entry(
        new Rows(columns, cells, Rows.Cut.BY_ROWS, new Rows.Source("replica-1", true)),
        NOW,
        NOW.plusSeconds(3),
        NOW.plusSeconds(5),
        Map.of("orders", "g1"));
  }
}
