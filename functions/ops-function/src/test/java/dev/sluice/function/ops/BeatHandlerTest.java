package dev.sluice.function.ops;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.telemetry.Metric;
import dev.sluice.telemetry.RecordingTelemetry;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import org.junit.jupiter.api.Test;

class BeatHandlerTest {
  private final RecordingTelemetry recorded = new RecordingTelemetry();

  @Test
  void count_messagesOfTheTopic_areCounted() {
    String event =
        """
        {"Records": [{"EventSource": "aws:sns", "Sns": {"Message": "beat"}},
         {"EventSource": "aws:sns", "Sns": {"Message": "{}"}}, {"EventSource": "aws:s3"}]}
        """;
    assertThat(answer(event)).isEqualTo("{\"beats\":2}");
    assertThat(recorded.sum(Metric.PAGE_PATH_BEATS)).isEqualTo(2);
  }

  @Test
  void count_anotherEvent_isNoBeat() {
    assertThat(answer("{}")).isEqualTo("{\"beats\":0}");
    assertThat(recorded.sum(Metric.PAGE_PATH_BEATS)).isZero();
  }

  private String answer(String event) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new BeatHandler(recorded).count(new ByteArrayInputStream(event.getBytes(UTF_8)), out);
    return out.toString(UTF_8);
  }
}
