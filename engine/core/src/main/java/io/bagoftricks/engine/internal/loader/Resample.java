package io.bagoftricks.engine.internal.loader;

/** Computes one resampled plane; rows and columns are looked up in tables. */
final class Resample {
  private Resample() {}

  /** One source pixel each. */
  static void nearest(
      float[] source, int stride, AxisMap.Taps down, AxisMap.Taps across, float[] output) {
    int height = down.lower().length;
    int width = across.lower().length;
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
  }

  /** Four source pixels each. */
  static void bilinear(
      float[] source, int stride, AxisMap.Taps down, AxisMap.Taps across, float[] output) {
    int height = down.lower().length;
    int width = across.lower().length;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        float above = blendRow(source, stride, down.lower()[y], across, x);
        float below = blendRow(source, stride, down.upper()[y], across, x);
        output[y * width + x] = above + (below - above) * down.weight()[y];
      }
    }
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

  /** Takes a channel out of bytes, from its first value on. */
  static void plane(byte[] pixels, int first, int channels, float[] plane, int to, int length) {
    for (int i = 0, from = first; i < length; i++, from += channels) {
      plane[to + i] = Byte.toUnsignedInt(pixels[from]);
    }
  }

  /** A row of windows over a row of the source. */
  static void across(float[] source, int row, AxisWindows across, float[] output, int outputRow) {
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

  /** The same of bytes. */
  static void across(byte[] source, int row, AxisWindows across, float[] output, int outputRow) {
    int[] first = across.first();
    int[] count = across.count();
    int[] offset = across.offset();
    float[] weights = across.weights();
    for (int x = 0; x < first.length; x++) {
      float sum = 0;
      int from = row + first[x];
      int weight = offset[x];
      for (int i = 0; i < count[x]; i++) {
        sum += Byte.toUnsignedInt(source[from + i]) * weights[weight + i];
      }
      output[outputRow + x] = sum;
    }
  }

  /**
   * The same of three bytes per pixel, to the three parts of the output row.
   *
   * @param across padded
   */
  static void across3(byte[] source, int row, AxisWindows across, float[] output, int outputRow) {
    int[] first = across.first();
    float[] weights = across.weights();
    int width = first.length;
    int count = weights.length / width;
    int weight = 0;
    for (int x = 0; x < width; x++) {
      float red = 0;
      float green = 0;
      float blue = 0;
      int from = row + 3 * first[x];
      for (int i = 0; i < count; i++) {
        float by = weights[weight++];
        red += Byte.toUnsignedInt(source[from]) * by;
        green += Byte.toUnsignedInt(source[from + 1]) * by;
        blue += Byte.toUnsignedInt(source[from + 2]) * by;
        from += 3;
      }
      output[outputRow + x] = red;
      output[outputRow + width + x] = green;
      output[outputRow + 2 * width + x] = blue;
    }
  }

  /**
   * Windows down the columns.
   *
   * @param rows of the output's width, a part for each channel
   * @param firstRow which source row the first of them is
   * @param output zeros at first
   */
  static void down(
      float[] rows,
      int firstRow,
      int channel,
      int channels,
      AxisWindows down,
      int width,
      float[] output) {
    int height = down.first().length;
    for (int y = 0; y < height; y++) {
      for (int i = 0; i < down.count()[y]; i++) {
        int from = ((down.first()[y] - firstRow + i) * channels + channel) * width;
        add(output, y * width, rows, from, width, down.weights()[down.offset()[y] + i]);
      }
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
