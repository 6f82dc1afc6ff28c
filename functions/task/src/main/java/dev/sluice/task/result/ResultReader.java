package dev.sluice.task.result;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.task.TaskId;
import dev.sluice.task.TaskStatus;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The stored result of a task that has ended, by its committed attempt and no other. Safe for use
 * by several threads.
 */
public final class ResultReader {
  /** The most rows of a page. */
  public static final int MOST_PAGE_ROWS = 10_000;

  /** The most bytes of a page: what goes into one answer, and more. */
  public static final int MOST_PAGE_BYTES = 4 << 20;

  /** The most links at once: each has some 500 characters. */
  public static final int MOST_LINKS = 1_000;

  private final ObjectStore store;
  private final ResultIndex index;

  private ResultReader(ObjectStore store, ResultIndex index) {
    this.store = store;
    this.index = index;
  }

  /**
   * Rows of a result.
   *
   * @param firstRow the number of the first of them, from 1
   * @param rows each an object in JSON, as it is stored
   * @param nextRow the number of the row behind them; null where there is none
   */
  public record Page(long firstRow, List<String> rows, @Nullable Long nextRow) {
    /** Copies the list. */
    public Page {
      rows = List.copyOf(rows);
    }
  }

  /**
   * A part, and where to load it.
   *
   * @param part what it is
   * @param url good for a time, for whoever has it
   */
  public record Link(ResultIndex.Part part, URI url) {}

  /**
   * Opens a task's result.
   *
   * @param completed how the task ended
   * @throws DamagedResultException when it is not what was committed
   * @throws IllegalArgumentException when it ended with something other than rows
   */
  public static ResultReader open(ObjectStore store, TaskId id, TaskStatus.Completed completed)
      throws IOException {
    if (completed.result() != null) {
      throw new IllegalArgumentException("task " + id + " ended with a result that is no rows");
    }
    int attempt = completed.attempt();
    byte[] content =
        store
            .get(ResultKeys.of(id, attempt) + ResultKeys.INDEX, IndexFormat.MOST_BYTES)
            .orElseThrow(
                () -> new DamagedResultException(id, attempt, "it has no index.json", null));
    ResultIndex index = IndexFormat.read(content, id, attempt);
    if (index.rows() != completed.rows() || index.bytes() != completed.bytes()) {
      throw new DamagedResultException(
          id,
          attempt,
          "its index.json counts "
              + index.rows()
              + " rows and "
              + index.bytes()
              + " bytes, and the task ended with "
              + completed.rows()
              + " rows and "
              + completed.bytes()
              + " bytes",
          null);
    }
    return new ResultReader(store, index);
  }

  /** What the result is. */
  public ResultIndex index() {
    return index;
  }

  /**
   * Rows from a number on: as many as fit, of which only the parts are loaded that hold them.
   *
   * @param firstRow from 1; behind the last row there is an empty page
   * @param mostRows 1 to {@value #MOST_PAGE_ROWS}
   * @param mostBytes of the rows, 1 to {@value #MOST_PAGE_BYTES}
   * @throws RowTooLargeException when the first row alone has more bytes
   * @throws DamagedResultException when a part is not what the index says
   */
  public Page page(long firstRow, int mostRows, int mostBytes) throws IOException {
    check("first row", firstRow, Long.MAX_VALUE);
    check("rows", mostRows, MOST_PAGE_ROWS);
    check("bytes", mostBytes, MOST_PAGE_BYTES);
    Collecting page = new Collecting(firstRow, mostRows, mostBytes);
    for (ResultIndex.Part part : index.parts()) {
      if (page.isFull()) {
        break;
      }
      if (part.firstRow() + part.rows() > firstRow) {
        collect(part, page);
      }
    }
    if (page.rows.isEmpty() && page.next() <= index.rows()) {
      throw new RowTooLargeException(firstRow, mostBytes);
    }
    return new Page(firstRow, page.rows, page.next() > index.rows() ? null : page.next());
  }

  /**
   * Links to parts.
   *
   * @param firstPart the first of them, from 1
   * @param most 1 to {@value #MOST_LINKS}
   * @param validFor as {@link ObjectStore#link} takes it
   */
  public List<Link> links(int firstPart, int most, Duration validFor) throws ObjectStoreException {
    check("first part", firstPart, Integer.MAX_VALUE);
    check("links", most, MOST_LINKS);
    List<Link> links = new ArrayList<>();
    for (int i = firstPart - 1; i < index.parts().size() && links.size() < most; i++) {
      ResultIndex.Part part = index.parts().get(i);
      links.add(new Link(part, store.link(index.key(part), validFor)));
    }
    return links;
  }

  /** A page in the making. */
  private static final class Collecting {
    private final long firstRow;
    private final int mostRows;
    private final List<String> rows = new ArrayList<>();
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private int bytesLeft;
    private boolean full;

    Collecting(long firstRow, int mostRows, int mostBytes) {
      this.firstRow = firstRow;
      this.mostRows = mostRows;
      this.bytesLeft = mostBytes;
    }

    boolean isFull() {
      return full || rows.size() == mostRows;
    }

    long next() {
      return firstRow + rows.size();
    }

    /** Takes the next line, unless it does not fit; whether there was one. */
    boolean take(PartLines lines) throws IOException {
      // One byte more tells that it does not fit.
      if (!lines.next(line, bytesLeft + 1)) {
        return false;
      }
      full = line.size() > bytesLeft;
      if (!full) {
        bytesLeft -= line.size();
        rows.add(line.toString(UTF_8));
      }
      return true;
    }
  }

  private void collect(ResultIndex.Part part, Collecting page) throws IOException {
    byte[] content = content(part);
    try (PartLines lines = new PartLines(content)) {
      long row = part.firstRow();
      long end = part.firstRow() + part.rows();
      boolean there = true;
      while (there && row < end && !page.isFull()) {
        there = row < page.firstRow ? lines.skip() : page.take(lines);
        row++;
      }
      boolean ended = there && row == end && !page.full;
      if (!there || (ended && (lines.skip() || lines.bytes() != part.uncompressedBytes()))) {
        throw damaged(
            part,
            "holds other than " + part.rows() + " rows of " + part.uncompressedBytes() + " bytes",
            null);
      }
    } catch (DamagedResultException e) {
      throw e;
    } catch (IOException e) {
      throw damaged(part, "cannot be read: " + e.getMessage(), e);
    }
  }

  /** All of a part, which is what the index says. */
  private byte[] content(ResultIndex.Part part) throws IOException {
    byte[] content =
        store
            .get(index.key(part), ObjectStore.MOST_OBJECT_BYTES)
            .orElseThrow(() -> damaged(part, "is gone", null));
    if (content.length != part.bytes()) {
      throw damaged(
          part, "has " + content.length + " bytes, and index.json says " + part.bytes(), null);
    }
    if (!Digest.of(content).equals(part.sha256())) {
      throw damaged(part, "has another SHA-256 than index.json says", null);
    }
    return content;
  }

  private DamagedResultException damaged(
      ResultIndex.Part part, String what, @Nullable Throwable cause) {
    return new DamagedResultException(
        index.task(), index.attempt(), part.name() + " " + what, cause);
  }

  private static void check(String what, long value, long most) {
    if (value < 1 || value > most) {
      throw new IllegalArgumentException(what + ": " + value + ", not 1 to " + most);
    }
  }
}
