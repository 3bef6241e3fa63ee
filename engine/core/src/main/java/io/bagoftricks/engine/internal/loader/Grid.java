package io.bagoftricks.engine.internal.loader;

import io.bagoftricks.api.Box;
import io.bagoftricks.api.Filter;
import io.bagoftricks.api.data.Picture;
import io.bagoftricks.api.data.Picture.Cut;
import io.bagoftricks.api.data.Picture.Part;
import io.bagoftricks.api.network.Size;
import io.bagoftricks.engine.internal.loader.AxisMap.Range;
import java.io.IOException;

/**
 * Crops and flips, composed: rows and columns go their own ways.
 *
 * @param filter of the last crop that does not keep whole pixels
 */
record Grid(AxisMap rows, AxisMap columns, Filter filter) {
  /** How many pixels of a reduced source there must be for each output pixel, along either axis. */
  static final double PIXELS_LEFT = 1.5;

  private static final int MOST_REDUCTION = 8;

  /** An image as it is. */
  static Grid identity(Size size) {
    return new Grid(
        AxisMap.identity(size.height()), AxisMap.identity(size.width()), Filter.NEAREST);
  }

  Size size() {
    return new Size(rows.length(), columns.length());
  }

  Grid crop(Box box, Size to, Filter how) {
    return new Grid(
        rows.crop(box.top(), box.height(), to.height()),
        columns.crop(box.left(), box.width(), to.width()),
        keepsPixels(box, to) ? filter : how);
  }

  /** Whether a crop leaves every pixel whole, so that no filter matters. */
  static boolean keepsPixels(Box box, Size to) {
    return AxisMap.keepsPixels(box.top(), box.height(), to.height())
        && AxisMap.keepsPixels(box.left(), box.width(), to.width());
  }

  Grid flipHorizontally() {
    return new Grid(rows, columns.flip(), filter);
  }

  Grid flipVertically() {
    return new Grid(rows.flip(), columns, filter);
  }

  boolean isIdentity(Size source) {
    return rows.isIdentity(source.height()) && columns.isIdentity(source.width());
  }

  /** Whether it looks at more pixels the more it shrinks, so that a smaller source will do. */
  private boolean isAntialiased() {
    return filter == Filter.ANTIALIASED_BILINEAR || filter == Filter.ANTIALIASED_BICUBIC;
  }

  /** The largest reduction of the source that leaves enough of it: 1, 2, 4 or 8. */
  private int reduction(Size source) {
    boolean isUnpadded = rows.isUnpadded(source.height()) && columns.isUnpadded(source.width());
    if (!isAntialiased() || !isUnpadded) {
      return 1;
    }
    double most = Math.min(rows.scale(), columns.scale()) / PIXELS_LEFT;
    int reduction = 1;
    while (reduction < MOST_REDUCTION && 2 * reduction <= most) {
      reduction *= 2;
    }
    return reduction;
  }

  private Sampling sampling(WorkerBuffers buffers) {
    return switch (filter) {
      case NEAREST -> new TapSampling(rows.nearest(buffers), columns.nearest(buffers), false);
      case BILINEAR -> new TapSampling(rows.bilinear(buffers), columns.bilinear(buffers), true);
      case ANTIALIASED_BILINEAR -> windows(Kernel.LINEAR, false, buffers);
      case ANTIALIASED_BICUBIC -> windows(Kernel.CUBIC, true, buffers);
    };
  }

  private Sampling windows(Kernel kernel, boolean clips, WorkerBuffers buffers) {
    return new WindowSampling(
        rows.windows(kernel, buffers), columns.windows(kernel, buffers), clips);
  }

  /** The output, given the source. */
  float[][] of(float[][] planes, Size source, WorkerBuffers buffers) {
    return sampling(buffers).of(planes, source.width(), buffers);
  }

  /**
   * The output of a picture, of which no more is decoded than is needed.
   *
   * @throws IOException if it cannot be decoded
   */
  float[][] of(Picture picture, WorkerBuffers buffers) throws IOException {
    Size source = picture.size();
    int reduction = reduction(source);
    Sampling sampling = sampling(buffers);
    Range down = needed(sampling.rows(), source.height(), reduction);
    Range across = needed(sampling.columns(), source.width(), reduction);
    Size size = new Size(down.last() - down.first() + 1, across.last() - across.first() + 1);
    Cut cut = new Cut(down.first(), across.first(), size, reduction);
    PictureRows needed = new PictureRows(picture, cut, buffers.pixels());
    Part part = needed.part();
    Sampling taken =
        part.reduction() == 1
            ? sampling.from(cut.top(), cut.left())
            : reduced(part).sampling(buffers);
    return taken.of(needed, buffers);
  }

  private Grid reduced(Part part) {
    return new Grid(
        rows.reduced(part.reduction(), part.top(), part.size().height()),
        columns.reduced(part.reduction(), part.left(), part.size().width()),
        filter);
  }

  /** At least one pixel; where they are reduced, one more to either side. */
  private static Range needed(Range range, int length, int reduction) {
    if (range.last() < range.first()) {
      return new Range(0, 0);
    }
    int more = reduction == 1 ? 0 : reduction;
    return new Range(range.first() - more, range.last() + more).intersect(new Range(0, length - 1));
  }
}
