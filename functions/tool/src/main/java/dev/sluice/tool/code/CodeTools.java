package dev.sluice.tool.code;

import dev.sluice.call.Call;
import dev.sluice.data.DataException;
import dev.sluice.data.Database;
import dev.sluice.protocol.feature.ToolException;
import dev.sluice.protocol.feature.ToolOutcome;
import dev.sluice.protocol.feature.Tools;
import dev.sluice.protocol.wire.Content;
import dev.sluice.protocol.wire.ToolDescriptor;
import dev.sluice.protocol.wire.ToolResult;
import dev.sluice.tool.answer.NoRows;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.exc.InvalidFormatException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The tools that are written in Java. Safe for use by several threads. */
public final class CodeTools implements Tools {
  /** All that are served. A new one is added here. */
  public static final List<Tool<?, ?>> ALL = List.of(new CalendarPeriod());

  /** An empty text is no day and no number, and not nothing either. */
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .withCoercionConfigDefaults(
              config -> config.setCoercion(CoercionInputShape.EmptyString, CoercionAction.Fail))
          .build();

  private record Entry(Set<String> scopes, dev.sluice.protocol.feature.Tool tool) {}

  private final Map<String, Entry> byName = new LinkedHashMap<>();

  /**
   * Prepares tools.
   *
   * @throws IllegalArgumentException when two have one name, or an example does not fit
   */
  public CodeTools(List<Tool<?, ?>> tools, Database database, InstantSource clock) {
    for (Tool<?, ?> tool : tools) {
      Entry entry = new Entry(tool.about().scopes(), served(tool, database, clock));
      if (byName.put(tool.about().name(), entry) != null) {
        throw new IllegalArgumentException("two tools are named " + tool.about().name());
      }
    }
  }

  @Override
  public List<dev.sluice.protocol.feature.Tool> list(Call call) {
    List<dev.sluice.protocol.feature.Tool> shown = new ArrayList<>();
    for (Entry entry : byName.values()) {
      if (call.principal().holds(entry.scopes())) {
        shown.add(entry.tool());
      }
    }
    return shown;
  }

  @Override
  public Optional<dev.sluice.protocol.feature.Tool> find(String name, Call call) {
    return Optional.ofNullable(byName.get(name))
        .filter(entry -> call.principal().holds(entry.scopes()))
        .map(Entry::tool);
  }

  @Override
  public Set<String> scopes(String name) {
    Entry entry = byName.get(name);
    return entry == null ? Set.of() : entry.scopes();
  }

  private static <I extends Record, O extends Record> dev.sluice.protocol.feature.Tool served(
      Tool<I, O> tool, Database database, InstantSource clock) {
    Tool.About<I, O> about = tool.about();
    dev.sluice.protocol.feature.Tool served =
        dev.sluice.protocol.feature.Tool.of(
            new ToolDescriptor(
                about.name(),
                about.title(),
                about.description(),
                RecordSchema.input(about.input()),
                RecordSchema.output(about.output())),
            (arguments, exchange) -> {
              Context context = new Context(exchange.call(), database, clock);
              return answer(tool, about.input(), arguments, context);
            });
    try {
      served.check(JSON.valueToTree(about.example()));
    } catch (ToolException e) {
      throw new IllegalArgumentException("the example of " + about.name() + ": " + e.getMessage());
    }
    return served;
  }

  private static <I extends Record, O extends Record> ToolOutcome answer(
      Tool<I, O> tool, Class<I> input, ObjectNode arguments, Context context) {
    try {
      O output = tool.call(JSON.treeToValue(arguments, input), context);
      ObjectNode structured = JSON.valueToTree(output);
      return new ToolOutcome.Done(
          new ToolResult(List.of(new Content.Text(structured.toString())), structured, false));
    } catch (DataException e) {
      throw NoRows.told(e, context.call());
    } catch (InvalidFormatException e) {
      throw new ToolException(
          "'%s' is \"%s\", which is no %s."
              .formatted(
                  e.getPath().stream()
                      .map(JacksonException.Reference::getPropertyName)
                      .collect(Collectors.joining(".")),
                  e.getValue(),
                  e.getTargetType().getSimpleName()),
          e);
    } catch (JacksonException e) {
      throw new ToolException("The arguments cannot be read: " + e.getOriginalMessage(), e);
    }
  }
}
