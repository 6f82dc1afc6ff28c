package dev.sluice.tool.task;

import dev.sluice.call.Call;
import dev.sluice.call.Layer;
import dev.sluice.protocol.ErrorCode;
import dev.sluice.protocol.ProtocolException;
import dev.sluice.protocol.feature.Exchange;
import dev.sluice.protocol.feature.Freshness;
import dev.sluice.protocol.feature.ReadOutcome;
import dev.sluice.protocol.feature.Resources;
import dev.sluice.protocol.feature.ToolException;
import dev.sluice.protocol.wire.ResourceContents;
import dev.sluice.protocol.wire.ResourceDescriptor;
import dev.sluice.protocol.wire.ResourceTemplate;
import dev.sluice.task.Task;
import dev.sluice.task.TaskEngine;
import dev.sluice.task.TaskId;
import dev.sluice.task.TaskStoreException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The rows of tasks as resources, for clients that read many. Safe for use by several threads. */
public final class TaskResources implements Resources {
  /** The template of all of them. */
  public static final String TEMPLATE = "sluice://tasks/{task_id}/rows/{first_row}";

  private static final Pattern URI =
      Pattern.compile("sluice://tasks/([A-Za-z0-9_-]{27})/rows/([1-9][0-9]{0,8})");

  private static final int PAGE_ROWS = 10_000;
  private static final int PAGE_BYTES = 1 << 20;
  private static final String TYPE = "application/jsonl";

  /** A result never changes, and is its owner's alone. */
  private static final Freshness FRESHNESS = new Freshness(60_000, false);

  private final TaskEngine engine;
  private final TaskResults results;

  /** Over an engine. */
  public TaskResources(TaskEngine engine, TaskResults results) {
    this.engine = engine;
    this.results = results;
  }

  /** None: they are told by the tools that make them. */
  @Override
  public List<ResourceDescriptor> list(Call call) {
    return List.of();
  }

  @Override
  public List<ResourceTemplate> templates(Call call) {
    return List.of(
        new ResourceTemplate(
            TEMPLATE,
            "task_rows",
            "Rows of a task",
            "From a row on, one JSON object a line: at most "
                + PAGE_ROWS
                + ", or 1 MiB. The next page begins behind the last line.",
            TYPE));
  }

  @Override
  public Optional<ReadOutcome> read(String uri, Exchange exchange) {
    Matcher named = URI.matcher(uri);
    if (!named.matches()) {
      return Optional.empty();
    }
    exchange.call().notes().name(TEMPLATE);
    try {
      Optional<Task> task = engine.find(new TaskId(named.group(1)), exchange.call());
      if (task.isEmpty()) {
        return Optional.empty();
      }
      String lines =
          results.lines(
              task.get(), Long.parseLong(named.group(2)), PAGE_ROWS, PAGE_BYTES, exchange.call());
      return Optional.of(
          new ReadOutcome.Done(List.of(ResourceContents.text(uri, TYPE, lines)), FRESHNESS));
    } catch (ToolException e) {
      exchange.call().notes().refused(Layer.TASK, "no_such_rows");
      throw new ProtocolException(ErrorCode.INVALID_PARAMS, String.valueOf(e.getMessage()));
    } catch (TaskStoreException | IOException e) {
      exchange.call().notes().failed(Layer.TASK, "task_store");
      throw new ProtocolException(
          ErrorCode.NOT_WITH_THIS_CLIENT,
          "The rows cannot be read just now. Try again in a minute. Reference: "
              + exchange.call().reference());
    }
  }
}
