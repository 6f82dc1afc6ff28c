package dev.sluice.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class RoundsTest {
  private final List<String> calls = new ArrayList<>();

  @Test
  void measure_twoCallers_takeTurnsAndOnlyCountAfterTheWarmUp() throws Exception {
    Caller slow = caller("a", 2_000);
    Caller fast = caller("b", 1_000);

    List<Histogram> times =
        new Rounds(1, 2, 2).measure(List.of(slow, fast), Progress.onStandardError());

    assertThat(calls).containsExactly("a", "a", "b", "b", "a", "a", "b", "b", "a", "a", "b", "b");
    assertThat(times).extracting(Histogram::getTotalCount).containsExactly(4L, 4L);
    CallsTable table = new CallsTable();
    table.add("here", times.get(1), times.get(1), times.get(0));
    assertThat(table.toString())
        .contains("here, does nothing                   0.001     0.001")
        .contains(
            "here, customer_orders                0.002     0.002       0.001     0.001    2.0x");
  }

  private Caller caller(String name, long nanos) {
    return () -> {
      calls.add(name);
      return nanos;
    };
  }
}
