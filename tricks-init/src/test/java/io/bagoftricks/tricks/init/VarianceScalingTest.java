package io.bagoftricks.tricks.init;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bagoftricks.api.network.XavierUniform;
import io.bagoftricks.api.random.Draws;
import io.bagoftricks.tricks.init.VarianceScaling.Divisor;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class VarianceScalingTest {
  /** So that a recipe that says what its model does anyway ends in the same bits. */
  @Test
  void isToTheBitWhatModelsStartWith() {
    for (List<Integer> shape : List.of(List.of(10, 7), List.of(5, 3, 7, 7), List.of(6, 1, 3, 3))) {
      float[] expected = new float[shape.stream().reduce(1, (a, b) -> a * b)];
      float[] values = expected.clone();
      new XavierUniform().fill(expected, shape, Draws.of(5));
      new VarianceScaling(Distribution.UNIFORM, 1, Divisor.FAN_AVERAGE)
          .fill(values, shape, Draws.of(5));
      assertThat(values).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
  void refusesAScaleThatIsNotOne(double scale) {
    assertThatThrownBy(
            () -> new VarianceScaling(Distribution.NORMAL, scale, Divisor.FAN_IN).scale())
        .hasMessageContaining("positive and finite");
  }
}
