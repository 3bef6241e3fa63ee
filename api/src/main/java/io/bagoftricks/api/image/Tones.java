package io.bagoftricks.api.image;

import io.bagoftricks.api.Pixels;
import java.util.Arrays;

/**
 * Curves on single values, the same for every pixel of a channel: the operations of Pillow's {@code
 * ImageOps} that AutoAugment made usual.
 *
 * @since 0.1
 */
public final class Tones {
  private static final int LEVELS = 256;

  private Tones() {}

  /**
   * Turns light into dark: {@code 255 - value}.
   *
   * @param pixels changed in place
   */
  public static void invert(Pixels pixels) {
    solarize(pixels, Double.NEGATIVE_INFINITY);
  }

  /**
   * Turns light into dark from a threshold on: {@code 255 - value} where the value is at least
   * that.
   *
   * @param pixels changed in place
   * @param threshold 0 inverts all, 256 nothing
   */
  public static void solarize(Pixels pixels, double threshold) {
    for (int channel = 0; channel < pixels.channels(); channel++) {
      float[] plane = pixels.plane(channel);
      for (int i = 0; i < plane.length; i++) {
        plane[i] = plane[i] >= threshold ? 255 - plane[i] : plane[i];
      }
    }
  }

  /**
   * Makes what is below a threshold lighter, at most white (TensorFlow's {@code solarize_add}).
   *
   * @param pixels changed in place
   * @param added what is added to values below the threshold
   * @param threshold in Pillow-based code 128
   */
  public static void solarizeAdd(Pixels pixels, double added, double threshold) {
    for (int channel = 0; channel < pixels.channels(); channel++) {
      float[] plane = pixels.plane(channel);
      for (int i = 0; i < plane.length; i++) {
        if (plane[i] < threshold) {
          plane[i] = Math.max(0, Math.min(255, plane[i] + (float) added));
        }
      }
    }
  }

  /**
   * Keeps the highest bits of the nearest whole number, and sets the others to 0.
   *
   * @param pixels changed in place
   * @param bits how many are kept, 0 to 8; 8 only rounds
   */
  public static void posterize(Pixels pixels, int bits) {
    if (bits < 0 || bits > 8) {
      throw new IllegalArgumentException("A byte has 0 to 8 bits to keep, not " + bits);
    }
    int mask = 0xff << (8 - bits);
    for (int channel = 0; channel < pixels.channels(); channel++) {
      float[] plane = pixels.plane(channel);
      for (int i = 0; i < plane.length; i++) {
        plane[i] = level(plane[i]) & mask;
      }
    }
  }

  /**
   * Stretches each channel so that its least value becomes 0 and its largest 255. A channel of one
   * value stays as it is.
   *
   * @param pixels changed in place
   */
  public static void autocontrast(Pixels pixels) {
    for (int channel = 0; channel < pixels.channels(); channel++) {
      float[] plane = pixels.plane(channel);
      float least = Float.POSITIVE_INFINITY;
      float largest = Float.NEGATIVE_INFINITY;
      for (float value : plane) {
        least = Math.min(least, value);
        largest = Math.max(largest, value);
      }
      if (largest <= least) {
        continue;
      }
      float scale = 255 / (largest - least);
      for (int i = 0; i < plane.length; i++) {
        plane[i] = (plane[i] - least) * scale;
      }
    }
  }

  /**
   * Gives each channel an even histogram, in Pillow's way: with {@code step = (pixels - those of
   * the lightest level that occurs) / 255}, level {@code k} becomes {@code (step / 2 + pixels below
   * k) / step}, all in whole numbers, at most 255. Values are rounded to levels first. A channel of
   * one level, or with a step of 0, is only rounded.
   *
   * @param pixels changed in place
   */
  public static void equalize(Pixels pixels) {
    int[] levels = new int[LEVELS];
    for (int channel = 0; channel < pixels.channels(); channel++) {
      float[] plane = pixels.plane(channel);
      Arrays.fill(levels, 0);
      for (float value : plane) {
        levels[level(value)]++;
      }
      toCurve(levels, plane.length);
      for (int i = 0; i < plane.length; i++) {
        plane[i] = levels[level(plane[i])];
      }
    }
  }

  /** Turns a histogram into the new value of each level. */
  private static void toCurve(int[] levels, int pixels) {
    int lightest = LEVELS - 1;
    while (lightest > 0 && levels[lightest] == 0) {
      lightest--;
    }
    int step = (pixels - levels[lightest]) / (LEVELS - 1);
    int below = step / 2;
    for (int level = 0; level < LEVELS; level++) {
      int count = levels[level];
      levels[level] = step == 0 ? level : Math.min(LEVELS - 1, below / step);
      below += count;
    }
  }

  /** The nearest whole number, 0 to 255. */
  private static int level(float value) {
    return (int) (Math.max(0, Math.min(255, value)) + 0.5f);
  }
}
