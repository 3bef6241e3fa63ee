package io.bagoftricks.engine.data;

import io.bagoftricks.engine.data.AxisMap.Range;
import io.bagoftricks.engine.data.AxisMap.Taps;

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
  public float[][] of(byte[] pixels, int channels, int stride, WorkerBuffers buffers) {
    int rows = down.range().last() + 1;
    float[][] output = output(channels, buffers);
    float[] plane = buffers.between(rows * stride);
    for (int i = 0; i < channels; i++) {
      Resample.plane(pixels, i, channels, plane, rows * stride);
      resample(plane, stride, output[i]);
    }
    return output;
  }

  private float[][] output(int channels, WorkerBuffers buffers) {
    return buffers.planes(channels, down.lower().length * across.lower().length);
  }

  private void resample(float[] plane, int stride, float[] output) {
    if (bilinear) {
      Resample.bilinear(plane, stride, down, across, output);
    } else {
      Resample.nearest(plane, stride, down, across, output);
    }
  }
}
