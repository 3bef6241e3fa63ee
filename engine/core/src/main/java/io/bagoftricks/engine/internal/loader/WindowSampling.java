package io.bagoftricks.engine.internal.loader;

import io.bagoftricks.engine.internal.loader.AxisMap.Range;
import java.io.IOException;

/**
 * A window of source pixels each.
 *
 * @param clips whether values can leave 0 to 255, and are held to it
 */
record WindowSampling(AxisWindows down, AxisWindows across, boolean clips) implements Sampling {
  @Override
  public Range rows() {
    return down.range();
  }

  @Override
  public Range columns() {
    return across.range();
  }

  @Override
  public Sampling from(int row, int column) {
    return new WindowSampling(down.from(row), across.from(column), clips);
  }

  @Override
  public float[][] of(float[][] planes, int stride, WorkerBuffers buffers) {
    int width = across.first().length;
    float[][] output =
        buffers.planes(planes.length, Math.multiplyExact(down.first().length, width));
    int first = down.least();
    int area = Math.multiplyExact(Math.max(0, down.end() - first), width);
    buffers.reserve((long) Float.BYTES * area);
    float[] between = buffers.between(area);
    for (int i = 0; i < output.length; i++) {
      for (int row = first; row < down.end(); row++) {
        Resample.across(planes[i], row * stride, across, between, (row - first) * width);
      }
      Resample.down(between, first, 0, 1, down, width, output[i]);
      clip(output[i]);
    }
    return output;
  }

  @Override
  public float[][] of(PictureRows source, WorkerBuffers buffers) throws IOException {
    int channels = source.channels();
    int width = across.first().length;
    float[][] output = buffers.planes(channels, Math.multiplyExact(down.first().length, width));
    int first = down.least();
    int end = down.end();
    int rows = Math.max(0, end - first);
    buffers.reserve((long) Float.BYTES * rows * channels * width);
    WindowSums sums = buffers.sums();
    sums.begin(channels, rows, across.padded(source.width(), buffers));
    source.each(
        (top, count, pixels, offset, stride) -> {
          int from = Math.max(first, top);
          int to = Math.min(end, top + count);
          if (from < to) {
            sums.across(from - first, to - from, pixels, offset + (from - top) * stride, stride);
          }
        });
    for (int i = 0; i < channels; i++) {
      sums.down(i, down, first, output[i]);
      clip(output[i]);
    }
    return output;
  }

  private void clip(float[] output) {
    if (clips) {
      Resample.clip(output);
    }
  }
}
