package dev.sluice.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MainTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          fautls               | Did you mean: ./sluice bench faults
          faults --restores 0  | --restores is 0: write a number from 1
          faults --detect 0    | --detect is 0: write a number from 1
          faults --at-once -1  | --at-once is -1: write a number from 1
          faults --restores x  | is not an int
          calls --rounds 0     | --rounds is 0: write a number from 1
          calls --turns        | Unknown option: '--turns'
          """)
  void run_misuse_isStatusTwoAndSaysWhy(String line, String message) {
    assertThat(run(line.split(" ", -1))).isEqualTo(2);
    assertThat(err.toString()).contains(message);
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void run_help_isThatOfTheNamedBench() {
    assertThat(run("faults", "--help")).isZero();
    assertThat(out.toString()).contains("Usage: ./sluice bench faults", "--restores", "200");
  }

  private int run(String... arguments) {
    return Main.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
  }
}
