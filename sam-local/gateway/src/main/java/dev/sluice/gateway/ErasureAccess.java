package dev.sluice.gateway;

import dev.sluice.call.Deadline;
import dev.sluice.call.Environment;
import dev.sluice.call.subject.Subject;
import dev.sluice.function.ops.erasure.ErasureServices;
import dev.sluice.function.ops.erasure.ErasureUnavailable;
import dev.sluice.telemetry.JsonLinesTelemetry;
import dev.sluice.telemetry.ProblemsOnly;
import dev.sluice.telemetry.Telemetry;
import java.time.Duration;
import java.time.InstantSource;

/** What the commands about subjects have in common: where all that is held on one is kept. */
final class ErasureAccess {
  private static final Duration LIMIT = Duration.ofMinutes(10);

  private final InstantSource clock = InstantSource.system();
  private final Telemetry telemetry = new ProblemsOnly(new JsonLinesTelemetry(System.err, clock));

  /** What is done with the stores. */
  @FunctionalInterface
  interface Errand {
    void run(ErasureServices services, Environment environment);
  }

  InstantSource clock() {
    return clock;
  }

  Telemetry telemetry() {
    return telemetry;
  }

  Deadline deadline() {
    return Deadline.after(LIMIT, clock);
  }

  /** Throws {@link CommandException} on what nobody can be called. */
  static Subject subject(String tenant, String name) {
    try {
      return new Subject(tenant, name);
    } catch (IllegalArgumentException e) {
      throw new CommandException("nobody is called that: " + e.getMessage(), e);
    }
  }

  void with(Errand errand) {
    Environment environment = environment();
    try (ErasureServices services = new ErasureServices(environment, clock, telemetry)) {
      errand.run(services, environment);
    } catch (ErasureUnavailable e) {
      throw new CommandException(
          "a store does not answer: " + e.getMessage() + "; ask again, and it goes on", e);
    } catch (IllegalArgumentException e) {
      throw new CommandException(String.valueOf(e.getMessage()), e);
    }
  }

  private static Environment environment() {
    Environment own = Environment.ofProcess();
    if (!own.text("SLUICE_ERASURES_TABLE", "").isEmpty()) {
      return own;
    }
    return LocalErasures.running()
        .orElseThrow(
            () ->
                new CommandException(
                    "no ./sluice up is running here: start one. For what is deployed this wants an"
                        + " account: AWS_REGION, keys of a role that may reach every store, and the"
                        + " variables of its erase function with SLUICE_ERASURES_STATE_MACHINE"
                        + " beside them, on a machine from which its cache can be reached"));
  }
}
