package io.bagoftricks.api.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.bagoftricks.api.random.Draws;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class HsbTest {
  /** By Python 3.11's colorsys: rgb_to_hsv, hue plus turn modulo 1, factors, clipped, back. */
  @ParameterizedTest
  @CsvSource({
    "200, 100,  50,  0.3333333333333333, 1.0, 1.0,  50, 200, 100",
    "200, 100,  50,  0.4,  1.4, 0.6,   0, 120, 88",
    " 10, 200, 120, -0.4,  0.6, 1.4, 255, 135.66, 109.65",
    "  0,   0, 255,  0.1,  1.0, 1.0, 153, 0, 255",
    "255,   0,   0, -0.05, 0.8, 1.0, 255, 51, 112.2",
    "120,  40, 200,  0.25, 1.4, 1.4, 255, 0, 0",
    " 90,  90,  90,  0.3,  1.4, 1.4, 126, 126, 126",
    " 90,  90,  90,  7.0,  0.0, 3.0, 255, 255, 255",
  })
  void isWhatColorsysMakes(
      double red,
      double green,
      double blue,
      double turn,
      double saturation,
      double brightness,
      double newRed,
      double newGreen,
      double newBlue) {
    Planes pixels = Planes.color(red, green, blue);
    Hsb.adjust(pixels, turn, saturation, brightness);
    assertThat((double) pixels.plane(0)[0]).isCloseTo(newRed, within(2e-3));
    assertThat((double) pixels.plane(1)[0]).isCloseTo(newGreen, within(2e-3));
    assertThat((double) pixels.plane(2)[0]).isCloseTo(newBlue, within(2e-3));
  }

  /** A third of a turn exchanges channels, a whole one changes nothing. */
  @Test
  void turnsKeepEveryColor() {
    Draws draws = Draws.of(4);
    for (int i = 0; i < 1000; i++) {
      double[] color = {draws.below(256), draws.below(256), draws.below(256)};
      Planes third = Planes.color(color[0], color[1], color[2]);
      Hsb.adjust(third, 1 / 3.0, 1, 1);
      Planes whole = Planes.color(color[0], color[1], color[2]);
      Hsb.adjust(whole, -2, 1, 1);
      for (int channel = 0; channel < 3; channel++) {
        assertThat((double) whole.plane(channel)[0]).isCloseTo(color[channel], within(1e-3));
        assertThat((double) third.plane((channel + 1) % 3)[0])
            .isCloseTo(color[channel], within(2e-3));
      }
    }
  }

  @Test
  void grayImagesOnlyGetBrighter() {
    Planes pixels = Planes.row(new double[] {0, 100, 200});
    Hsb.adjust(pixels, 0.3, 0, 1.5);
    assertThat(pixels.plane(0)).containsExactly(0, 150, 255);
  }

  @ParameterizedTest
  @CsvSource({"NaN, 1, 1", "Infinity, 1, 1", "0, -0.1, 1", "0, 1, NaN", "0, Infinity, 1"})
  void refusesWhatIsNoFactor(double turn, double saturation, double brightness) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Hsb.adjust(Planes.color(1, 2, 3), turn, saturation, brightness))
        .withMessageContaining("%s, %s, %s".formatted(turn, saturation, brightness));
  }
}
