package dev.sluice.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.bench.PeersTable.Sum;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class PeersTableTest {
  @Test
  void add_sluiceAndPeer_givesSluiceOverPeer() {
    Sum peer = sum(500_000, 4, 1_000_000, 2_000_000);
    Sum half = sum(1_000_000, 1, 1_000_000, 1_000_000);
    PeersTable table = new PeersTable();

    table.add("Toolbox", 8, peer);
    table.add("Sluice", 8, half.plus(half), peer);

    assertThat(table.toString().lines().skip(1))
        .containsExactly(
            "Toolbox                    8    0.500    0.500        0.250     2000",
            "Sluice                     8    1.000    1.000        1.000     1000"
                + "   2.00x, 4.00x, 0.50x");
  }

  private static Sum sum(long nanos, int calls, long cpuNanos, long tookNanos) {
    Histogram times = new Histogram(3);
    for (int call = 0; call < calls; call++) {
      times.recordValue(nanos);
    }
    return new Sum(times, cpuNanos, tookNanos);
  }
}
