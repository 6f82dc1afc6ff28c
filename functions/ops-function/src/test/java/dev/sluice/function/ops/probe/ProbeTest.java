package dev.sluice.function.ops.probe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.Deadline;
import dev.sluice.function.ops.version.Question;
import dev.sluice.telemetry.Telemetry;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class ProbeTest {
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-11-26T12:00:00Z"));
  private final List<Duration> pauses = new ArrayList<>();

  @Test
  void look_wholeMinute_looksSixTimesTenSecondsApart() throws Exception {
    assertThat(probe().look(within(56)).looks()).isEqualTo(6);
    assertThat(pauses).hasSize(5);
    assertThat(pauses).containsOnly(Duration.ofSeconds(10));
  }

  @Test
  void look_timeThatIsShort_endsBeforeTheDeadline() throws Exception {
    assertThat(probe().look(within(16)).looks()).isEqualTo(2);
    assertThat(probe().look(within(4)).looks()).isZero();
  }

  @Test
  void look_noDoor_isAProblemEachTime() throws Exception {
    assertThat(probe().look(within(7)).problems()).containsExactly("no answer: ConnectException");
  }

  private Probe probe() {
    return new Probe(
        // Nothing listens there, and whoever asks knows at once.
        new Door(URI.create("http://127.0.0.1:1/mcp")),
        List.of(new Question("one", "{}".getBytes(UTF_8), _ -> null)),
        event -> event,
        now::get,
        pause -> {
          pauses.add(pause);
          now.updateAndGet(at -> at.plus(Duration.ofSeconds(10)));
        },
        Telemetry.discarding());
  }

  private Deadline within(int seconds) {
    return Deadline.after(Duration.ofSeconds(seconds), now::get);
  }
}
