package io.bagoftricks.engine.internal.loader;

import io.bagoftricks.api.data.PixelBuffer;
import java.util.Arrays;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Arrays of one loader thread, used for one image after another. Planes have the exact length that
 * was asked for, since tricks see them. Arrays of more than 16 MiB are not kept: one large image
 * does not stay until the pass ends.
 *
 * <p>All threads together have an eighth of the Java heap for the arrays of the images at hand, and
 * as much for those that are kept. One thread at a time may have more for an image, up to a third
 * of the heap, and another that needs more waits for it. A trick that holds a lock while it asks
 * for pixels for which another waits would wait for ever.
 */
final class WorkerBuffers implements AutoCloseable {
  private static final int LARGE = 1 << 22;

  /** Of all threads of this process, since they share its heap. */
  private static final Semaphore MORE = new Semaphore(1);

  private final long share;
  private final long most;
  private long lent;
  private boolean hasMore;

  private final PixelBuffer pixels = new PixelBuffer();
  private final ArrayPool<float[]> floats =
      new ArrayPool<>(float[]::new, array -> array.length, array -> Arrays.fill(array, 0));
  private final ArrayPool<int[]> ints =
      new ArrayPool<>(int[]::new, array -> array.length, array -> Arrays.fill(array, 0));
  private float[] between = new float[0];
  private @Nullable WindowSums sums;

  /** Those of a thread that is alone. */
  WorkerBuffers() {
    this(1);
  }

  /**
   * Those of a thread.
   *
   * @param threads of which it is one
   */
  WorkerBuffers(int threads) {
    this(threads, Runtime.getRuntime().maxMemory());
  }

  /** The same in a heap of so many bytes. */
  WorkerBuffers(int threads, long heap) {
    this.most = heap / 3;
    this.share = heap / 8 / threads;
  }

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

  /**
   * Room of any content for at least so many values, valid until it is asked for again. Who asks
   * for much has {@linkplain #reserve reserved} it.
   */
  float[] between(int length) {
    if (length > LARGE) {
      return new float[length];
    }
    if (between.length < length) {
      between = new float[Math.min(LARGE, length * 5 / 4)];
    }
    return between;
  }

  /**
   * Planes of zeros, valid until {@link #recycle}.
   *
   * @throws HeapShareException as {@link #floats}
   */
  float[][] planes(int channels, int length) {
    reserve((long) Float.BYTES * channels * length);
    float[][] planes = new float[channels][];
    for (int channel = 0; channel < channels; channel++) {
      planes[channel] = floats.zeros(length);
    }
    return planes;
  }

  /**
   * Zeros, valid until {@link #recycle}.
   *
   * @throws HeapShareException as {@link #reserve}
   */
  float[] floats(int length) {
    reserve((long) Float.BYTES * length);
    return floats.zeros(length);
  }

  /**
   * Counts memory for the image at hand that is not from here, until {@link #recycle}. It may have
   * to wait for another thread.
   *
   * @throws HeapShareException if the image would take more than a third of the Java heap
   */
  void reserve(long bytes) {
    if (lent + bytes > most) {
      throw new HeapShareException(most);
    }
    if (lent + bytes > share && !hasMore) {
      MORE.acquireUninterruptibly();
      hasMore = true;
    }
    lent += bytes;
  }

  /** Zeros, valid until {@link #recycle}. */
  int[] ints(int length) {
    return ints.zeros(length);
  }

  /** Takes back all planes and tables. */
  void recycle() {
    floats.recycle(share / Float.BYTES);
    ints.recycle(share / Integer.BYTES);
    lent = 0;
    if (hasMore) {
      hasMore = false;
      MORE.release();
    }
  }

  /** Gives up what is outside the Java heap; the buffers may be used again all the same. */
  @Override
  public void close() {
    recycle();
    if (sums != null) {
      sums.close();
      sums = null;
    }
  }
}
