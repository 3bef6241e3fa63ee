package io.bagoftricks.engine.internal.loader;

import java.util.Optional;
import java.util.ServiceLoader;

/**
 * Weighted sums over windows of a picture's pixels: across its rows as they come, then down the
 * columns. One thread uses it, for one picture after another. Each value is multiplied and added by
 * itself in 32 bits, in the order of its window, so that every implementation gives the same bits.
 */
public interface WindowSums extends AutoCloseable {
  /** A faster implementation than Java's, for processors that it is made for. */
  interface Provider {
    /** {@return one for a thread; none where this machine has no use for it} */
    Optional<WindowSums> open();
  }

  /** The provider's, or Java's where there is none. */
  static WindowSums open(WorkerBuffers buffers) {
    return ServiceLoader.load(Provider.class, WindowSums.class.getClassLoader())
        .findFirst()
        .flatMap(Provider::open)
        .orElseGet(() -> new JavaWindowSums(buffers));
  }

  /**
   * Begins a picture.
   *
   * @param channels 1 or 3
   * @param rows how many will be given
   * @param across all windows of one length, see {@link AxisWindows#padded}; not changed until the
   *     picture is done
   */
  void begin(int channels, int rows, AxisWindows across);

  /**
   * Sums across rows that lie one below the other.
   *
   * @param row the first of them, from 0
   * @param count how many
   * @param pixels channels beside each other
   * @param offset where the first column of the first row is in it
   * @param stride bytes from a row to the next
   */
  void across(int row, int count, byte[] pixels, int offset, int stride);

  /**
   * Sums down the columns, when all rows were given.
   *
   * @param firstRow which row, as the windows count, was the first
   * @param output zeros at first; an image of one channel
   */
  void down(int channel, AxisWindows down, int firstRow, float[] output);

  /** Gives up its memory. */
  @Override
  void close();
}
