package io.bagoftricks.tricks.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.bagoftricks.api.network.Size;
import io.bagoftricks.api.random.Draws;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class OperationTest {
  private static final Size SIZE = new Size(200, 331);

  /**
   * torchvision's _augmentation_space of RandAugment at bins 9 and 30 of 31 and of AutoAugment at 5
   * of 10 (posterize 8 - round(5 / 2.25)), of TrivialAugmentWide at 10 and 30 of 31; timm's
   * level_to_arg at 9 and 10 of 10 (int(3.6), 256 - int(230.4), int(99)); augmix' at level 3 of 10
   * (int(331 / 3 * 0.3), 4 - int(1.2), 256 - int(76.8), 0.1 + 1.8 * 0.3 - 1) and at 2.5 (int(7.5)).
   */
  @ParameterizedTest
  @CsvSource({
    "STANDARD, SHEAR_X,     0.3,  0.09",
    "STANDARD, SHEAR_Y,       1,  0.3",
    "STANDARD, TRANSLATE_X, 0.3,  45",
    "STANDARD, TRANSLATE_Y,   1,  90",
    "STANDARD, ROTATE,      0.3,  9",
    "STANDARD, BRIGHTNESS,  0.3,  0.27",
    "STANDARD, COLOR,         1,  0.9",
    "STANDARD, CONTRAST,    0.3,  0.27",
    "STANDARD, SHARPNESS,   0.3,  0.27",
    "STANDARD, POSTERIZE,   0.3,  7",
    "STANDARD, POSTERIZE,     1,  4",
    "STANDARD, POSTERIZE,   0.5555555555555556, 6",
    "STANDARD, SOLARIZE,    0.3,  178.5",
    "STANDARD, SOLARIZE,      1,  0",
    "WIDE,     SHEAR_X,       1,  0.99",
    "WIDE,     TRANSLATE_X, 0.3333333333333333, 10",
    "WIDE,     TRANSLATE_Y,   1,  32",
    "WIDE,     ROTATE,        1,  135",
    "WIDE,     SHARPNESS,     1,  0.99",
    "WIDE,     POSTERIZE,     1,  2",
    "WIDE,     POSTERIZE,   0.3333333333333333, 6",
    "WIDE,     SOLARIZE,      1,  0",
    "TIMM,     SHEAR_X,     0.9,  0.27",
    "TIMM,     TRANSLATE_X, 0.9,  134.055",
    "TIMM,     ROTATE,      0.9,  27",
    "TIMM,     COLOR,       0.9,  0.81",
    "TIMM,     POSTERIZE,   0.9,  1",
    "TIMM,     POSTERIZE,     1,  0",
    "TIMM,     SOLARIZE,    0.9,  26",
    "TIMM,     SOLARIZE_ADD, 0.9, 99",
    "AUG_MIX,  TRANSLATE_X, 0.3,  33",
    "AUG_MIX,  POSTERIZE,   0.3,  3",
    "AUG_MIX,  SOLARIZE,    0.3,  180",
    "AUG_MIX,  ROTATE,      0.3,  9",
    "AUG_MIX,  ROTATE,      0.25, 7",
    "AUG_MIX,  BRIGHTNESS,  0.3,  -0.36",
    "STANDARD, EQUALIZE,    0.7,  0",
  })
  void argumentsAreThoseOfTheTables(
      Magnitudes magnitudes, Operation operation, double level, double argument) {
    assertThat(magnitudes.of(operation, level, SIZE)).isCloseTo(argument, within(1e-9));
  }

  /** Of 2,000 signs half are negative; four standard deviations are 90. */
  @ParameterizedTest
  @CsvSource({"STANDARD, ROTATE, true", "AUG_MIX, ROTATE, true", "AUG_MIX, COLOR, false"})
  void signsAreDrawnEvenly(Magnitudes magnitudes, Operation operation, boolean signed) {
    Draws draws = Draws.of(6);
    int negative = 0;
    for (int i = 0; i < 2000; i++) {
      negative += magnitudes.draw(operation, 0.9, SIZE, draws) < 0 ? 1 : 0;
    }
    assertThat(negative).isBetween(signed ? 910 : 0, signed ? 1090 : 0);
  }

  @Test
  void whatHasNoSignGetsNone() {
    for (Operation operation : Operation.values()) {
      Draws draws = Draws.of(8);
      for (int i = 0; i < 20; i++) {
        double argument = Magnitudes.WIDE.draw(operation, 1, SIZE, draws);
        assertThat(argument >= 0 || operation.isSigned()).isTrue();
      }
    }
    assertThat(Operation.FOURTEEN).hasSize(14).doesNotContain(Operation.INVERT);
    assertThat(Operation.FIFTEEN_OF_TIMM).hasSize(15).doesNotContain(Operation.IDENTITY);
  }
}
