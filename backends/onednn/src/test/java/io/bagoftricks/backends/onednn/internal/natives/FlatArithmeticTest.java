package io.bagoftricks.backends.onednn.internal.natives;

import static org.assertj.core.api.Assertions.assertThat;

import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.ShortPointer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Conversions: values from the tables of IEEE 754-2008, binary16. */
final class FlatArithmeticTest {
  private static final FlatArithmetic ARITHMETIC = new Device(2).arithmetic();

  @ParameterizedTest
  @CsvSource({
    "0x0000, 0",
    "0x0001, 0x1p-24",
    "0x03ff, 0x1.ff8p-15",
    "0x0400, 0x1p-14",
    "0x3555, 0x1.554p-2",
    "0x3c00, 1",
    "0x3c01, 0x1.004p0",
    "0x7bff, 65504",
    "0xc000, -2"
  })
  void knownValues(String bits, String value) {
    int half = Integer.decode(bits);
    float single = Float.parseFloat(value.startsWith("0x") ? value : value + "f");
    assertThat(decode(half)).isEqualTo(single);
    assertThat(encode(single) & 0xFFFF).isEqualTo(half);
  }

  @Test
  void everyHalfSurvives() {
    for (int half = 0; half < 1 << 16; half++) {
      float value = decode(half);
      if (Float.isNaN(value)) {
        assertThat(decode(encode(value) & 0xFFFF)).isNaN();
      } else {
        assertThat(encode(value) & 0xFFFF).isEqualTo(half);
      }
    }
  }

  @Test
  void midpointsGoToTheEvenHalfAndNeighborsToTheNearer() {
    for (int half = 0; half < 0x7BFF; half++) {
      float middle = (decode(half) + decode(half + 1)) / 2;
      int even = half % 2 == 0 ? half : half + 1;
      assertThat(encode(middle) & 0xFFFF).isEqualTo(even);
      assertThat(encode(Math.nextDown(middle)) & 0xFFFF).isEqualTo(half);
      assertThat(encode(Math.nextUp(middle)) & 0xFFFF).isEqualTo(half + 1);
    }
  }

  @Test
  void whatIsTooLargeBecomesInfinite() {
    assertThat(encode(65519) & 0xFFFF).isEqualTo(0x7BFF);
    assertThat(encode(65520) & 0xFFFF).isEqualTo(0x7C00);
    assertThat(encode(Float.NEGATIVE_INFINITY) & 0xFFFF).isEqualTo(0xFC00);
  }

  @Test
  void aLengthThatIsNoMultipleOfAVectorIsConvertedWhole() {
    float[] values = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19};
    assertThat(roundTrip(values)).containsExactly(values);
  }

  private static float[] roundTrip(float[] values) {
    try (FloatPointer wide = new FloatPointer(values);
        ShortPointer narrow = new ShortPointer(values.length);
        FloatPointer back = new FloatPointer(values.length)) {
      ARITHMETIC.narrow(new Address(wide.address()), new Address(narrow.address()), values.length);
      ARITHMETIC.widen(new Address(narrow.address()), new Address(back.address()), values.length);
      float[] result = new float[values.length];
      back.get(result);
      return result;
    }
  }

  private static short encode(float value) {
    try (FloatPointer wide = new FloatPointer(value);
        ShortPointer narrow = new ShortPointer(1)) {
      ARITHMETIC.narrow(new Address(wide.address()), new Address(narrow.address()), 1);
      return narrow.get();
    }
  }

  private static float decode(int half) {
    try (ShortPointer narrow = new ShortPointer(new short[] {(short) half});
        FloatPointer wide = new FloatPointer(1)) {
      ARITHMETIC.widen(new Address(narrow.address()), new Address(wide.address()), 1);
      return wide.get();
    }
  }
}
