package dev.sluice.control.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.cache.Amounts;
import dev.sluice.cache.Cache;
import dev.sluice.cache.Keeping;
import dev.sluice.call.Call;
import dev.sluice.call.Deadline;
import dev.sluice.call.Principal;
import dev.sluice.call.Reference;
import dev.sluice.catalog.Limits;
import dev.sluice.catalog.shape.Column;
import dev.sluice.data.Cancellation;
import dev.sluice.data.Database;
import dev.sluice.data.LongLimits;
import dev.sluice.data.LongReads;
import dev.sluice.data.Query;
import dev.sluice.data.RowSink;
import dev.sluice.data.Rows;
import dev.sluice.data.SqlTemplate;
import dev.sluice.data.Streamed;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

class MeterTest {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final Query QUERY =
      new Query(SqlTemplate.literal("select 1"), JSON.objectNode(), Limits.DEFAULT);
  private static final Call CALL =
      new Call(
          Principal.LOCAL,
          Deadline.after(Duration.ofSeconds(10), InstantSource.system()),
          Reference.next());
  private static final List<Column> COLUMNS =
      List.of(new Column("id", "integer"), new Column("name", "text"));
  private static final List<JsonNode> ROW = List.of(JSON.numberNode(17), JSON.stringNode("Zoë"));

  /** {@code "id":"17","name":"Zoë",} with a letter of two bytes. */
  private static final long BYTES_OF_ROW = (2 + 6) + 2 + (4 + 6) + 4;

  private static final Rows ROWS =
      new Rows(
          COLUMNS,
          List.of(ROW, ROW),
          Rows.Cut.NONE,
          new Rows.Source("replica-1", true),
          Rows.Age.UNKNOWN);
  private static final Keeping KEEPING = new Keeping("tool", "v1", List.of());

  private static final Database DATABASE =
      (_, _) -> {
        spin();
        return ROWS;
      };

  /** Takes longer than no time at all. */
  private static void spin() {
    long endNanos = System.nanoTime() + 2_000_000;
    while (System.nanoTime() < endNanos) {
      Thread.onSpinWait();
    }
  }

  @Test
  void run_readOfTheDatabase_countsRowsBytesAndTime() {
    Meter meter = new Meter();
    Rows answer = meter.run(() -> Meter.over(DATABASE).read(QUERY, CALL));

    assertThat(answer).isEqualTo(ROWS);
    assertThat(meter.amounts().rows()).isEqualTo(2);
    assertThat(meter.amounts().bytes()).isEqualTo(2 * BYTES_OF_ROW);
    assertThat(meter.amounts().millis()).isGreaterThanOrEqualTo(2);
    assertThat(meter.amounts().calls()).isZero();
  }

  @Test
  void run_answerThatWasKept_countsItsRowsAndNoTimeOfTheDatabase() {
    Cache kept = (_, _) -> (_, _) -> ROWS;
    Meter meter = new Meter();
    Rows _ =
        meter.run(() -> Meter.keeping(kept).over(Meter.over(DATABASE), KEEPING).read(QUERY, CALL));

    assertThat(meter.amounts()).isEqualTo(new Amounts(0, 2, 2 * BYTES_OF_ROW, 0));
  }

  @Test
  void run_readThroughACacheThatMisses_countsRowsOnce() {
    Meter meter = new Meter();
    Rows _ =
        meter.run(
            () ->
                Meter.keeping(Cache.none()).over(Meter.over(DATABASE), KEEPING).read(QUERY, CALL));

    assertThat(meter.amounts().rows()).isEqualTo(2);
    assertThat(meter.amounts().millis()).isGreaterThanOrEqualTo(2);
  }

  @Test
  void run_readThatFails_countsItsTime() {
    Database failing =
        (_, _) -> {
          spin();
          throw new IllegalStateException("away");
        };
    Meter meter = new Meter();
    assertThatThrownBy(() -> meter.run(() -> Meter.over(failing).read(QUERY, CALL)))
        .hasMessage("away");

    assertThat(meter.amounts().rows()).isZero();
    assertThat(meter.amounts().millis()).isGreaterThanOrEqualTo(2);
  }

  @Test
  void run_longReadThatBreaksOff_countsWhatWasHandedOut() {
    LongReads breaking =
        (_, _, _, _, sink) -> {
          sink.begin(
              new RowSink.Head(COLUMNS, Map.of(), new Rows.Source("r", true), Rows.Age.UNKNOWN));
          sink.take(ROW);
          sink.take(ROW);
          spin();
          throw new IOException("the store is away");
        };
    Meter meter = new Meter();
    assertThatThrownBy(() -> meter.run(() -> stream(Meter.overLong(breaking))))
        .hasMessage("the store is away");

    assertThat(meter.amounts().rows()).isEqualTo(2);
    assertThat(meter.amounts().bytes()).isEqualTo(2 * BYTES_OF_ROW);
    assertThat(meter.amounts().millis()).isGreaterThanOrEqualTo(2);
  }

  @Test
  void over_outsideOfAnyMeter_readsAsBefore() throws IOException {
    assertThat(Meter.over(DATABASE).read(QUERY, CALL)).isEqualTo(ROWS);
    Streamed nothing =
        new Streamed(
            new RowSink.Head(COLUMNS, Map.of(), new Rows.Source("r", true), Rows.Age.UNKNOWN),
            0,
            0,
            Rows.Cut.NONE);
    assertThat(stream(Meter.overLong((_, _, _, _, _) -> nothing))).isEqualTo(nothing);
  }

  private static Streamed stream(LongReads reads) throws IOException {
    return reads.stream(QUERY, LongLimits.MOST, CALL, Cancellation.NEVER, new Nowhere());
  }

  private record Nowhere() implements RowSink {
    @Override
    public void begin(Head head) {}

    @Override
    public void take(List<JsonNode> row) {}
  }
}
