package io.bagoftricks.api.image;

import io.bagoftricks.api.Pixels;

/**
 * Hue, saturation and brightness of the hexcone (A. R. Smith, <i>Color gamut transform pairs</i>,
 * 1978), as {@code java.awt.Color} and Python's {@code colorsys} have it: brightness {@code max},
 * saturation {@code (max - min) / max}, hue the angle from red over green and blue.
 *
 * @since 0.1
 */
public final class Hsb {
  private static final float FULL = 255;

  private Hsb() {}

  /**
   * Changes all three at once: turns the hue, multiplies saturation and brightness. Saturation is
   * clipped to 1 and brightness to 255, so that no channel leaves 0 to 255; values beyond that
   * scale are clipped to it first. On a gray image only brightness has an effect.
   *
   * @param pixels changed in place
   * @param turn of the hue, in whole turns: 1/3 makes green of red; any finite number
   * @param saturation a factor, finite and at least 0
   * @param brightness a factor, finite and at least 0
   */
  public static void adjust(Pixels pixels, double turn, double saturation, double brightness) {
    if (!Double.isFinite(turn)
        || !(saturation >= 0 && saturation < Double.POSITIVE_INFINITY)
        || !(brightness >= 0 && brightness < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "A turn is finite, factors are finite and at least 0, not "
              + turn
              + ", "
              + saturation
              + ", "
              + brightness);
    }
    if (pixels.channels() != 3) {
      Enhance.brightness(pixels, brightness);
      return;
    }
    float sextants = (float) (6 * (turn - Math.floor(turn)));
    float[] red = pixels.plane(0);
    float[] green = pixels.plane(1);
    float[] blue = pixels.plane(2);
    for (int i = 0; i < red.length; i++) {
      float r = clip(red[i]);
      float g = clip(green[i]);
      float b = clip(blue[i]);
      float max = Math.max(r, Math.max(g, b));
      float chroma = max - Math.min(r, Math.min(g, b));
      float top = Math.min(FULL, max * (float) brightness);
      if (chroma == 0) {
        red[i] = top;
        green[i] = top;
        blue[i] = top;
        continue;
      }
      float hue = sextant(r, g, b, max, chroma) + sextants;
      hue = hue >= 6 ? hue - 6 : hue;
      float depth = top * Math.min(1, chroma / max * (float) saturation);
      red[i] = top - depth * away(hue, 0);
      green[i] = top - depth * away(hue, 2);
      blue[i] = top - depth * away(hue, 4);
    }
  }

  /** The hue in sixths of a turn, from 0 to below 6. */
  private static float sextant(float r, float g, float b, float max, float chroma) {
    if (max == r) {
      float hue = (g - b) / chroma;
      return hue < 0 ? hue + 6 : hue;
    }
    return max == g ? 2 + (b - r) / chroma : 4 + (r - g) / chroma;
  }

  /**
   * How much of the depth a channel loses: 0 within a sixth of its own hue, 1 beyond two sixths.
   */
  private static float away(float hue, float channel) {
    float distance = Math.abs(hue - channel);
    distance = Math.min(distance, 6 - distance);
    return Math.max(0, Math.min(1, distance - 1));
  }

  private static float clip(float value) {
    return Math.max(0, Math.min(FULL, value));
  }
}
