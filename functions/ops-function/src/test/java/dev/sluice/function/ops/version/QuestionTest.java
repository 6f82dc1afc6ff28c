package dev.sluice.function.ops.version;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.catalog.Catalog;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class QuestionTest {
  private static final Catalog CATALOG =
      Catalog.readWithoutLock(Path.of("../../catalog").toAbsolutePath().normalize());
  private static final List<Question> ALL = Question.ofAll(CATALOG, "sluice-check");

  @Test
  void ofAll_sample_asksEveryExampleAsOneSubject() {
    List<String> names = ALL.stream().map(Question::name).toList();

    CATALOG
        .tools()
        .forEach(
            tool ->
                assertThat(names.stream().filter(n -> n.startsWith(tool.name() + " in ")).count())
                    .as(tool.name())
                    .isEqualTo(
                        switch (tool.execution()) {
                          case SYNC -> tool.examples().size();
                          default -> 0L;
                        }));
    for (Question question : ALL) {
      JsonNode event = JsonMapper.shared().readTree(question.event());
      if (!question.name().startsWith("a caller")) {
        assertThat(event.at("/requestContext/authorizer/principalId").asString(""))
            .isEqualTo("sluice-check");
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "server/discover in 2026-07-28|200|{\"result\": {}}|",
        "server/discover in 2026-07-28|500|{\"error\": {\"code\": -32603, \"message\": \"s3cret\"}}"
            + "|server/discover in 2026-07-28: has no result (status 500, error -32603)",
        "initialize in 2025-11-25|200|{\"result\": {\"protocolVersion\": \"2025-11-25\"}}|",
        "initialize in 2025-11-25|200|{\"result\": {\"protocolVersion\": \"2025-06-18\"}}"
            + "|initialize in 2025-11-25: does not agree to 2025-11-25",
        "ping in 2025-11-25|200|no json|ping in 2025-11-25: the answer cannot be read",
        "what is no JSON|400|{\"error\": {\"code\": -32700}}|",
        "what is no JSON|200|{\"result\": {}}"
            + "|what is no JSON: is not answered with the error -32700",
        "a caller whom no authorizer has seen|403|{}|",
        "a caller whom no authorizer has seen|200|{}"
            + "|a caller whom no authorizer has seen: has status 200, not 403",
        "customer_orders in 2026-07-28|200|{\"result\": {\"content\": []}}|",
        "customer_orders in 2026-07-28|200|{\"result\": {\"isError\": true}}"
            + "|customer_orders in 2026-07-28: has an error for a result"
      })
  void judge_answer_saysWhatIsWrongAndQuotesNothing(
      String name, int status, String body, String problem) {
    assertThat(question(name).judge(answer(status, body, false))).isEqualTo(problem);
    assertThat(question(name).judge(answer(status, body, true))).isEqualTo(problem);
  }

  @Test
  void judge_listWithoutATool_namesIt() {
    assertThat(question("tools/list in 2026-07-28").judge(answer(200, "{\"result\": {}}", false)))
        .startsWith("tools/list in 2026-07-28: does not list ")
        .contains("customer_orders");
  }

  @Test
  void judge_eventsAheadOfTheAnswer_readsTheLast() {
    String events =
        """
        event: message
        data: {"method": "notifications/message"}

        event: message
        data: {"result": {}}

        """;

    assertThat(question("ping in 2025-11-25").judge(answer(200, events, false))).isNull();
  }

  private static Question question(String name) {
    return ALL.stream().filter(q -> q.name().equals(name)).findFirst().orElseThrow();
  }

  private static byte[] answer(int status, String body, boolean base64) {
    return JsonMapper.shared()
        .writeValueAsBytes(
            JsonMapper.shared()
                .createObjectNode()
                .put("statusCode", status)
                .put(
                    "body",
                    base64 ? Base64.getEncoder().encodeToString(body.getBytes(UTF_8)) : body)
                .put("isBase64Encoded", base64));
  }
}
