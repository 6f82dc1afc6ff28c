package dev.sluice.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class OutputTailTest {

  @Test
  void text_shortOutput_whole() {
    assertThat(tail("one\ntwo\n").text()).isEqualTo("one\ntwo\n");
  }

  @Test
  void text_moreThanItKeeps_endIsKeptAndTheRestCounted() {
    String text = tail("x".repeat(300 << 10) + "the end").text();

    assertThat(text).endsWith("xthe end");
    assertThat(text).startsWith("[45063 bytes before this are dropped]\nx");
    assertThat(text).hasSize((256 << 10) + "[45063 bytes before this are dropped]\n".length());
  }

  private static OutputTail tail(String output) {
    OutputTail tail = new OutputTail(new ByteArrayInputStream(output.getBytes(UTF_8)));
    tail.awaitEnd(Duration.ofSeconds(10));
    return tail;
  }
}
