package dev.sluice.tool.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.call.Deadline;
import dev.sluice.call.Outage;
import dev.sluice.call.Principal;
import dev.sluice.catalog.Allowance;
import dev.sluice.catalog.BudgetDeclaration;
import dev.sluice.catalog.Limits;
import dev.sluice.catalog.shape.Column;
import dev.sluice.control.budget.Ledger;
import dev.sluice.control.budget.Meter;
import dev.sluice.control.budget.Spending;
import dev.sluice.control.budget.Standing;
import dev.sluice.control.off.SwitchStore;
import dev.sluice.control.off.Switches;
import dev.sluice.control.off.Target;
import dev.sluice.data.Query;
import dev.sluice.data.Rows;
import dev.sluice.data.SqlTemplate;
import dev.sluice.task.Outcome;
import dev.sluice.task.Task;
import dev.sluice.task.TaskId;
import dev.sluice.task.Work;
import dev.sluice.task.step.RunContext;
import dev.sluice.task.step.Runner;
import dev.sluice.task.step.TaskInterrupted;
import dev.sluice.task.step.WorkFailedException;
import dev.sluice.telemetry.RecordingTelemetry;
import dev.sluice.tool.TestCalls;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.JsonNodeFactory;

class ControlledRunnerTest {
  private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");
  private static final InstantSource CLOCK = InstantSource.fixed(NOW);
  private static final Principal ANN = new Principal("ann", "acme", Set.of(), false);
  private static final BudgetDeclaration TEN_ROWS =
      new BudgetDeclaration(
          new Allowance(5, 10, Allowance.UNBOUNDED, Allowance.UNBOUNDED), Allowance.NONE);
  private static final Task TASK =
      Task.waiting(
          TaskId.random(),
          ANN,
          new Work("start_query", JsonNodeFactory.instance.objectNode(), "v1"),
          NOW,
          NOW.plusSeconds(600));
  private static final int ROWS = 6;

  private final RecordingTelemetry telemetry = new RecordingTelemetry();
  private final Ledger ledger = new Ledger(null, new Outage(CLOCK), CLOCK, telemetry);
  private int runs;

  private ControlledRunner over(Runner runner, @Nullable SwitchStore off) {
    return new ControlledRunner(
        runner,
        TEN_ROWS,
        new Control(ledger, new Switches(off, CLOCK, telemetry), CLOCK, telemetry));
  }

  /** Reads rows, as some work does. */
  private Outcome read(Task task, int attempt, RunContext context) {
    runs++;
    Rows rows =
        Meter.over(
                (_, _) ->
                    new Rows(
                        List.of(new Column("a", "integer")),
                        Collections.nCopies(ROWS, List.of(JsonNodeFactory.instance.numberNode(1))),
                        Rows.Cut.NONE,
                        new Rows.Source("replica-1", true)))
            .read(
                new Query(
                    SqlTemplate.literal("select 1"),
                    JsonNodeFactory.instance.objectNode(),
                    Limits.DEFAULT),
                TestCalls.by(task.owner()));
    return Outcome.ofRows(rows.rows().size(), attempt);
  }

  private long used(String budget) {
    return new Spending(TEN_ROWS, ledger, telemetry)
        .standings(ANN, Spending.timeOfStep()).stream()
            .filter(standing -> standing.budget().equals(budget))
            .mapToLong(Standing::used)
            .sum();
  }

  @Test
  void run_rowsAreRead_chargesThemToTheOwnerAndNoCall() throws WorkFailedException {
    assertThat(over(this::read, null).run(TASK, 1, new Unbounded()).rows()).isEqualTo(ROWS);

    assertThat(used("rows_per_day")).isEqualTo(ROWS);
    assertThat(used("calls_per_minute")).isZero();
  }

  @Test
  void run_attemptThatIsInterrupted_chargesWhatItRead() {
    ControlledRunner runner =
        over(
            (task, attempt, context) -> {
              Outcome _ = read(task, attempt, context);
              throw new TaskInterrupted("out of time");
            },
            null);
    assertThatThrownBy(() -> runner.run(TASK, 1, new Unbounded()))
        .isInstanceOf(TaskInterrupted.class);

    assertThat(used("rows_per_day")).isEqualTo(ROWS);
  }

  @Test
  void run_nothingLeftForTheDay_failsTheTaskBeforeItsFirstAttempt() throws WorkFailedException {
    ControlledRunner runner = over(this::read, null);
    Outcome _ = runner.run(TASK, 1, new Unbounded());
    Outcome _ = runner.run(TASK, 1, new Unbounded());

    assertThatThrownBy(() -> runner.run(TASK, 1, new Unbounded()))
        .isInstanceOf(WorkFailedException.class)
        .hasMessage(
            "Over budget: the rows_per_day of yours are used up: 12 of 10. Come back in 43200 s, at"
                + " 2026-11-27T00:00:00Z.");
    assertThat(runner.run(TASK, 2, new Unbounded()).rows()).isEqualTo(ROWS);
    assertThat(runs).isEqualTo(3);
  }

  @Test
  void run_toolTenantOrOwnerSwitchedOff_failsTheTaskAndReadsNothing() {
    assertRefused(
        Off.of(Target.Kind.TOOL, "start_query", "It is changed."),
        "The tool 'start_query' is switched off since 2026-11-26T12:00:00Z: It is changed. Ask the"
            + " owner of this server.");
    assertRefused(
        Off.of(Target.Kind.TENANT, "acme", ""),
        "Your tenant is switched off since 2026-11-26T12:00:00Z. Ask the owner of this server.");
    assertRefused(
        Off.of(Target.Kind.PRINCIPAL, "ann", ""),
        "You are switched off since 2026-11-26T12:00:00Z. Ask the owner of this server.");
    assertThat(runs).isZero();
  }

  private void assertRefused(SwitchStore off, String message) {
    ControlledRunner runner = over(this::read, off);
    assertThatThrownBy(() -> runner.run(TASK, 3, new Unbounded()))
        .isInstanceOf(WorkFailedException.class)
        .hasMessage(message);
  }

  private record Unbounded() implements RunContext {
    @Override
    public Deadline deadline() {
      return Deadline.after(Duration.ofSeconds(60), CLOCK);
    }

    @Override
    public boolean isStillWanted() {
      return true;
    }

    @Override
    public void progress(long rows) {}
  }
}
