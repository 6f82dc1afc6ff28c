package dev.sluice.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedStage.class)
class RestoreIT {
  private static final int RESTORES = 20;
  private static final int AT_ONCE = 5;

  @Test
  void restore_everySocketDeadAndPasswordChanged_firstAnswerIsRightInTwentyOfTwenty(Stage stage)
      throws Exception {
    List<RestoreDrill.Restored> all =
        new RestoreDrill(stage).run(RESTORES, AT_ONCE, restored -> {});

    assertThat(all).hasSize(RESTORES);
    assertThat(all).extracting(RestoreDrill.Restored::wrong).containsOnly(Optional.empty());
    // Whatever waits for something that is gone waits for a second at least.
    assertThat(all).allMatch(restored -> millis(restored) < 1_000);
    assertThat(all).anyMatch(restored -> millis(restored) < 150);
  }

  private static long millis(RestoreDrill.Restored restored) {
    return Duration.ofNanos(restored.tookNanos()).toMillis();
  }
}
