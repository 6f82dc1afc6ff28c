package dev.sluice.function.ops;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InvalidationEventTest {
  /** As EventBridge sends one, with all that it adds. */
  @Test
  void read_event_isItsTags() {
    assertThat(
            read(
                """
                {"version": "0", "id": "6a7e8feb-b491-4cf7-a9f1-bf3703467718",
                 "detail-type": "Orders changed", "source": "loader", "account": "111122223333",
                 "time": "2026-11-26T10:00:00Z", "region": "eu-west-1", "resources": [],
                 "detail": {"tags": ["orders", "sales:eu"], "rows": 7}}
                """))
        .isEqualTo(List.of("orders", "sales:eu"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          orders                             | the event is no JSON: write {"detail": {"tags": ["orders"]}}
          `` | the event has no object 'detail': write {"detail": {"tags": ["orders"]}}
          {}                                 | the event has no object 'detail': write {"detail": {"tags": ["orders"]}}
          {"tags": ["orders"]}               | the event has no object 'detail': write {"detail": {"tags": ["orders"]}}
          {"detail": ["orders"]}             | the event has no object 'detail': write {"detail": {"tags": ["orders"]}}
          {"detail": {}}                     | 'detail.tags' is no list of tags: write {"detail": {"tags": ["orders"]}}
          {"detail": {"tags": "orders"}}     | 'detail.tags' is no list of tags: write {"detail": {"tags": ["orders"]}}
          {"detail": {"tags": []}}           | 'detail.tags' is no list of tags: write {"detail": {"tags": ["orders"]}}
          {"detail": {"tags": ["a", 7]}}     | 'detail.tags[1]' is no tag: write what a tool's 'cache: { tags: … }' says. Use a-z, 0-9, '_', '.', ':' and '-', a letter first, at most 128 characters
          {"detail": {"tags": ["Orders"]}}   | 'detail.tags[0]' is no tag: write what a tool's 'cache: { tags: … }' says. Use a-z, 0-9, '_', '.', ':' and '-', a letter first, at most 128 characters
          """)
  void read_wrongEvent_saysWhatToWrite(String event, String message) {
    assertThatThrownBy(() -> read(event))
        .isInstanceOf(InvalidationFailed.class)
        .hasNoCause()
        .hasMessage(message);
  }

  @Test
  void read_moreTagsThanAnyCatalogueHas_isRefused() {
    String tags = "\"a\",".repeat(100) + "\"a\"";
    assertThatThrownBy(() -> read("{\"detail\": {\"tags\": [" + tags + "]}}"))
        .hasMessage("'detail.tags' has 101 tags, not 1 to 100");
  }

  private static List<String> read(String event) {
    return InvalidationEvent.read(new ByteArrayInputStream(event.getBytes(UTF_8)));
  }
}
