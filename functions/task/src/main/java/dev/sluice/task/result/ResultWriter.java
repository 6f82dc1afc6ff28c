package dev.sluice.task.result;

import dev.sluice.catalog.shape.Column;
import dev.sluice.data.RowSink;
import dev.sluice.data.Streamed;
import dev.sluice.task.TaskId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Stores rows as they come, in parts, and in the end what they are. Until {@link #finish} has
 * returned there is no result; what was stored before is cleared away with the attempt. A part is
 * in memory until it is stored. For one attempt, used by one thread.
 */
public final class ResultWriter implements RowSink {
  /** Of a part, uncompressed, before its last row: what a reader of one row has to load. */
  public static final int PART_BYTES = 8 << 20;

  static final String PART_TYPE = "application/gzip";

  /** As answers are written: what a row looks like does not depend on how it is had. */
  private static final JsonMapper JSON = JsonMapper.shared();

  private final ObjectStore store;
  private final TaskId id;
  private final int attempt;
  private final int partBytes;
  private final LongConsumer progress;
  private final List<ResultIndex.Part> parts = new ArrayList<>();
  private ByteArrayOutputStream line = new ByteArrayOutputStream();
  private List<Column> columns = List.of();
  private @Nullable PartBuffer part;
  private long storedRows;

  /**
   * For the rows of an attempt.
   *
   * @param attempt from 1
   * @param progress is told how many rows are stored, after each part
   */
  public ResultWriter(ObjectStore store, TaskId id, int attempt, LongConsumer progress) {
    this(store, id, attempt, progress, PART_BYTES);
  }

  ResultWriter(ObjectStore store, TaskId id, int attempt, LongConsumer progress, int partBytes) {
    this.store = store;
    this.id = id;
    this.attempt = attempt;
    this.progress = progress;
    this.partBytes = partBytes;
  }

  @Override
  public void begin(Head head) throws IOException {
    store.delete(parts.stream().map(stored -> key(stored.name())).toList());
    parts.clear();
    part = null;
    storedRows = 0;
    columns = head.columns();
  }

  @Override
  public void take(List<JsonNode> row) throws IOException {
    write(row);
    PartBuffer current = part;
    if (current == null) {
      current = new PartBuffer();
      part = current;
    }
    current.add(line);
    if (line.size() > PART_BYTES) {
      // One row was wide; the others need not pay for it.
      line = new ByteArrayOutputStream();
    }
    if (current.bytes() >= partBytes) {
      storePart(current);
    }
  }

  /**
   * Stores what is left, and last of all the index.
   *
   * @param streamed what the read came to that handed out the rows
   */
  public ResultIndex finish(Streamed streamed) throws IOException {
    if (part != null) {
      storePart(part);
    }
    if (streamed.rows() != storedRows) {
      throw new IllegalStateException(
          streamed.rows() + " rows were handed out, and " + storedRows + " are stored");
    }
    Head head = streamed.head();
    Map<String, String> masked = new TreeMap<>();
    head.masks().forEach((label, mask) -> masked.put(label, mask.show().word()));
    ResultIndex index =
        new ResultIndex(
            id,
            attempt,
            head.columns(),
            masked,
            head.source(),
            seconds(head.age().lag()),
            head.age().stale(),
            streamed.cut(),
            storedRows,
            parts.stream().mapToLong(ResultIndex.Part::uncompressedBytes).sum(),
            parts);
    store.put(key(ResultKeys.INDEX), IndexFormat.write(index), IndexFormat.TYPE);
    return index;
  }

  private void write(List<JsonNode> row) {
    line.reset();
    try (JsonGenerator json = JSON.createGenerator(line)) {
      json.writeStartObject();
      for (int i = 0; i < row.size(); i++) {
        json.writeName(columns.get(i).name());
        json.writeTree(row.get(i));
      }
      json.writeEndObject();
    }
    line.write('\n');
  }

  private void storePart(PartBuffer full) throws IOException {
    byte[] content = full.content();
    String name = ResultKeys.part(parts.size() + 1);
    store.put(key(name), content, PART_TYPE);
    parts.add(
        new ResultIndex.Part(
            name, storedRows + 1, full.rows(), content.length, full.bytes(), Digest.of(content)));
    storedRows += full.rows();
    part = null;
    progress.accept(storedRows);
  }

  private String key(String name) {
    return ResultKeys.of(id, attempt) + name;
  }

  private static @Nullable Long seconds(@Nullable Duration lag) {
    return lag == null ? null : Math.ceilDiv(lag.toMillis(), 1_000L);
  }
}
