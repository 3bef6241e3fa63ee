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
    float[][] output = buffers.planes(planes.length, down.first().length * width);
    int first = down.least();
    float[] between = buffers.between(Math.max(0, down.end() - first) * width);
    for (int i = 0; i < output.length; i++) {
      for (int row = first; row < down.end(); row++) {
        Resample.across(planes[i], row * stride, across, between, (row - first) * width);
      }
      finish(between, first, 0, 1, output[i]);
    }
    return output;
  }

  @Override
  public float[][] of(PictureRows source, WorkerBuffers buffers) throws IOException {
    int channels = source.channels();
    int width = across.first().length;
    float[][] output = buffers.planes(channels, down.first().length * width);
    int first = down.least();
    int end = down.end();
    int row = channels * width;
    float[] between = buffers.between(Math.max(0, end - first) * row);
    AxisWindows padded = across.padded(source.width());
    source.each(
        (top, count, pixels, offset, stride) -> {
          for (int y = Math.max(first, top); y < Math.min(end, top + count); y++) {
            int from = offset + (y - top) * stride;
            if (channels == 1) {
              Resample.across(pixels, from, across, between, (y - first) * row);
            } else {
              Resample.across3(pixels, from, padded, between, (y - first) * row);
            }
          }
        });
    for (int i = 0; i < channels; i++) {
      finish(between, first, i, channels, output[i]);
    }
    return output;
  }

  /** Down the columns of rows that have the output's width. */
  private void finish(float[] between, int first, int channel, int channels, float[] output) {
    Resample.down(between, first, channel, channels, down, across.first().length, output);
    if (clips) {
      Resample.clip(output);
    }
  }
}
