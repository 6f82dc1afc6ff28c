package dev.sluice.bench;

import dev.sluice.bench.PeersTable.Sum;
import dev.sluice.servers.RedisServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Sluice beside MCP Toolbox: one PostgreSQL, one statement, the same requests, turn by turn. */
@Command(
    name = "peers",
    description = "The same question to Sluice and to MCP Toolbox, with 1 and with 8 connections.")
@SuppressWarnings("NullAway.Init") // picocli fills the fields.
final class Peers implements Callable<Integer> {
  private static final int[] CONNECTIONS = {1, 8};

  @Spec private CommandSpec spec;

  @Option(
      names = "--warm-up",
      paramLabel = "N",
      description = "rounds before anything counts (default ${DEFAULT-VALUE})")
  private int warmUpRounds = 8;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description =
          "rounds that count: in each, every kind has its turn (default ${DEFAULT-VALUE})")
  private int rounds = 20;

  @Option(
      names = "--turn",
      paramLabel = "MILLIS",
      description = "length of one turn (default ${DEFAULT-VALUE})")
  private int turnMillis = 1_000;

  @Override
  public Integer call() throws Exception {
    Main.requirePositive(spec, "--rounds", rounds);
    Main.requirePositive(spec, "--turn", turnMillis);
    Progress progress = Progress.onStandardError();
    Path root = Path.of(System.getProperty("sluice.root", "."));
    Path cache = Path.of(System.getProperty("sluice.cache", "target"));
    Toolbox toolbox = Toolbox.install(root.resolve("bench/peers"), cache, progress::say);
    try (Stage stage = Stage.open(progress::say);
        RedisServer redis =
            RedisServer.start(
                Files.createDirectory(stage.folder().resolve("redis")),
                Map.of("maxmemory", "256mb", "maxmemory-policy", "volatile-lru"));
        PeerServers servers = PeerServers.start(stage, redis, toolbox)) {
      OrderQuestions questions = OrderQuestions.in(stage.cluster());
      PeersTable table = new PeersTable();
      List<Kind> kinds = new ArrayList<>();
      try {
        for (int connections : CONNECTIONS) {
          kinds.add(
              new Kind(connections, servers.toolbox(questions, OrderQuestions.TOOL, connections)));
          kinds.add(
              new Kind(connections, servers.sluice(questions, OrderQuestions.TOOL, connections)));
          kinds.add(
              new Kind(
                  connections, servers.sluice(questions, OrderQuestions.KEPT_TOOL, connections)));
        }
        List<Sum> sums = measure(kinds, progress);
        requireHits(redis, sums);
        for (int i = 0; i < kinds.size(); i += 3) {
          int connections = kinds.get(i).connections();
          table.add("Toolbox", connections, sums.get(i));
          table.add("Sluice", connections, sums.get(i + 1), sums.get(i));
          table.add("Sluice, kept", connections, sums.get(i + 2), sums.get(i));
        }
      } finally {
        for (Kind kind : kinds) {
          kind.callers().close();
        }
      }
      progress.end();
      spec.commandLine().getOut().println(table);
    }
    return 0;
  }

  /** What is called kept must have come from the cache: fewer hits than calls would belie it. */
  private static void requireHits(RedisServer redis, List<Sum> sums) {
    String name = "keyspace_hits:";
    long hits =
        redis
            .ask("INFO", "stats")
            .lines()
            .filter(line -> line.startsWith(name))
            .mapToLong(line -> Long.parseLong(line.substring(name.length()).strip()))
            .sum();
    long calls = 0;
    for (int i = 2; i < sums.size(); i += 3) {
      calls += sums.get(i).times().getTotalCount();
    }
    if (hits < calls) {
      throw new IllegalStateException(
          "of " + calls + " calls to the tool that keeps its answers, only " + hits + " hit");
    }
  }

  private List<Sum> measure(List<Kind> kinds, Progress progress) throws Exception {
    List<Sum> sums = new ArrayList<>();
    kinds.forEach(_ -> sums.add(Sum.none()));
    for (int round = 1; round <= warmUpRounds + rounds; round++) {
      for (int i = 0; i < kinds.size(); i++) {
        Sum turn = kinds.get(i).callers().turn(Duration.ofMillis(turnMillis));
        if (round > warmUpRounds) {
          sums.set(i, sums.get(i).plus(turn));
        }
      }
      progress.at(round, warmUpRounds + rounds, " rounds");
    }
    return sums;
  }

  private record Kind(int connections, PeerCallers callers) {}
}
