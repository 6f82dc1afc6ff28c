package dev.sluice.servers;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SampleDatabaseTest {
  @ParameterizedTest
  @ValueSource(doubles = {0.0031, 0.01, 0.02, 0.023, 0.05, 0.1, 1, 10})
  void checkScale_partsWithFourSuppliers_isTaken(double scale) {
    assertThatCode(() -> SampleDatabase.checkScale(scale)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource({"0.001,0.0031", "0.005,0.0053", "0.015,0.0151", "0.021,0.0211"})
  void checkScale_supplierTwiceForOnePart_isRefusedWithABetterOne(double scale, String better) {
    assertThatThrownBy(() -> SampleDatabase.checkScale(scale))
        .isInstanceOf(ServerException.class)
        .hasMessage(
            "the scale is %s, where TPC-H's generator names a supplier twice for one part:"
                    .formatted(scale)
                + " choose "
                + better);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, 0.0009, 11, Double.NaN, Double.POSITIVE_INFINITY})
  void checkScale_outOfRange_isRefused(double scale) {
    assertThatThrownBy(() -> SampleDatabase.checkScale(scale))
        .isInstanceOf(ServerException.class)
        .hasMessageEndingWith("choose one from 0.001 to 10.0");
  }
}
