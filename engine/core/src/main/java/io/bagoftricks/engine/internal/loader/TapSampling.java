package io.bagoftricks.engine.internal.loader;

import io.bagoftricks.engine.internal.loader.AxisMap.Range;
import io.bagoftricks.engine.internal.loader.AxisMap.Taps;
import java.io.IOException;

/**
 * One source pixel each, or four.
 *
 * @param bilinear whether four
 */
record TapSampling(Taps down, Taps across, boolean bilinear) implements Sampling {
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
    return new TapSampling(down.from(row), across.from(column), bilinear);
  }

  @Override
  public float[][] of(float[][] planes, int stride, WorkerBuffers buffers) {
    float[][] output = output(planes.length, buffers);
    for (int i = 0; i < output.length; i++) {
      resample(planes[i], stride, output[i]);
    }
    return output;
  }

  @Override
  public float[][] of(PictureRows source, WorkerBuffers buffers) throws IOException {
    int channels = source.channels();
    int width = source.width();
    float[][] output = output(channels, buffers);
    int area = Math.multiplyExact(source.height(), width);
    buffers.reserve((long) Float.BYTES * area);
    float[] plane = buffers.between(area);
    for (int i = 0; i < channels; i++) {
      int channel = i;
      source.each(
          (first, count, pixels, offset, stride) -> {
            for (int y = 0; y < count; y++) {
              int from = offset + y * stride + channel;
              Resample.plane(pixels, from, channels, plane, (first + y) * width, width);
            }
          });
      resample(plane, width, output[i]);
    }
    return output;
  }

  private float[][] output(int channels, WorkerBuffers buffers) {
    return buffers.planes(channels, Math.multiplyExact(down.lower().length, across.lower().length));
  }

  private void resample(float[] plane, int stride, float[] output) {
    if (bilinear) {
      Resample.bilinear(plane, stride, down, across, output);
    } else {
      Resample.nearest(plane, stride, down, across, output);
    }
  }
}
