package dev.sluice.function.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.Layer;
import dev.sluice.call.Notes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutcomeTest {
  @ParameterizedTest
  @CsvSource({
    "DATABASE, unavailable, false, 200, FAILED",
    "DATABASE, busy, false, 200, FAILED",
    "DATABASE, timed_out, false, 200, REFUSED",
    "DATABASE, sqlstate_22012, true, 200, REFUSED",
    "TASK, task_store, false, 200, FAILED",
    "BUDGET, rows, true, 200, REFUSED",
    "TOOL, tool_error, false, 200, REFUSED",
    "DEADLINE, too_late, false, 504, FAILED",
    "REQUEST, bad_event, true, 400, REFUSED",
  })
  void of_stop_isWhoseFaultItIs(
      Layer layer, String code, boolean refused, int status, Outcome outcome) {
    assertThat(Outcome.of(new Notes.Stop(layer, code, refused), status)).isEqualTo(outcome);
  }

  @Test
  void of_noStop_isByTheStatus() {
    assertThat(Outcome.of(null, 200)).isEqualTo(Outcome.OK);
    assertThat(Outcome.of(null, 405)).isEqualTo(Outcome.REFUSED);
    assertThat(Outcome.of(null, 503)).isEqualTo(Outcome.FAILED);
  }
}
