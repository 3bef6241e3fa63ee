package io.bagoftricks.engine.internal.loader;

import io.bagoftricks.api.data.PixelBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Arrays of one loader thread, used for one image after another. Planes have the exact length that
 * was asked for, since tricks see them. Arrays of more than 16 MiB are not kept: one large image
 * does not stay until the pass ends.
 */
final class WorkerBuffers implements AutoCloseable {
  private static final int LARGE = 1 << 22;

  private final PixelBuffer pixels = new PixelBuffer();
  private final ArrayPool<float[]> floats =
      new ArrayPool<>(float[]::new, array -> array.length, array -> Arrays.fill(array, 0));
  private final ArrayPool<int[]> ints =
      new ArrayPool<>(int[]::new, array -> array.length, array -> Arrays.fill(array, 0));
  private float[] between = new float[0];
  private @Nullable WindowSums sums;

  /** Where pictures are decoded to. */
  PixelBuffer pixels() {
    return pixels;
  }

  /** Those that sum windows of pixels. */
  WindowSums sums() {
    WindowSums opened = sums;
    if (opened == null) {
      opened = WindowSums.open(this);
      sums = opened;
    }
    return opened;
  }

  /** Room of any content for at least so many values, valid until it is asked for again. */
  float[] between(int length) {
    if (length > LARGE) {
      return new float[length];
    }
    if (between.length < length) {
      between = new float[Math.min(LARGE, length * 5 / 4)];
    }
    return between;
  }

  /** Planes of zeros, valid until {@link #recycle}. */
  float[][] planes(int channels, int length) {
    float[][] planes = new float[channels][];
    for (int channel = 0; channel < channels; channel++) {
      planes[channel] = floats(length);
    }
    return planes;
  }

  /** Zeros, valid until {@link #recycle}. */
  float[] floats(int length) {
    return floats.zeros(length);
  }

  /** Zeros, valid until {@link #recycle}. */
  int[] ints(int length) {
    return ints.zeros(length);
  }

  /** Takes back all planes and tables. */
  void recycle() {
    floats.recycle();
    ints.recycle();
  }

  /** Gives up what is outside the Java heap; the buffers may be used again all the same. */
  @Override
  public void close() {
    if (sums != null) {
      sums.close();
      sums = null;
    }
  }
}
