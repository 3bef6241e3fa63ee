package io.bagoftricks.engine.data;

/** Computes one resampled plane; rows and columns are looked up in tables. */
final class Resample {
  private Resample() {}

  /** One source pixel each. */
  static float[] nearest(float[] source, int stride, AxisMap.Taps down, AxisMap.Taps across) {
    int height = down.lower().length;
    int width = across.lower().length;
    float[] output = new float[height * width];
    for (int y = 0; y < height; y++) {
      int row = down.lower()[y];
      if (row < 0) {
        continue;
      }
      for (int x = 0; x < width; x++) {
        int column = across.lower()[x];
        output[y * width + x] = column < 0 ? 0 : source[row * stride + column];
      }
    }
    return output;
  }

  /** Four source pixels each. */
  static float[] bilinear(float[] source, int stride, AxisMap.Taps down, AxisMap.Taps across) {
    int height = down.lower().length;
    int width = across.lower().length;
    float[] output = new float[height * width];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        float above = blendRow(source, stride, down.lower()[y], across, x);
        float below = blendRow(source, stride, down.upper()[y], across, x);
        output[y * width + x] = above + (below - above) * down.weight()[y];
      }
    }
    return output;
  }

  private static float blendRow(
      float[] source, int stride, int row, AxisMap.Taps across, int output) {
    if (row < 0) {
      return 0;
    }
    int lower = across.lower()[output];
    int upper = across.upper()[output];
    float left = lower < 0 ? 0 : source[row * stride + lower];
    float right = upper < 0 ? 0 : source[row * stride + upper];
    return left + (right - left) * across.weight()[output];
  }

  /**
   * A window of source pixels each: first every row that is needed, then down the columns.
   *
   * @param between room for these rows, at the width of the output
   */
  static float[] windows(
      float[] source, int stride, AxisWindows down, AxisWindows across, float[] between) {
    int width = across.first().length;
    int firstRow = down.least();
    int lastRow = down.end();
    for (int row = firstRow; row < lastRow; row++) {
      across(source, row * stride, across, between, (row - firstRow) * width);
    }
    int height = down.first().length;
    float[] output = new float[height * width];
    for (int y = 0; y < height; y++) {
      for (int i = 0; i < down.count()[y]; i++) {
        int from = (down.first()[y] - firstRow + i) * width;
        add(output, y * width, between, from, width, down.weights()[down.offset()[y] + i]);
      }
    }
    return output;
  }

  private static void across(
      float[] source, int row, AxisWindows across, float[] output, int outputRow) {
    int[] first = across.first();
    int[] count = across.count();
    int[] offset = across.offset();
    float[] weights = across.weights();
    for (int x = 0; x < first.length; x++) {
      float sum = 0;
      int from = row + first[x];
      int weight = offset[x];
      for (int i = 0; i < count[x]; i++) {
        sum += source[from + i] * weights[weight + i];
      }
      output[outputRow + x] = sum;
    }
  }

  private static void add(
      float[] output, int to, float[] source, int from, int length, float weight) {
    for (int i = 0; i < length; i++) {
      output[to + i] += weight * source[from + i];
    }
  }

  /** Holds values to 0 to 255. */
  static void clip(float[] values) {
    for (int i = 0; i < values.length; i++) {
      values[i] = Math.max(0, Math.min(255, values[i]));
    }
  }
}
