package dev.sluice.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** That the bench of calls works at all, and asks what it says it asks. */
@ExtendWith(SharedStage.class)
class CallsIT {
  @Test
  void measure_aFewCalls_allAreRightAndTheFloorIsBelowThem(Stage stage) throws Exception {
    CustomerOrders question = CustomerOrders.in(stage.cluster());
    int readsBefore = new ReplicaView(stage).readsOfOrders();
    List<Histogram> times;
    try (RuntimeCallers runtime = RuntimeCallers.start(stage);
        GatewayCallers gateway = GatewayCallers.start(stage)) {
      times =
          new Rounds(2, 2, 20)
              .measure(
                  List.of(
                      runtime.floor(question.event()),
                      runtime.toolsList(),
                      runtime.customerOrders(question),
                      gateway.floor(question.request()),
                      gateway.toolsList(),
                      gateway.customerOrders(question),
                      runtime.keptCustomerOrders(question)),
                  Progress.onStandardError());
    }
    assertThat(times).extracting(Histogram::getTotalCount).containsOnly(40L);
    assertThat(p50(times, 0)).isLessThan(p50(times, 2));
    assertThat(p50(times, 3)).isLessThan(p50(times, 5));
    Await.until(
        "each call read the replica",
        () -> new ReplicaView(stage).readsOfOrders() - readsBefore >= 2 * 80);
  }

  private static long p50(List<Histogram> times, int caller) {
    return times.get(caller).getValueAtPercentile(50);
  }
}
