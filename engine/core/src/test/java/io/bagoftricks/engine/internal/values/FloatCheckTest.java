package io.bagoftricks.engine.internal.values;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FloatCheckTest {
  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void oneValueAnywhereIsFound(float value) {
    for (int length = 1; length < 10; length++) {
      for (int place = 0; place < length; place++) {
        float[] values = new float[length + 2];
        values[0] = Float.NaN;
        values[length + 1] = Float.NaN;
        values[1] = -Float.MAX_VALUE;
        assertThat(FloatCheck.isFinite(values, 1, length)).isTrue();

        values[1 + place] = value;

        assertThat(FloatCheck.isFinite(values, 1, length)).isFalse();
      }
    }
  }
}
