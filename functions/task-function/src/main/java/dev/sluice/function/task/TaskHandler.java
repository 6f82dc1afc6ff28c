package dev.sluice.function.task;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.sluice.cache.RedisEntryStore;
import dev.sluice.cache.RedisSettings;
import dev.sluice.call.Environment;
import dev.sluice.call.Outage;
import dev.sluice.catalog.Catalog;
import dev.sluice.control.aws.SwitchSettings;
import dev.sluice.control.budget.Ledger;
import dev.sluice.control.budget.Meter;
import dev.sluice.data.DatabaseLogin;
import dev.sluice.data.Replicas;
import dev.sluice.data.Settings;
import dev.sluice.secret.SecretSources;
import dev.sluice.sql.Judge;
import dev.sluice.task.aws.TaskServices;
import dev.sluice.task.aws.TaskSettings;
import dev.sluice.task.step.Asker;
import dev.sluice.task.step.StepCalls;
import dev.sluice.task.step.Steps;
import dev.sluice.telemetry.Telemetry;
import dev.sluice.tool.ServedCatalog;
import dev.sluice.tool.control.Control;
import dev.sluice.tool.control.ControlledRunner;
import dev.sluice.tool.declared.PreparedCatalog;
import dev.sluice.tool.declared.Servable;
import dev.sluice.tool.task.LongQueries;
import dev.sluice.tool.task.QueryRunner;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import org.crac.Core;
import org.crac.Resource;
import org.jspecify.annotations.Nullable;

/**
 * The handler that state machines call, a step at a time. What it serves is the catalogue's lock:
 * whether the database still bears that out, a statement tells when it runs.
 */
public final class TaskHandler implements RequestStreamHandler, Resource {
  private final Replicas replicas;
  private final @Nullable RedisEntryStore cache;
  private final StepFunction function;

  /** Starts the function as the environment says; Lambda's client needs this constructor. */
  public TaskHandler() {
    this(Environment.ofProcess());
  }

  /** The same, told otherwise. Throws {@link IllegalArgumentException} naming what is missing. */
  public TaskHandler(Environment environment) {
    InstantSource clock = InstantSource.system();
    Telemetry telemetry = telemetry(environment, clock);
    TaskServices tasks = TaskServices.of(TaskSettings.required(environment), clock, telemetry);
    this.replicas =
        new Replicas(
            Settings.of(environment),
            DatabaseLogin.of(environment, clock),
            SecretSources.of(environment, clock, telemetry),
            clock,
            telemetry);
    PreparedCatalog catalog = ServedCatalog.prepare(Catalog.read(folder(environment)), new Judge());
    RedisSettings counters = RedisSettings.of(environment, clock);
    this.cache = counters == null ? null : new RedisEntryStore(counters, clock);
    Control control =
        new Control(
            new Ledger(
                cache == null ? null : cache.counters(), new Outage(clock), clock, telemetry),
            SwitchSettings.switches(SwitchSettings.of(environment), clock, telemetry),
            clock,
            telemetry);
    LongQueries queries = LongQueries.of(catalog, Servable.of(catalog, Optional.empty()));
    Steps steps =
        new Steps(
            tasks.book(),
            tasks.executions(),
            new ControlledRunner(
                new QueryRunner(queries, Meter.overLong(replicas), tasks.results()),
                catalog.catalog().budgets(),
                control),
            Asker.NONE,
            telemetry);
    this.function = new StepFunction(new StepCalls(steps), clock);
    Core.getGlobalContext().register(this);
  }

  @Override
  public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
    function.handleRequest(in, out, context);
  }

  /** A connection does not outlive the snapshot. */
  @Override
  public void beforeCheckpoint(org.crac.Context<? extends Resource> context) {
    replicas.disconnect();
    if (cache != null) {
      cache.close();
    }
  }

  /** Nothing: the first step opens what it needs. */
  @Override
  public void afterRestore(org.crac.Context<? extends Resource> context) {}

  private static Path folder(Environment environment) {
    String root = environment.text("LAMBDA_TASK_ROOT", ".");
    return Path.of(environment.text("SLUICE_CATALOG", Path.of(root, "catalog").toString()));
  }

  private static Telemetry telemetry(Environment environment, InstantSource clock) {
    return Telemetry.ofFunction(
        environment.flag("SLUICE_TELEMETRY", "problems", "all"),
        environment.functionVersion(),
        clock);
  }
}
