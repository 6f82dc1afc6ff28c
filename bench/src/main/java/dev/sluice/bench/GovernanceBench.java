package dev.sluice.bench;

import dev.sluice.bench.GovernedCallers.Part;
import dev.sluice.servers.PostgresCluster;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What each part of governance costs a call. */
@Command(
    name = "governance",
    description =
        "What identity, budgets and audit cost a call, in time and CPU: the same question with each"
            + " on and off, turn by turn.")
@SuppressWarnings("NullAway.Init") // picocli fills the fields.
final class GovernanceBench implements Callable<Integer> {
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
          "rounds that count, 2 or more: in each, every kind has its turn (default"
              + " ${DEFAULT-VALUE})")
  private int rounds = 40;

  @Option(
      names = "--calls",
      paramLabel = "N",
      description = "calls of one turn (default ${DEFAULT-VALUE})")
  private int callsPerTurn = 200;

  @Override
  public Integer call() throws Exception {
    if (rounds < 2) {
      throw new ParameterException(
          spec.commandLine(), "--rounds is " + rounds + ": write a number from 2");
    }
    Main.requirePositive(spec, "--calls", callsPerTurn);
    Progress progress = Progress.onStandardError();
    try (Stage stage = Stage.open(progress::say);
        GovernedCallers callers = GovernedCallers.start(stage, question(stage.cluster()))) {
      Map<Part, List<Turn>> turns = measure(callers, progress);
      callers.requireCounters();
      progress.end();
      GovernanceTable table = new GovernanceTable(turnsOf(turns, Part.NOTHING));
      for (Part part : Part.values()) {
        if (part != Part.NOTHING) {
          table.add(part.words(), turnsOf(turns, part));
        }
      }
      spec.commandLine().getOut().println(table);
    }
    return 0;
  }

  private Map<Part, List<Turn>> measure(GovernedCallers callers, Progress progress)
      throws Exception {
    Map<Part, List<Turn>> turns = new EnumMap<>(Part.class);
    for (int round = 1; round <= warmUpRounds + rounds; round++) {
      for (Part part : Part.values()) {
        Turn turn = callers.turn(part, callsPerTurn);
        if (round > warmUpRounds) {
          turns.computeIfAbsent(part, _ -> new ArrayList<>()).add(turn);
        }
      }
      progress.at(round, warmUpRounds + rounds, " rounds");
    }
    return turns;
  }

  private static List<Turn> turnsOf(Map<Part, List<Turn>> turns, Part part) {
    return Objects.requireNonNull(turns.get(part));
  }

  /** An order of the tenant, from a tool that keeps no answers: each call reads the replica. */
  private static McpRequest question(PostgresCluster cluster) throws SQLException {
    try (Connection connection = cluster.primary();
        Statement statement = connection.createStatement();
        ResultSet order =
            statement.executeQuery(
                "select min(o_orderkey) from orders join customer on c_custkey = o_custkey where"
                    + " c_mktsegment = '"
                    + GovernedCallers.TENANT
                    + "'")) {
      order.next();
      return McpRequest.toolsCall("order_lines", "{\"order_id\": " + order.getLong(1) + "}");
    }
  }
}
