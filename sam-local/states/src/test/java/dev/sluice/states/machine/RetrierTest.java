package dev.sluice.states.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetrierTest {
  @ParameterizedTest
  @CsvSource({"0, 1.0, 2000", "1, 1.0, 3000", "2, 1.0, 4500", "3, 1.0, 5000", "9, 1.0, 5000"})
  void delay_grows_upToItsBound(int retry, double drawn, long millis) {
    assertThat(retrier(false).delay(retry, drawn)).isEqualTo(Duration.ofMillis(millis));
    assertThat(retrier(false).delay(retry, 0)).isEqualTo(Duration.ofMillis(millis));
  }

  @ParameterizedTest
  @CsvSource({"0, 0.0, 0", "0, 0.5, 1000", "0, 1.0, 2000", "9, 0.1, 500"})
  void delay_fullJitter_isDrawn(int retry, double drawn, long millis) {
    assertThat(retrier(true).delay(retry, drawn)).isEqualTo(Duration.ofMillis(millis));
  }

  @ParameterizedTest
  @CsvSource({
    "States.ALL, E, true",
    "States.ALL, States.Timeout, true",
    "States.ALL, States.DataLimitExceeded, false",
    "States.ALL, States.Runtime, false",
    "States.Runtime, States.Runtime, false",
    "States.DataLimitExceeded, States.DataLimitExceeded, true",
    "States.TaskFailed, E, true",
    "States.TaskFailed, States.Timeout, false",
    "States.TaskFailed, States.HeartbeatTimeout, false",
    "States.TaskFailed, States.DataLimitExceeded, false",
    "States.Timeout, States.Timeout, true",
    "States.Timeout, States.HeartbeatTimeout, true",
    "States.HeartbeatTimeout, States.Timeout, false",
    "E, E, true",
    "E, e, false"
  })
  void match_error_isTheirsOrNot(String name, String error, boolean matches) {
    assertThat(new ErrorNames(List.of(name)).match(error)).isEqualTo(matches);
  }

  private static Retrier retrier(boolean fullJitter) {
    return new Retrier(new ErrorNames(List.of("E")), 2, 3, 1.5, 5, fullJitter);
  }
}
