package io.bagoftricks.api.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.bagoftricks.api.network.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PixelOperationsTest {
  /** 0.299 of red, 0.587 of green, 0.114 of blue. */
  @Test
  void lumaIsThatOfBt601() {
    assertThat((double) Luma.of(255, 0, 0)).isCloseTo(76.245, within(1e-4));
    assertThat((double) Luma.of(0, 255, 0)).isCloseTo(149.685, within(1e-4));
    assertThat((double) Luma.of(0, 0, 255)).isCloseTo(29.07, within(1e-4));
    assertThat(Luma.mean(Planes.row(new double[] {10, 20}, new double[] {0, 100}, new double[2])))
        .isCloseTo(0.299 * 15 + 0.587 * 50, within(1e-5));
    assertThat(Luma.mean(Planes.row(new double[] {10, 25}))).isEqualTo(17.5);
  }

  /**
   * By hand: for alpha 0.1, -0.2, 0.3 red gets -0.5675 * 5.546 - 0.7192 * 0.9588 + 0.4009 * 0.3444.
   */
  @Test
  void lightingAddsOneColorAlongThePrincipalComponents() {
    Rgb shift = Lighting.shift(0.1, -0.2, 0.3);
    assertThat(shift.red()).isCloseTo(-3.69885400, within(1e-8));
    assertThat(shift.green()).isCloseTo(-3.49714380, within(1e-8));
    assertThat(shift.blue()).isCloseTo(-2.42572004, within(1e-8));

    Planes pixels = Planes.row(new double[] {100, 1}, new double[] {50, 0}, new double[] {9, 255});
    Lighting.add(pixels, new Rgb(-3, 2, 4));
    assertThat(pixels.plane(0)).containsExactly(97, -2); // not clipped
    assertThat(pixels.plane(1)).containsExactly(52, 2);
    assertThat(pixels.plane(2)).containsExactly(13, 259);
  }

  @Test
  void grayImagesKeepTheirSaturationAndGetTheLumaOfAColor() {
    Planes pixels = Planes.row(new double[] {10, 200});
    Enhance.saturation(pixels, 0);
    Lighting.add(pixels, new Rgb(10, 20, 30));
    assertThat(pixels.plane(0)).containsExactly(new float[] {28.15f, 218.15f}, within(1e-4f));
  }

  @Test
  void solarizeAddStopsAtWhiteAndAtItsThreshold() {
    Planes pixels = Planes.row(new double[] {0, 100, 127, 128, 250});
    Tones.solarizeAdd(pixels, 150, 128);
    assertThat(pixels.plane(0)).containsExactly(150, 250, 255, 128, 250);
  }

  @Test
  void channelsOfOneValueHaveNoContrastAndNoHistogram() {
    Planes pixels = Planes.row(new double[] {7, 7}, new double[] {0, 1}, new double[] {3, 3});
    Tones.autocontrast(pixels);
    assertThat(pixels.plane(0)).containsExactly(7, 7);
    assertThat(pixels.plane(1)).containsExactly(0, 255);
    Tones.equalize(pixels);
    assertThat(pixels.plane(2)).containsExactly(3, 3);
  }

  @Test
  void posterizingRoundsFirst() {
    Planes pixels = Planes.row(new double[] {126.4, 127.5, -3, 300});
    Tones.posterize(pixels, 1);
    assertThat(pixels.plane(0)).containsExactly(0, 128, 0, 128);
  }

  @Test
  void anErasedRectangleEndsAtTheEdge() {
    Planes pixels = new Planes(new Size(3, 4), new float[12], new float[12], new float[12]);
    Erase.fill(pixels, -1, 2, 3, 9, channel -> channel + 1);
    Erase.fill(pixels, 2, -5, 1, 5, channel -> 9); // wholly outside
    assertThat(pixels.plane(1)).containsExactly(0, 0, 2, 2, 0, 0, 2, 2, 0, 0, 0, 0);
    assertThat(pixels.plane(2)[3]).isEqualTo(3);
  }

  @Test
  void tinyImagesHaveNoInsideToSharpen() {
    Planes pixels = Planes.row(new double[] {1, 200, 3});
    Enhance.sharpness(pixels, 0);
    assertThat(pixels.plane(0)).containsExactly(1, 200, 3);
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.01, Double.NaN, Double.POSITIVE_INFINITY})
  void refusesWhatIsNoFactor(double factor) {
    Planes pixels = Planes.color(1, 2, 3);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Enhance.brightness(pixels, factor))
        .withMessage("A factor is finite and at least 0, not " + factor);
    assertThatIllegalArgumentException().isThrownBy(() -> Enhance.contrast(pixels, factor));
    assertThatIllegalArgumentException().isThrownBy(() -> Enhance.saturation(pixels, factor));
    assertThatIllegalArgumentException().isThrownBy(() -> Enhance.sharpness(pixels, factor));
  }

  @Test
  void refusesBitsThatAByteDoesNotHave() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Tones.posterize(Planes.color(1, 2, 3), 9))
        .withMessage("A byte has 0 to 8 bits to keep, not 9");
    assertThatIllegalArgumentException().isThrownBy(() -> new Rgb(0, Double.NaN, 0));
  }
}
