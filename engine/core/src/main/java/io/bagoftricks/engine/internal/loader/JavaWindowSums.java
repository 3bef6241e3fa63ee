package io.bagoftricks.engine.internal.loader;

/** Sums in Java, which run on every processor. */
final class JavaWindowSums implements WindowSums {
  private final WorkerBuffers buffers;
  private AxisWindows across = AxisWindows.NONE;
  private int channels;
  private float[] sums = new float[0];

  /** Those of one thread, in its buffers. */
  JavaWindowSums(WorkerBuffers buffers) {
    this.buffers = buffers;
  }

  @Override
  public void begin(int channels, int rows, AxisWindows across) {
    this.channels = channels;
    this.across = across;
    this.sums = buffers.between(Math.multiplyExact(rows, channels * across.first().length));
  }

  @Override
  public void across(int row, int count, byte[] pixels, int offset, int stride) {
    int length = channels * across.first().length;
    for (int y = 0; y < count; y++) {
      int from = offset + y * stride;
      int to = (row + y) * length;
      if (channels == 1) {
        Resample.across(pixels, from, across, sums, to);
      } else {
        Resample.across3(pixels, from, across, sums, to);
      }
    }
  }

  @Override
  public void down(int channel, AxisWindows down, int firstRow, float[] output) {
    Resample.down(sums, firstRow, channel, channels, down, across.first().length, output);
  }

  @Override
  public void close() {
    sums = new float[0];
  }
}
