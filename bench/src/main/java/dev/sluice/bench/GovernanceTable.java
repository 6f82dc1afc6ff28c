package dev.sluice.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** What each part of governance costs, as lines of text: over the same call without any of it. */
final class GovernanceTable {
  private final List<Turn> base;
  private final List<String> lines = new ArrayList<>();

  /** Over these turns of calls without governance. */
  GovernanceTable(List<Turn> base) {
    this.base = base;
    lines.add(
        "%-36s %8s %8s %17s %6s %17s %6s"
            .formatted(
                "milliseconds a call", "p50", "CPU", "p50 over", "ratio", "CPU over", "ratio"));
    lines.add(figures("nothing of it", base));
  }

  /** One kind. */
  void add(String what, List<Turn> turns) {
    lines.add(figures(what, turns) + over(turns, Turn::millis) + over(turns, Turn::cpuMillis));
  }

  @Override
  public String toString() {
    return String.join("\n", lines);
  }

  private static String figures(String what, List<Turn> turns) {
    return String.format(
        Locale.ROOT,
        "%-36s %8.3f %8.3f",
        what,
        mean(turns, Turn::millis),
        mean(turns, Turn::cpuMillis));
  }

  private String over(List<Turn> turns, ToDoubleFunction<Turn> figure) {
    Paired paired = Paired.of(each(turns, figure), each(base, figure));
    return String.format(
        Locale.ROOT,
        "   %6.3f ± %5.3f %5.2fx",
        paired.difference(),
        paired.margin(),
        mean(turns, figure) / mean(base, figure));
  }

  private static List<Double> each(List<Turn> turns, ToDoubleFunction<Turn> figure) {
    return turns.stream().mapToDouble(figure).boxed().toList();
  }

  private static double mean(List<Turn> turns, ToDoubleFunction<Turn> figure) {
    return turns.stream().mapToDouble(figure).average().orElse(0);
  }
}
