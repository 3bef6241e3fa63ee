package io.bagoftricks.tricks.init.xavier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.bagoftricks.api.random.Draws;
import io.bagoftricks.testkit.Golden;
import io.bagoftricks.testkit.TrickContract;
import io.bagoftricks.tricks.init.Distribution;
import io.bagoftricks.tricks.init.Moments;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The expected numbers are sqrt(6 / 2880) and sqrt(2 / 2880), by hand. */
final class XavierTest {
  @TestFactory
  Stream<DynamicTest> keepsTheContract() {
    return TrickContract.of(new XavierProvider()).tests();
  }

  @Test
  @Golden(trick = "xavier", source = "sqrt(6 / (fan in + fan out)) by hand")
  void thePapersIsUniform() {
    moments(XavierConfig.defaults()).assertUniform(0.0456435);
  }

  /** The head of ResNet-50: sqrt(6 / (2048 + 1000)). */
  @Test
  void aLinearLayersFansAreItsExtents() {
    float[] values = new float[1000 * 2048];
    Xavier.initializer(XavierConfig.defaults()).fill(values, List.of(1000, 2048), Draws.of(3));
    float largest = 0;
    for (float value : values) {
      largest = Math.max(largest, Math.abs(value));
    }
    assertThat((double) largest).isCloseTo(0.04436783, within(1e-6));
  }

  @Test
  void theNormalOneHasTheSameDeviation() {
    moments(new XavierConfig(Distribution.NORMAL, 1)).assertNormal(0.0263523);
  }

  @Test
  void theGainIsAFactorOnTheWeights() {
    moments(new XavierConfig(Distribution.UNIFORM, 3)).assertUniform(3 * 0.0456435);
    moments(new XavierConfig(Distribution.NORMAL, 0.5)).assertNormal(0.5 * 0.0263523);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, 9e-7, 1.1e6, Double.NaN})
  void refusesAGainThatIsNotOne(double gain) {
    assertThatThrownBy(() -> new XavierConfig(Distribution.NORMAL, gain).gain())
        .hasMessageContaining("gain must be between 1e-6 and 1e6");
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e-6, 1e6})
  void takesTheExtremes(double gain) {
    moments(new XavierConfig(Distribution.UNIFORM, gain)).assertUniform(gain * 0.0456435);
  }

  private static Moments moments(XavierConfig config) {
    return Moments.of(Xavier.initializer(config));
  }
}
