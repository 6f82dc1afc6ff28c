package dev.sluice.bench;

import java.util.List;
import java.util.concurrent.Callable;
import org.HdrHistogram.Histogram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Warm calls over the floor of a function that does nothing. */
@Command(
    name = "calls",
    description =
        "Warm calls through the Lambda runtime client and the gateway, over the floor of each.")
@SuppressWarnings("NullAway.Init") // picocli fills the fields.
final class Calls implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--warm-up",
      paramLabel = "N",
      description = "rounds before anything counts (default ${DEFAULT-VALUE})")
  private int warmUpRounds = 50;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description =
          "rounds that count: in each, every kind has its turn (default ${DEFAULT-VALUE})")
  private int rounds = 50;

  @Option(
      names = "--calls",
      paramLabel = "N",
      description = "calls of one turn (default ${DEFAULT-VALUE})")
  private int callsPerRound = 200;

  @Override
  public Integer call() throws Exception {
    Main.requirePositive(spec, "--rounds", rounds);
    Main.requirePositive(spec, "--calls", callsPerRound);
    Progress progress = Progress.onStandardError();
    try (Stage stage = Stage.open(progress::say);
        RuntimeCallers runtime = RuntimeCallers.start(stage);
        GatewayCallers gateway = GatewayCallers.start(stage)) {
      CustomerOrders question = CustomerOrders.in(stage.cluster());
      List<Histogram> times =
          new Rounds(warmUpRounds, rounds, callsPerRound)
              .measure(
                  List.of(
                      runtime.floor(question.event()),
                      runtime.toolsList(),
                      runtime.customerOrders(question),
                      gateway.floor(question.request()),
                      gateway.toolsList(),
                      gateway.customerOrders(question),
                      runtime.keptCustomerOrders(question)),
                  progress);
      progress.end();
      CallsTable table = new CallsTable();
      table.add("runtime client", times.get(0), times.get(1), times.get(2));
      table.add("runtime client, the same, kept", times.get(6), times.get(0));
      table.add("gateway", times.get(3), times.get(4), times.get(5));
      spec.commandLine().getOut().println(table);
    }
    return 0;
  }
}
