package dev.sluice.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class PairedTest {
  @Test
  void of_sameDifferenceInEachTurn_isThatWithoutAnyMargin() {
    Paired paired = Paired.of(List.of(2.0, 5.0, 9.0), List.of(1.0, 4.0, 8.0));

    assertThat(paired.difference()).isEqualTo(1.0);
    assertThat(paired.margin()).isZero();
  }

  @Test
  void of_differencesThatVary_hasTheMarginOfTheirMean() {
    Paired paired = Paired.of(List.of(1.0, 3.0, 2.0, 2.0), List.of(0.0, 0.0, 0.0, 0.0));

    assertThat(paired.difference()).isEqualTo(2.0);
    assertThat(paired.margin()).isEqualTo(1.96 * Math.sqrt(2.0 / 3 / 4), within(1e-9));
  }

  @Test
  void of_turnsThatDoNotMatch_saysWhatToWrite() {
    assertThatThrownBy(() -> Paired.of(List.of(1.0), List.of(1.0)))
        .hasMessage("1 turns beside 1: write the same number, 2 or more");
  }

  @Test
  void table_aKindOverTheBase_tellsDifferenceAndRatio() {
    List<Turn> base = List.of(new Turn(1.0, 0.5), new Turn(1.2, 0.5));
    GovernanceTable table = new GovernanceTable(base);
    table.add("audit", List.of(new Turn(1.1, 0.75), new Turn(1.3, 0.75)));

    assertThat(table.toString().lines().toList().getLast())
        .isEqualTo(
            "audit"
                + " ".repeat(34)
                + " 1.200    0.750    0.100 ± 0.000  1.09x    0.250 ± 0.000  1.50x");
  }
}
