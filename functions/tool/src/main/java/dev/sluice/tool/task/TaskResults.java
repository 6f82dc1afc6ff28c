package dev.sluice.tool.task;

import dev.sluice.call.Call;
import dev.sluice.call.Layer;
import dev.sluice.catalog.shape.Column;
import dev.sluice.data.Rows;
import dev.sluice.protocol.feature.ToolException;
import dev.sluice.protocol.wire.Content;
import dev.sluice.protocol.wire.ToolResult;
import dev.sluice.task.Task;
import dev.sluice.task.TaskStatus;
import dev.sluice.task.result.DamagedResultException;
import dev.sluice.task.result.ObjectStore;
import dev.sluice.task.result.ResultIndex;
import dev.sluice.task.result.ResultReader;
import dev.sluice.task.result.RowTooLargeException;
import dev.sluice.tool.answer.Answer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What tasks came to, for their owners, page by page. Safe for use by several threads. */
public final class TaskResults {
  /** Of a page in an answer: as much as a tool answers that declares no limits. */
  static final int PAGE_ROWS = 200;

  static final int PAGE_BYTES = 262_144;

  /** A link has some 500 characters. */
  private static final int MOST_LINKS = 10;

  /** Long enough to load a part, short enough for whoever finds one in a log. */
  private static final Duration LINKS_VALID = Duration.ofMinutes(15);

  /** As records have it: where the rows were read first stands in the answer. */
  private static final String SOURCE = "task";

  private static final JsonMapper JSON = JsonMapper.shared();

  private final ObjectStore store;

  /** Those of a store. */
  public TaskResults(ObjectStore store) {
    this.store = store;
  }

  /**
   * A page of a task's result, and links to the parts from its first row on.
   *
   * @param firstRow from 1
   * @throws ToolException where there is no result, or not yet, or no such row
   */
  public ToolResult page(Task task, long firstRow, Call call) {
    TaskStatus.Completed completed = completed(task);
    JsonNode own = completed.result();
    if (own != null) {
      call.notes().read(SOURCE, 0);
      return new ToolResult(List.of(new Content.Text(own.toString())), own, false);
    }
    try {
      ResultReader reader = ResultReader.open(store, task.id(), completed);
      ResultReader.Page page = page(reader, firstRow, PAGE_ROWS, PAGE_BYTES);
      Answer answer = answer(reader.index(), page);
      ObjectNode structured = answer.structured(call.reference());
      structured.put("task_id", task.id().text());
      structured.put("first_row", firstRow);
      structured.put("total_rows", reader.index().rows());
      if (!reader.index().masked().isEmpty()) {
        ObjectNode masked = structured.putObject("masked");
        reader.index().masked().forEach(masked::put);
      }
      if (page.nextRow() != null) {
        structured.put("next_row", page.nextRow());
      }
      call.notes().read(SOURCE, page.rows().size());
      links(reader, firstRow, structured.putArray("links"));
      structured.put("links_valid_seconds", LINKS_VALID.toSeconds());
      return new ToolResult(
          List.of(new Content.Text(answer.text() + "\nLinks to all rows: JSON Lines, gzip.")),
          structured,
          false);
    } catch (RowTooLargeException e) {
      throw new ToolException(
          "Row " + firstRow + " alone is larger than an answer may be: load its part by a link.",
          e);
    } catch (DamagedResultException e) {
      call.notes().failed(Layer.TASK, "damaged_result");
      throw new ToolException(
          "The stored result is damaged. Start the task again. Reference: " + call.reference(), e);
    } catch (IOException e) {
      call.notes().failed(Layer.TASK, "result_store");
      throw new ToolException(
          "The stored result cannot be read just now. Try again in a minute. Reference: "
              + call.reference(),
          e);
    }
  }

  /** The rows of a page as they are stored, a line each. */
  String lines(Task task, long firstRow, int mostRows, int mostBytes, Call call)
      throws IOException {
    ResultReader reader = ResultReader.open(store, task.id(), completed(task));
    List<String> rows = page(reader, firstRow, mostRows, mostBytes).rows();
    call.notes().read(SOURCE, rows.size());
    return String.join("\n", rows);
  }

  private static TaskStatus.Completed completed(Task task) {
    return switch (task.status()) {
      case TaskStatus.Completed completed -> completed;
      case TaskStatus.Failed failed -> throw new ToolException(failed.message());
      case TaskStatus.Cancelled _ ->
          throw new ToolException("The task was cancelled, and has no result. Start it again.");
      case TaskStatus.Waiting _, TaskStatus.Started _, TaskStatus.Running _, TaskStatus.Asking _ ->
          throw new ToolException(
              "The task has not ended. Ask task_status until it is completed, then come back.");
    };
  }

  private static ResultReader.Page page(
      ResultReader reader, long firstRow, int mostRows, int mostBytes) throws IOException {
    long rows = reader.index().rows();
    if (firstRow < 1 || firstRow > Math.max(rows, 1)) {
      throw new ToolException(
          String.format(Locale.ROOT, "There is no row %d: there are 1 to %d.", firstRow, rows));
    }
    return reader.page(firstRow, mostRows, mostBytes);
  }

  private static Answer answer(ResultIndex index, ResultReader.Page page) {
    List<List<JsonNode>> rows = new ArrayList<>();
    for (String line : page.rows()) {
      JsonNode row = JSON.readTree(line);
      rows.add(index.columns().stream().map(column -> value(row, column)).toList());
    }
    Long seconds = index.ageSeconds();
    Rows shown =
        new Rows(
            index.columns(),
            rows,
            index.cut(),
            index.source(),
            new Rows.Age(seconds == null ? null : Duration.ofSeconds(seconds), index.stale()));
    String cut = cut(index, page);
    return cut == null ? Answer.complete(shown) : Answer.cut(shown, cut, null);
  }

  private static JsonNode value(JsonNode row, Column column) {
    return row.path(column.name());
  }

  private static @Nullable String cut(ResultIndex index, ResultReader.Page page) {
    Long next = page.nextRow();
    if (next != null) {
      return String.format(
          Locale.ROOT,
          "Rows %d to %d of %d. To go on, give task_result first_row %d.",
          page.firstRow(),
          next - 1,
          index.rows(),
          next);
    }
    return switch (index.cut()) {
      case NONE -> null;
      case BY_ROWS, BY_BYTES ->
          "The task ended at the most "
              + (index.cut() == Rows.Cut.BY_ROWS ? "rows" : "bytes")
              + " that one may have. Ask more narrowly.";
    };
  }

  private static void links(ResultReader reader, long firstRow, ArrayNode links)
      throws IOException {
    int part = 1;
    for (ResultIndex.Part candidate : reader.index().parts()) {
      if (candidate.firstRow() + candidate.rows() > firstRow) {
        break;
      }
      part++;
    }
    for (ResultReader.Link link : reader.links(part, MOST_LINKS, LINKS_VALID)) {
      links
          .addObject()
          .put("url", link.url().toString())
          .put("first_row", link.part().firstRow())
          .put("rows", link.part().rows())
          .put("bytes", link.part().bytes())
          .put("sha256", link.part().sha256());
    }
  }
}
