package dev.sluice.bench;

import java.util.List;
import java.util.concurrent.Callable;
import org.HdrHistogram.Histogram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Warm calls over the floor of a function that does nothing. */
@Command(
    name = "calls",
    description = "Warm calls through the Lambda runtime client, over the runtime's floor.")
final class Calls implements Callable<Integer> {
  @Option(
      names = "--warm-up",
      paramLabel = "N",
      description = "calls of each kind before anything counts (default ${DEFAULT-VALUE})")
  private int warmUpCalls = 10_000;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description = "how often each kind has its turn (default ${DEFAULT-VALUE})")
  private int rounds = 50;

  @Option(
      names = "--calls",
      paramLabel = "N",
      description = "calls of one turn (default ${DEFAULT-VALUE})")
  private int callsPerRound = 200;

  @Override
  public Integer call() throws Exception {
    Progress progress = Progress.onStandardError();
    try (Stage stage = Stage.open(progress::say);
        RuntimeCallers runtime = RuntimeCallers.start(stage)) {
      CustomerOrders question = CustomerOrders.in(stage.cluster());
      progress.say("Warming up, " + warmUpCalls + " calls of each kind");
      List<Histogram> times =
          new Rounds(warmUpCalls, rounds, callsPerRound)
              .measure(
                  List.of(
                      runtime.floor(question.event()),
                      runtime.toolsList(),
                      runtime.customerOrders(question)),
                  progress);
      progress.end();
      CallsTable table = new CallsTable();
      table.addFloor("runtime client, does nothing", times.get(0));
      table.add("runtime client, tools/list", times.get(1), times.get(0));
      table.add("runtime client, customer_orders", times.get(2), times.get(0));
      System.out.println(table);
    }
    return 0;
  }
}
