package dev.sluice.tool.control;

import dev.sluice.cache.Budget;
import dev.sluice.call.Call;
import dev.sluice.call.Layer;
import dev.sluice.catalog.BudgetDeclaration;
import dev.sluice.catalog.BuiltInTools;
import dev.sluice.control.budget.Meter;
import dev.sluice.control.budget.Spending;
import dev.sluice.control.budget.Standing;
import dev.sluice.control.off.Switch;
import dev.sluice.protocol.ErrorCode;
import dev.sluice.protocol.ProtocolException;
import dev.sluice.protocol.feature.Door;
import dev.sluice.protocol.feature.Exchange;
import dev.sluice.protocol.feature.ReadOutcome;
import dev.sluice.protocol.feature.Resources;
import dev.sluice.protocol.feature.Tool;
import dev.sluice.protocol.feature.ToolException;
import dev.sluice.protocol.feature.ToolOutcome;
import dev.sluice.protocol.feature.Tools;
import dev.sluice.protocol.wire.Content;
import dev.sluice.protocol.wire.ResourceDescriptor;
import dev.sluice.protocol.wire.ResourceTemplate;
import dev.sluice.protocol.wire.ToolDescriptor;
import dev.sluice.protocol.wire.ToolResult;
import dev.sluice.telemetry.Metric;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Tools, resources and the door under budgets and switches: who is switched off is told so by every
 * request; what is switched off is not shown; a call is counted once its caller may make it, and
 * before its arguments are looked at. Safe for use by several threads.
 */
public final class Controlled implements Door {
  /** Whoever has nothing left must see that, and be able to end its work. */
  private static final Set<String> FREE =
      Set.of(BuiltInTools.GET_BUDGET, "task_status", "cancel_task");

  private final Control control;
  private final Spending spending;

  /** Under the budgets of a catalogue. */
  public Controlled(BudgetDeclaration budgets, Control control) {
    this.control = control;
    this.spending = new Spending(budgets, control.ledger(), control.telemetry());
  }

  @Override
  public void enter(Call call) {
    Switch off = control.switches().of(call.principal()).orElse(null);
    if (off != null) {
      control.telemetry().measure(Metric.SWITCH_REFUSALS, 1);
      call.notes().refused(Layer.CALLER, "switched_off");
      throw new ProtocolException(ErrorCode.SWITCHED_OFF, message(off, call), data(off));
    }
  }

  /** The tools, and {@code get_budget} where there are budgets. */
  public Tools over(Tools tools) {
    return new Turnstiles(tools, spending.isBounded() ? budgetTool() : null);
  }

  /** The resources: reading one is a call. */
  public Resources over(Resources resources) {
    return new CountedResources(resources);
  }

  private final class Turnstiles implements Tools {
    private final Tools tools;
    private final @Nullable Tool ofBudgets;

    Turnstiles(Tools tools, @Nullable Tool ofBudgets) {
      this.tools = tools;
      this.ofBudgets = ofBudgets;
    }

    @Override
    public List<Tool> list(Call call) {
      List<Tool> all = new ArrayList<>(tools.list(call));
      if (ofBudgets != null) {
        all.add(ofBudgets);
      }
      all.removeIf(tool -> control.switches().ofTool(tool.descriptor().name()).isPresent());
      return all;
    }

    @Override
    public Optional<Tool> find(String name, Call call) {
      Optional<Tool> found =
          ofBudgets != null && name.equals(BuiltInTools.GET_BUDGET)
              ? Optional.of(ofBudgets)
              : tools.find(name, call);
      Switch off = control.switches().ofTool(name).orElse(null);
      if (off != null) {
        return found.map(tool -> tool.behind((exchange, _) -> refuse(off, exchange.call())));
      }
      return FREE.contains(name) || !spending.isBounded()
          ? found
          : found.map(tool -> tool.behind(Controlled.this::charged));
    }

    @Override
    public Set<String> scopes(String name) {
      return tools.scopes(name);
    }
  }

  private ToolOutcome refuse(Switch off, Call call) {
    call.notes().refused(Layer.CATALOGUE, "switched_off");
    control.telemetry().measure(Metric.SWITCH_REFUSALS, 1);
    throw new ToolException(message(off, call), data(off));
  }

  /** What was read is counted before the answer, also where there is none. */
  private ToolOutcome charged(Exchange exchange, Supplier<ToolOutcome> work) {
    Call call = exchange.call();
    Budget time = Spending.time(call.principal());
    Standing over = spending.admit(call.principal(), time).orElse(null);
    if (over != null) {
      call.notes().refused(Layer.BUDGET, "over_budget");
      throw new ToolException(message(over, call), data(over));
    }
    Meter meter = new Meter();
    try {
      return meter.run(work::get);
    } finally {
      spending.charge(call.principal(), meter.amounts(), time);
    }
  }

  private final class CountedResources implements Resources {
    private final Resources resources;

    CountedResources(Resources resources) {
      this.resources = resources;
    }

    @Override
    public List<ResourceDescriptor> list(Call call) {
      return resources.list(call);
    }

    @Override
    public List<ResourceTemplate> templates(Call call) {
      return resources.templates(call);
    }

    @Override
    public Optional<ReadOutcome> read(String uri, Exchange exchange) {
      Call call = exchange.call();
      Standing over =
          spending.admit(call.principal(), Spending.time(call.principal())).orElse(null);
      if (over != null) {
        call.notes().refused(Layer.BUDGET, "over_budget");
        throw new ProtocolException(ErrorCode.OVER_BUDGET, message(over, call), data(over));
      }
      return resources.read(uri, exchange);
    }
  }

  private Tool budgetTool() {
    ObjectNode input = JsonNodeFactory.instance.objectNode().put("type", "object");
    return Tool.of(
        new ToolDescriptor(
            BuiltInTools.GET_BUDGET, null, "What you have used and left.", input, null),
        (_, exchange) -> {
          Call call = exchange.call();
          ObjectNode answer = JsonNodeFactory.instance.objectNode();
          ArrayNode budgets = answer.putArray("budgets");
          StringBuilder text = new StringBuilder("of,budget,limit,used,left,resets_at");
          for (Standing one :
              spending.standings(call.principal(), Spending.time(call.principal()))) {
            budgets.add(data(one));
            text.append('\n')
                .append(one.of())
                .append(',')
                .append(one.budget())
                .append(',')
                .append(one.limit())
                .append(',')
                .append(one.used())
                .append(',')
                .append(one.left())
                .append(',')
                .append(one.resetsAt());
          }
          return new ToolOutcome.Done(
              new ToolResult(List.of(new Content.Text(text.toString())), answer, false));
        });
  }

  private String message(Standing over, Call call) {
    return over.message(control.clock().instant())
        + " get_budget tells what is left. Reference: "
        + call.reference();
  }

  private static String message(Switch off, Call call) {
    return off.message() + " Reference: " + call.reference();
  }

  private ObjectNode data(Standing standing) {
    ObjectNode data = JsonNodeFactory.instance.objectNode();
    data.put("of", standing.of()).put("budget", standing.budget());
    data.put("limit", standing.limit()).put("used", standing.used()).put("left", standing.left());
    data.put("resets_at", standing.resetsAt().toString());
    return data.put(
        "retry_after_seconds",
        standing.left() > 0 ? 0 : standing.secondsLeft(control.clock().instant()));
  }

  private static ObjectNode data(Switch off) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("error", "switched_off")
        .put("target", off.target().kind().word())
        .put("since", off.since().toString());
  }
}
