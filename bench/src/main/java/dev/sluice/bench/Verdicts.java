package dev.sluice.bench;

import dev.sluice.attacks.Analytics;
import dev.sluice.attacks.Governed;
import dev.sluice.call.Deadline;
import dev.sluice.call.Principal;
import dev.sluice.sql.Judge;
import dev.sluice.sql.Verdict;
import dev.sluice.tool.governed.Governance;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How long a verdict takes: the first of a process, later ones by length, and kept ones. */
@Command(
    name = "verdict",
    description = "How long a verdict on a statement takes: cold, warm by its length, and kept.")
@SuppressWarnings("NullAway.Init") // picocli fills the fields.
final class Verdicts implements Callable<Integer> {
  private static final Deadline AMPLE = Deadline.after(Duration.ofHours(1), InstantSource.system());

  /** Lengths up to which statements are taken together, in characters. */
  private static final List<Integer> LENGTHS = List.of(50, 100, 200, 400, 800, 16_384);

  @Spec private CommandSpec spec;

  @Option(
      names = "--rounds",
      description = "times each statement is judged after warming up (default: ${DEFAULT-VALUE})",
      defaultValue = "20")
  private int rounds;

  @Override
  public Integer call() {
    Main.requirePositive(spec, "--rounds", rounds);
    Progress progress = Progress.onStandardError();
    List<Analytics> statements = Analytics.all();
    long startNanos = System.nanoTime();
    Governance governance = new Governance(new Judge(), Governed.exposed());
    boolean _ = isAllowed(governance, "select count(*) from orders");
    System.out.printf("the first of a process: %,d ms%n", millisSince(startNanos));
    progress.say("Judging %d statements %d times".formatted(statements.size(), 2 * rounds));
    Map<Integer, List<Long>> warm = new TreeMap<>();
    List<Long> kept = new ArrayList<>();
    for (int round = 0; round < 2 * rounds; round++) {
      for (Analytics statement : statements) {
        // Another text each time, so that no verdict is a kept one.
        String text = statement.text() + " -- " + round;
        long before = System.nanoTime();
        if (!isAllowed(governance, text)) {
          System.out.println("refused: " + statement.name());
          return 1;
        }
        long tookNanos = System.nanoTime() - before;
        boolean _ = isAllowed(governance, text);
        if (round >= rounds) {
          warm.computeIfAbsent(lengthOf(statement), _ -> new ArrayList<>()).add(tookNanos);
          kept.add(System.nanoTime() - before - tookNanos);
        }
      }
    }
    System.out.printf("%-24s %8s %10s %10s%n", "characters, up to", "verdicts", "p50 ms", "p99 ms");
    warm.forEach((length, nanos) -> print(String.format("%,d", length), nanos));
    print("kept, of any length", kept);
    return 0;
  }

  private static boolean isAllowed(Governance governance, String sql) {
    return governance.adHoc(sql, Principal.LOCAL, AMPLE) instanceof Verdict.Allowed;
  }

  private static int lengthOf(Analytics statement) {
    return LENGTHS.stream()
        .filter(length -> statement.text().length() <= length)
        .findFirst()
        .orElseThrow();
  }

  private static void print(String what, List<Long> nanos) {
    List<Long> sorted = nanos.stream().sorted().toList();
    System.out.printf(
        "%-24s %8d %10.3f %10.3f%n",
        what,
        sorted.size(),
        sorted.get(sorted.size() / 2) / 1e6,
        sorted.get((int) (sorted.size() * 0.99)) / 1e6);
  }

  private static long millisSince(long startNanos) {
    return (System.nanoTime() - startNanos) / 1_000_000;
  }
}
