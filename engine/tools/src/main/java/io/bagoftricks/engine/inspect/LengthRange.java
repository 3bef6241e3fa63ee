package io.bagoftricks.engine.inspect;

import java.util.Arrays;

/**
 * Heights or widths of images, in pixels.
 *
 * @param median the middle one, or the mean of the two in the middle
 */
public record LengthRange(int min, double median, int max) {
  static LengthRange of(int[] lengths) {
    if (lengths.length == 0) {
      return new LengthRange(0, 0, 0);
    }
    int[] sorted = lengths.clone();
    Arrays.sort(sorted);
    int upper = sorted[sorted.length / 2];
    int lower = sorted[(sorted.length - 1) / 2];
    return new LengthRange(sorted[0], (lower + upper) / 2.0, sorted[sorted.length - 1]);
  }
}
