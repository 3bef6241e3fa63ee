package io.bagoftricks.tricks.init.he;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bagoftricks.testkit.Golden;
import io.bagoftricks.testkit.TrickContract;
import io.bagoftricks.tricks.init.Distribution;
import io.bagoftricks.tricks.init.Moments;
import io.bagoftricks.tricks.init.he.HeConfig.Fan;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The expected numbers are sqrt(2 / ((1 + slope^2) fan)) by hand, times sqrt(3) for bounds. */
final class HeTest {
  @TestFactory
  Stream<DynamicTest> keepsTheContract() {
    return TrickContract.of(new HeProvider()).tests();
  }

  @Test
  void keepsTheForwardPassUnlessToldOtherwise() {
    moments(HeConfig.defaults()).assertNormal(0.0589256);
  }

  @Test
  @Golden(trick = "he", source = "sqrt(2 / fan out) by hand")
  void torchvisionsResNetsKeepTheBackwardPass() {
    moments(new HeConfig(Distribution.NORMAL, Fan.OUT, 0)).assertNormal(0.0294628);
  }

  @Test
  void theUniformOneHasTheSameDeviation() {
    moments(new HeConfig(Distribution.UNIFORM, Fan.IN, 0)).assertUniform(0.1020621);
  }

  /** {@code kaiming_uniform_(a = sqrt(5))}, whose bound is 1 / sqrt(fan in) = 1 / 24. */
  @Test
  @Golden(trick = "he", source = "torch's kaiming_uniform_")
  void torchsLayersStartWithASlopeOfTheRootOfFive() {
    moments(new HeConfig(Distribution.UNIFORM, Fan.IN, 2.23606797749979)).assertUniform(1 / 24.0);
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, 1.1e6, -1.1e6})
  void refusesASlopeOutOfRange(double slope) {
    assertThatThrownBy(() -> new HeConfig(Distribution.NORMAL, Fan.IN, slope).slope())
        .hasMessageContaining("slope must be between -1e6 and 1e6");
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e6, -1e6})
  void takesTheExtremes(double slope) {
    moments(new HeConfig(Distribution.NORMAL, Fan.IN, slope)).assertNormal(0.0589256e-6);
  }

  private static Moments moments(HeConfig config) {
    return Moments.of(He.initializer(config));
  }
}
