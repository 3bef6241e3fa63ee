package io.bagoftricks.engine.images.internal.natives;

import io.bagoftricks.engine.internal.loader.AxisWindows;
import io.bagoftricks.engine.internal.loader.WindowSums;
import java.util.List;
import java.util.Locale;

/** Sums in C ({@code windows.c}), of vectors of values that are beside each other. */
final class NativeSums implements WindowSums {
  private final Room pixels = new Room();
  private final Room sums = new Room();
  private final Room output = new Room();
  private final Room first = new Room();
  private final Room counts = new Room();
  private final Room offsets = new Room();
  private final Room weights = new Room();
  private int channels;
  private int rows;
  private int width;
  private int window;
  private int end;

  @Override
  public void begin(int channels, int rows, AxisWindows across) {
    this.channels = channels;
    this.rows = rows;
    this.width = across.first().length;
    this.window = width == 0 ? 0 : across.weights().length / width;
    this.end = across.end();
    first.of(across.first());
    weights.of(across.weights());
    sums.of(rows * rowBytes());
  }

  private long rowBytes() {
    return (long) Float.BYTES * channels * width;
  }

  @Override
  public void across(int row, int count, byte[] pixels, int offset, int stride) {
    int length = (int) Math.min(pixels.length - offset, (long) count * stride);
    // What Java's arrays would refuse, C does not see.
    if (row < 0 || row + count > rows || (count - 1L) * stride + (long) end * channels > length) {
      throw new IndexOutOfBoundsException(
          String.format(
              Locale.ROOT,
              "%d rows of %d bytes from %d on, of %d, windows to %d",
              count,
              stride,
              row,
              rows,
              end));
    }
    across(
        this.pixels.of(pixels, offset, length),
        stride,
        count,
        channels,
        window,
        width,
        first.address(),
        weights.address(),
        sums.address() + row * rowBytes());
  }

  @Override
  public void down(int channel, AxisWindows down, int firstRow, float[] output) {
    int height = down.first().length;
    boolean isBeyond = down.least() < firstRow || down.end() - firstRow > rows;
    boolean fits = output.length == (long) height * width;
    if (!fits || (down.end() > 0 && isBeyond)) {
      throw new IndexOutOfBoundsException(
          String.format(
              Locale.ROOT,
              "%d windows from %d to %d, of %d rows of %d from %d on, to %d values",
              height,
              down.least(),
              down.end(),
              rows,
              width,
              firstRow,
              output.length));
    }
    down(
        sums.address() + (long) Float.BYTES * channel * width - firstRow * rowBytes(),
        (long) channels * width,
        width,
        height,
        first.of(down.first()),
        counts.of(down.count()),
        offsets.of(down.offset()),
        weights.of(down.weights()),
        this.output.of((long) Float.BYTES * output.length));
    this.output.to(output);
  }

  @Override
  public void close() {
    for (Room room : List.of(pixels, sums, output, first, counts, offsets, weights)) {
      room.close();
    }
  }

  /** A quarter of the SHA-256 of the sources that the library was compiled from. */
  static native long sourcesHash(int quarter);

  /** See {@code windows.c}. */
  private static native void across(
      long pixels,
      long stride,
      int rows,
      int channels,
      int count,
      int width,
      long first,
      long weights,
      long sums);

  /** See {@code windows.c}. */
  private static native void down(
      long rows,
      long stride,
      int width,
      int height,
      long first,
      long counts,
      long offsets,
      long weights,
      long output);
}
