package io.bagoftricks.engine.internal.loader;

import io.bagoftricks.api.data.PixelBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Arrays of one loader thread, used for one image after another. Planes have the exact length that
 * was asked for, since tricks see them; a few lengths come again and again, and are kept. Arrays of
 * more than 16 MiB are not: one large image does not stay until the pass ends.
 */
final class WorkerBuffers implements AutoCloseable {
  private static final int KEPT = 24;
  private static final int LARGE = 1 << 22;

  private final PixelBuffer pixels = new PixelBuffer();
  private final List<float[]> free = new ArrayList<>();
  private final List<float[]> lent = new ArrayList<>();
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

  /** Zeros, valid until {@link #recycle}. */
  float[][] planes(int channels, int length) {
    float[][] planes = new float[channels][];
    for (int channel = 0; channel < channels; channel++) {
      planes[channel] = plane(length);
      lent.add(planes[channel]);
    }
    return planes;
  }

  /**
   * Takes back all planes but large ones; those that were not asked for in the longest time are
   * dropped.
   */
  void recycle() {
    lent.removeIf(plane -> plane.length > LARGE);
    free.addAll(lent);
    lent.clear();
    if (free.size() > KEPT) {
      free.subList(0, free.size() - KEPT).clear();
    }
  }

  /** Gives up what is outside the Java heap; the buffers may be used again all the same. */
  @Override
  public void close() {
    if (sums != null) {
      sums.close();
      sums = null;
    }
  }

  private float[] plane(int length) {
    for (int i = free.size() - 1; i >= 0; i--) {
      if (free.get(i).length == length) {
        float[] plane = free.remove(i);
        Arrays.fill(plane, 0);
        return plane;
      }
    }
    return new float[length];
  }
}
