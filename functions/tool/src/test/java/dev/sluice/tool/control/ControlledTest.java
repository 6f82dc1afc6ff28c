package dev.sluice.tool.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.call.Call;
import dev.sluice.call.Outage;
import dev.sluice.call.Principal;
import dev.sluice.catalog.Allowance;
import dev.sluice.catalog.BudgetDeclaration;
import dev.sluice.control.budget.Ledger;
import dev.sluice.control.off.SwitchStore;
import dev.sluice.control.off.Switches;
import dev.sluice.control.off.Target;
import dev.sluice.protocol.ProtocolException;
import dev.sluice.protocol.feature.Exchange;
import dev.sluice.protocol.feature.ReadOutcome;
import dev.sluice.protocol.feature.Resources;
import dev.sluice.protocol.feature.Tool;
import dev.sluice.protocol.feature.ToolException;
import dev.sluice.protocol.feature.ToolOutcome;
import dev.sluice.protocol.feature.Tools;
import dev.sluice.protocol.wire.ResourceDescriptor;
import dev.sluice.protocol.wire.ResourceTemplate;
import dev.sluice.protocol.wire.ToolDescriptor;
import dev.sluice.protocol.wire.ToolResult;
import dev.sluice.telemetry.Metric;
import dev.sluice.telemetry.RecordingTelemetry;
import dev.sluice.tool.TestCalls;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

class ControlledTest {
  private static final Principal ANN = new Principal("ann", "acme", Set.of(), false);
  private static final BudgetDeclaration TWO_CALLS =
      new BudgetDeclaration(
          new Allowance(2, Allowance.UNBOUNDED, Allowance.UNBOUNDED, Allowance.UNBOUNDED),
          Allowance.NONE);

  private Instant now = Instant.parse("2026-11-26T12:00:20.5Z");
  private final RecordingTelemetry telemetry = new RecordingTelemetry();
  private int done;

  private Controlled controlled(BudgetDeclaration budgets, @Nullable SwitchStore off) {
    InstantSource clock = () -> now;
    return new Controlled(
        budgets,
        new Control(
            new Ledger(null, new Outage(clock), clock, telemetry),
            new Switches(off, clock, telemetry),
            clock,
            telemetry));
  }

  private Tools tools(BudgetDeclaration budgets, @Nullable SwitchStore off) {
    return controlled(budgets, off)
        .over(new Three(List.of(tool("one"), tool("two"), tool("task_status"))));
  }

  private Tool tool(String name) {
    return Tool.of(
        new ToolDescriptor(
            name,
            null,
            "Does something.",
            JsonNodeFactory.instance
                .objectNode()
                .put("type", "object")
                .put("additionalProperties", false),
            null),
        (_, _) -> {
          done++;
          return new ToolOutcome.Done(
              new ToolResult(List.of(), JsonNodeFactory.instance.objectNode(), false));
        });
  }

  private static List<String> names(Tools tools) {
    return tools.list(TestCalls.by(ANN)).stream().map(tool -> tool.descriptor().name()).toList();
  }

  @Test
  void call_overBudget_isRefusedWithWhenToComeBack() {
    Tools tools = tools(TWO_CALLS, null);
    TestCalls.call(tools, ANN, "one", "{}");
    TestCalls.call(tools, ANN, "two", "{}");

    assertThatThrownBy(() -> TestCalls.call(tools, ANN, "one", "{}"))
        .isInstanceOfSatisfying(
            ToolException.class,
            refused -> {
              assertThat(refused.getMessage())
                  .matches(
                      "Over budget: the calls_per_minute of yours are used up: 2 of 2\\. Come back"
                          + " in 40 s, at 2026-11-26T12:01:00Z\\. get_budget tells what is left\\."
                          + " Reference: \\S+");
              ObjectNode data = Objects.requireNonNull(refused.data());
              assertThat(data.path("retry_after_seconds").asInt()).isEqualTo(40);
              assertThat(data.path("left").asInt()).isZero();
            });
    assertThat(done).isEqualTo(2);
    assertThat(telemetry.sum(Metric.BUDGET_REFUSALS)).isEqualTo(1);
  }

  @Test
  void call_overBudget_statusOfATaskAndGetBudgetStillAnswer() {
    Tools tools = tools(TWO_CALLS, null);
    TestCalls.call(tools, ANN, "one", "{}");
    TestCalls.call(tools, ANN, "one", "{}");
    TestCalls.call(tools, ANN, "task_status", "{}");
    ToolResult told = TestCalls.call(tools, ANN, "get_budget", "{}");

    assertThat(done).isEqualTo(3);
    assertThat(TestCalls.text(told))
        .isEqualTo(
            """
            of,budget,limit,used,left,resets_at
            principal,calls_per_minute,2,2,0,2026-11-26T12:01:00Z""");
    JsonNode only = TestCalls.structured(told).at("/budgets/0");
    assertThat(only.path("used").asInt()).isEqualTo(2);
    assertThat(only.path("retry_after_seconds").asInt()).isEqualTo(40);
  }

  @Test
  void call_argumentsThatDoNotFit_countAsACall() {
    Tools tools = tools(TWO_CALLS, null);
    TestCalls.call(tools, ANN, "one", "{}");
    assertThatThrownBy(() -> TestCalls.call(tools, ANN, "one", "{\"of\":1}"))
        .isInstanceOf(ToolException.class);

    assertThatThrownBy(() -> TestCalls.call(tools, ANN, "one", "{}"))
        .hasMessageStartingWith("Over budget: ");
  }

  @Test
  void list_noBudgets_showsNoGetBudget() {
    assertThat(names(tools(BudgetDeclaration.NONE, null)))
        .containsExactly("one", "two", "task_status");
    assertThat(names(tools(TWO_CALLS, null)))
        .containsExactly("one", "two", "task_status", "get_budget");
  }

  @Test
  void call_toolSwitchedOff_isNotShownAndSaysWhy() {
    Tools tools = tools(TWO_CALLS, Off.of(Target.Kind.TOOL, "two", "It reads too much."));

    assertThat(names(tools)).containsExactly("one", "task_status", "get_budget");
    assertThatThrownBy(() -> TestCalls.call(tools, ANN, "two", "{}"))
        .isInstanceOf(ToolException.class)
        .hasMessageMatching(
            "The tool 'two' is switched off since 2026-11-26T12:00:00Z: It reads too much\\. Ask"
                + " the owner of this server\\. Reference: \\S+");
    assertThat(done).isZero();
    TestCalls.call(tools, ANN, "one", "{}");
    TestCalls.call(tools, ANN, "one", "{}");
    assertThat(telemetry.sum(Metric.SWITCH_REFUSALS)).isEqualTo(1);
  }

  @Test
  void enter_tenantOrPrincipalSwitchedOff_isRefusedAndOthersAreNot() {
    Call ann = TestCalls.by(ANN);
    Call other = TestCalls.by(new Principal("bob", "other", Set.of(), false));
    Controlled tenant = controlled(BudgetDeclaration.NONE, Off.of(Target.Kind.TENANT, "acme", ""));
    Controlled own =
        controlled(BudgetDeclaration.NONE, Off.of(Target.Kind.PRINCIPAL, "ann", "Stolen."));

    assertThatThrownBy(() -> tenant.enter(ann))
        .isInstanceOf(ProtocolException.class)
        .hasMessage(
            "Your tenant is switched off since 2026-11-26T12:00:00Z. Ask the owner of this server."
                + " Reference: "
                + ann.reference());
    assertThatThrownBy(() -> own.enter(ann))
        .hasMessageStartingWith("You are switched off since 2026-11-26T12:00:00Z: Stolen. Ask");
    tenant.enter(other);
    own.enter(other);
  }

  @Test
  void read_overBudget_isRefusedAndListingIsNot() {
    Resources resources = controlled(TWO_CALLS, null).over(new Nothing());
    Exchange exchange = TestCalls.exchange(TestCalls.by(ANN));
    assertThat(resources.read("sluice://a", exchange)).isEmpty();
    assertThat(resources.read("sluice://a", exchange)).isEmpty();

    assertThatThrownBy(() -> resources.read("sluice://a", exchange))
        .isInstanceOf(ProtocolException.class)
        .hasMessageStartingWith("Over budget: the calls_per_minute of yours");
    assertThat(resources.list(exchange.call())).isEmpty();
  }

  private record Three(List<Tool> all) implements Tools {
    @Override
    public List<Tool> list(Call call) {
      return all;
    }

    @Override
    public Optional<Tool> find(String name, Call call) {
      return all.stream().filter(tool -> tool.descriptor().name().equals(name)).findFirst();
    }
  }

  private record Nothing() implements Resources {
    @Override
    public List<ResourceDescriptor> list(Call call) {
      return List.of();
    }

    @Override
    public List<ResourceTemplate> templates(Call call) {
      return List.of();
    }

    @Override
    public Optional<ReadOutcome> read(String uri, Exchange exchange) {
      return Optional.empty();
    }
  }
}
