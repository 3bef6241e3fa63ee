package io.bagoftricks.backends.nd4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.bagoftricks.api.network.Precision;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Rounding against the definition of the two formats: sign, exponent, fraction. */
final class StorageTest {
  private record Format(int exponentBits, int fractionBits) {
    static Format of(Precision precision) {
      return precision == Precision.FLOAT16 ? new Format(5, 10) : new Format(8, 7);
    }

    /** The pattern of infinity. */
    int infinity() {
      return ((1 << exponentBits) - 1) << fractionBits;
    }

    /** The value of a positive pattern; that of infinity is what would follow without a limit. */
    double value(int pattern) {
      int bias = (1 << (exponentBits - 1)) - 1;
      int exponent = pattern >> fractionBits;
      double fraction = (pattern & ((1 << fractionBits) - 1)) * Math.pow(2, -fractionBits);
      return exponent == 0
          ? fraction * Math.pow(2, 1 - bias)
          : (1 + fraction) * Math.pow(2, exponent - bias);
    }
  }

  @ParameterizedTest
  @CsvSource({"FLOAT16, 1", "FLOAT16, -1", "BFLOAT16, 1", "BFLOAT16, -1"})
  void roundsToTheNearestAndTiesToEven(Precision precision, float sign) {
    Format format = Format.of(precision);
    int values = format.infinity();
    float[] given = new float[4 * values];
    float[] expected = new float[4 * values];
    for (int low = 0; low < values; low++) {
      float below = (float) format.value(low);
      float above = low + 1 == values ? Float.POSITIVE_INFINITY : (float) format.value(low + 1);
      float middle = (float) ((format.value(low) + format.value(low + 1)) / 2);
      set(given, expected, 4 * low, below, below, sign);
      set(given, expected, 4 * low + 1, Math.nextDown(middle), below, sign);
      set(given, expected, 4 * low + 2, middle, low % 2 == 0 ? below : above, sign);
      set(given, expected, 4 * low + 3, Math.nextUp(middle), above, sign);
    }

    assertThat(stored(precision, given)).containsExactly(expected);
  }

  @ParameterizedTest
  @CsvSource({"FLOAT16", "BFLOAT16"})
  void keepsWhatIsNoNumber(Precision precision) {
    float[] stored =
        stored(precision, Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, -0f);
    assertThat(stored[0]).isNaN();
    assertThat(stored[1]).isEqualTo(Float.POSITIVE_INFINITY);
    assertThat(stored[2]).isEqualTo(Float.NEGATIVE_INFINITY);
    assertThat(Float.floatToRawIntBits(stored[3])).isEqualTo(Float.floatToRawIntBits(-0f));
  }

  @ParameterizedTest
  @CsvSource({"FLOAT16, 65504", "BFLOAT16, 3.3895314e38"})
  void overflowsAboveTheLargest(Precision precision, float largest) {
    assertThat(stored(precision, largest, Float.MAX_VALUE))
        .containsExactly(largest, Float.POSITIVE_INFINITY);
  }

  @ParameterizedTest
  @CsvSource({"FLOAT", "DOUBLE"})
  void changesNothingWhereAllBitsAreKept(Precision precision) {
    assertThat(stored(precision, 1 + 0x1p-23f, 0x1p-149f)).containsExactly(1 + 0x1p-23f, 0x1p-149f);
  }

  private static void set(float[] given, float[] expected, int at, float x, float y, float sign) {
    given[at] = sign * x;
    expected[at] = sign * y;
  }

  private static float[] stored(Precision precision, float... values) {
    try (Arena arena = new Arena(DataType.FLOAT)) {
      INDArray array = Nd4j.createFromArray(values);
      Storage.of(precision, values.length, arena).of(array).run();
      return array.toFloatVector();
    }
  }
}
