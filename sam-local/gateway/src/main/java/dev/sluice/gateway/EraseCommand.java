package dev.sluice.gateway;

import dev.sluice.call.Environment;
import dev.sluice.function.ops.erasure.Erasure;
import dev.sluice.function.ops.erasure.ErasureExecutions;
import dev.sluice.function.ops.erasure.Erasures;
import java.io.PrintWriter;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/**
 * Erases all that is held on a subject, or once more on all who were erased, and gives a receipt.
 */
@Command(name = "erase")
@SuppressWarnings("NullAway.Init") // picocli fills the fields.
final class EraseCommand implements Callable<Integer> {
  private static final long POLL_MILLIS = 200;

  private final ErasureAccess access = new ErasureAccess();

  @Spec private CommandSpec spec;

  @Option(names = "--replay")
  private boolean replay;

  @Option(names = "--request")
  private String request = "";

  @Option(names = "--by")
  private String by = System.getProperty("user.name", "unknown");

  @Parameters(index = "0", arity = "0..1", paramLabel = "TENANT")
  private @Nullable String tenant;

  @Parameters(index = "1", arity = "0..1", paramLabel = "SUBJECT")
  private @Nullable String subject;

  @Override
  public Integer call() {
    if (replay && tenant != null) {
      throw new ParameterException(
          spec.commandLine(), "--replay is of all who were erased: leave tenant and subject out");
    }
    if (!replay && (tenant == null || subject == null)) {
      throw new ParameterException(
          spec.commandLine(),
          "whose data? Write TENANT SUBJECT, and \"\" for no tenant; or --replay");
    }
    boolean[] done = new boolean[1];
    access.with((services, environment) -> done[0] = run(services.erasures(), environment));
    return done[0] ? 0 : 1;
  }

  private boolean run(Erasures erasures, Environment environment) {
    PrintWriter out = spec.commandLine().getOut();
    Erasure opened =
        tenant != null && subject != null
            ? erasures.open(ErasureAccess.subject(tenant, subject), request, by, access.deadline())
            : erasures.openReplay(request, by);
    if (!opened.isOpen()) {
      out.println("Erased before, and nothing is held since.");
      print(out, opened);
      return true;
    }
    Erasure ended;
    try (ErasureExecutions executions =
        new ErasureExecutions(environment, access.clock(), access.telemetry())) {
      ended = follow(erasures, executions, opened.id(), out);
    }
    print(out, ended);
    if (ended.isOpen()) {
      spec.commandLine()
          .getErr()
          .println(
              "sluice: not everything is erased: "
                  + (ended.failure() == null ? "the execution was stopped" : ended.failure())
                  + "; give the same command again, and it goes on");
    }
    return !ended.isOpen();
  }

  /** Tells each store once, when it is erased. */
  private static Erasure follow(
      Erasures erasures, ErasureExecutions executions, String id, PrintWriter out) {
    String arn = executions.start(id);
    TreeSet<String> told = new TreeSet<>();
    while (true) {
      // Asked before: what it wrote last is read then.
      boolean running = executions.isRunning(arn);
      Erasure now =
          erasures.find(id).orElseThrow(() -> new CommandException("the erasure is gone", null));
      SortedMap<String, Long> found = now.found();
      for (String store : now.erased().keySet()) {
        if (told.add(store)) {
          out.printf(
              "erased %-12s %6d%n", store, found == null ? 0 : found.getOrDefault(store, 0L));
        }
      }
      if (!running || !now.isOpen()) {
        return now;
      }
      try {
        Thread.sleep(POLL_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return now;
      }
    }
  }

  private void print(PrintWriter out, Erasure erasure) {
    out.println(
        JsonMapper.shared()
            .writerWithDefaultPrettyPrinter()
            .writeValueAsString(Erasures.receipt(erasure)));
  }
}
