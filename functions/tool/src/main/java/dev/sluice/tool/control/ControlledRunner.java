package dev.sluice.tool.control;

import dev.sluice.call.Principal;
import dev.sluice.catalog.BudgetDeclaration;
import dev.sluice.control.budget.Meter;
import dev.sluice.control.budget.Spending;
import dev.sluice.control.budget.Standing;
import dev.sluice.control.off.Switch;
import dev.sluice.task.Outcome;
import dev.sluice.task.Task;
import dev.sluice.task.step.RunContext;
import dev.sluice.task.step.Runner;
import dev.sluice.task.step.WorkFailedException;
import dev.sluice.telemetry.Metric;

/**
 * A runner under budgets and switches: an attempt does not begin where its owner, its tenant or its
 * tool is switched off, nor the first one where nothing is left for this day; what an attempt reads
 * is charged to the task's owner, whatever comes of it. Safe for use by several threads.
 */
public final class ControlledRunner implements Runner {
  private static final int INTERNAL_ERROR = -32603;

  private final Runner runner;
  private final Control control;
  private final Spending spending;

  /**
   * Under the budgets of a catalogue.
   *
   * @param runner reads by {@link Meter#overLong}
   */
  public ControlledRunner(Runner runner, BudgetDeclaration budgets, Control control) {
    this.runner = runner;
    this.control = control;
    this.spending = new Spending(budgets, control.ledger(), control.telemetry());
  }

  @Override
  public Outcome run(Task task, int attempt, RunContext context) throws WorkFailedException {
    Principal owner = task.owner();
    Switch off =
        control
            .switches()
            .of(owner)
            .or(() -> control.switches().ofTool(task.work().tool()))
            .orElse(null);
    if (off != null) {
      control.telemetry().measure(Metric.SWITCH_REFUSALS, 1);
      throw new WorkFailedException(INTERNAL_ERROR, off.message());
    }
    // A later attempt would fail for what the one before has read.
    Standing over =
        attempt > 1 ? null : spending.usedUpToday(owner, Spending.timeOfStep()).orElse(null);
    if (over != null) {
      control.telemetry().measure(Metric.BUDGET_REFUSALS, 1);
      throw new WorkFailedException(INTERNAL_ERROR, over.message(control.clock().instant()));
    }
    Meter meter = new Meter();
    try {
      return meter.run(() -> runner.run(task, attempt, context));
    } finally {
      spending.charge(owner, meter.amounts(), Spending.timeOfStep());
    }
  }
}
