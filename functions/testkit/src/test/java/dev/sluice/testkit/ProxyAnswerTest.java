package dev.sluice.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ProxyAnswerTest {

  @Test
  void parse_bothKindsOfHeaders_foundInAnyCase() {
    ProxyAnswer answer =
        parse(
            """
            {"statusCode":401,"headers":{"Content-Type":"application/json"},
             "multiValueHeaders":{"content-type":["application/json"],"Vary":["Origin","Accept"]},
             "body":"{}"}
            """);

    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.headers().get("CONTENT-TYPE")).isEqualTo(List.of("application/json"));
    assertThat(answer.headers().get("vary")).isEqualTo(List.of("Origin", "Accept"));
    assertThat(answer.header("absent")).isEmpty();
    assertThat(answer.text()).isEqualTo("{}");
  }

  @Test
  void parse_base64Body_decoded() {
    assertThat(parse("{\"statusCode\":200,\"body\":\"AP8=\",\"isBase64Encoded\":true}").body())
        .containsExactly(0, 0xff);
  }

  @Test
  void parse_noBody_empty() {
    assertThat(parse("{\"statusCode\":202}").body()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "[]", "no", "{\"statusCode\":\"200\"}", "{\"statusCode\":200,\"body\":{}}"})
  void parse_malformed_saysWhatItGot(String text) {
    assertThatThrownBy(() -> parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("malformed proxy answer")
        .hasMessageEndingWith(": " + text);
  }

  private static ProxyAnswer parse(String text) {
    return ProxyAnswer.parse(text.getBytes(UTF_8));
  }
}
