package io.bagoftricks.tricks.init.msraprelu;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bagoftricks.testkit.Golden;
import io.bagoftricks.testkit.TrickContract;
import io.bagoftricks.tricks.init.Moments;
import io.bagoftricks.tricks.init.msraprelu.MsraPreluConfig.FactorType;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class MsraPreluTest {
  @TestFactory
  Stream<DynamicTest> keepsTheContract() {
    return TrickContract.of(new MsraPreluProvider()).tests();
  }

  @Test
  void mxnetsDefaultsAreTheMeanOfBothFansAndPrelusSlope() {
    moments(MsraPreluConfig.defaults()).assertNormal(0.0361551);
  }

  /** sqrt(2 / ((1 + slope^2) factor)) by hand, for the factors 1440, 576 and 2304. */
  @ParameterizedTest
  @CsvSource({
    "AVG, 0.25, 0.0361551",
    "IN, 0.25, 0.0571662",
    "OUT, 0.25, 0.0285831",
    "AVG, 0, 0.0372678",
    "IN, 0, 0.0589256"
  })
  @Golden(trick = "msra-prelu", source = "MXNet's formula by hand")
  void dividesByTheFactor(FactorType factor, double slope, double deviation) {
    moments(new MsraPreluConfig(factor, slope)).assertNormal(deviation);
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, 1.1e6, -1.1e6})
  void refusesASlopeOutOfRange(double slope) {
    assertThatThrownBy(() -> new MsraPreluConfig(FactorType.AVG, slope).slope())
        .hasMessageContaining("slope must be between -1e6 and 1e6");
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e6, -1e6})
  void takesTheExtremes(double slope) {
    moments(new MsraPreluConfig(FactorType.IN, slope)).assertNormal(0.0589256e-6);
  }

  private static Moments moments(MsraPreluConfig config) {
    return Moments.of(MsraPrelu.initializer(config));
  }
}
