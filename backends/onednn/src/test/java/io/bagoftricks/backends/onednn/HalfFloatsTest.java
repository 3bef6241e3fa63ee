package io.bagoftricks.backends.onednn;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Values from the tables of IEEE 754-2008, binary16. */
final class HalfFloatsTest {
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
    assertThat(HalfFloats.decode(half)).isEqualTo(single);
    assertThat(HalfFloats.encode(single) & 0xFFFF).isEqualTo(half);
  }

  @Test
  void everyHalfSurvives() {
    for (int half = 0; half < 1 << 16; half++) {
      float value = HalfFloats.decode(half);
      if (Float.isNaN(value)) {
        assertThat(HalfFloats.decode(HalfFloats.encode(value) & 0xFFFF)).isNaN();
      } else {
        assertThat(HalfFloats.encode(value) & 0xFFFF).isEqualTo(half);
      }
    }
  }

  @Test
  void midpointsGoToTheEvenHalfAndNeighboursToTheNearer() {
    for (int half = 0; half < 0x7BFF; half++) {
      float middle = (HalfFloats.decode(half) + HalfFloats.decode(half + 1)) / 2;
      int even = half % 2 == 0 ? half : half + 1;
      assertThat(HalfFloats.encode(middle) & 0xFFFF).isEqualTo(even);
      assertThat(HalfFloats.encode(Math.nextDown(middle)) & 0xFFFF).isEqualTo(half);
      assertThat(HalfFloats.encode(Math.nextUp(middle)) & 0xFFFF).isEqualTo(half + 1);
    }
  }

  @Test
  void whatIsTooLargeBecomesInfinite() {
    assertThat(HalfFloats.encode(65519) & 0xFFFF).isEqualTo(0x7BFF);
    assertThat(HalfFloats.encode(65520) & 0xFFFF).isEqualTo(0x7C00);
    assertThat(HalfFloats.encode(Float.NEGATIVE_INFINITY) & 0xFFFF).isEqualTo(0xFC00);
  }
}
