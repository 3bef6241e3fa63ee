package io.bagoftricks.engine.internal.loader;

import io.bagoftricks.api.data.Picture;
import io.bagoftricks.api.data.Picture.Cut;
import io.bagoftricks.api.data.Picture.Part;
import io.bagoftricks.api.data.PixelBuffer;
import io.bagoftricks.api.network.Size;
import java.io.IOException;

/**
 * The rows of a cut of a picture, in bytes. A cut that is large is decoded some rows at a time, so
 * that no picture fills the Java heap; one that the picture gives reduced is decoded at once.
 */
final class PictureRows {
  /** The most bytes that are decoded at once, unless a single row has more. */
  static final int MOST_BYTES = 1 << 24;

  private static final int NONE = -1;

  private final Picture picture;
  private final Cut cut;
  private final PixelBuffer buffer;
  private final int atOnce;
  private Part part;
  private int decoded;

  /** Receives rows. */
  interface Taker {
    /**
     * Takes rows that lie one below the other.
     *
     * @param first the first row, from 0
     * @param count how many
     * @param pixels channels beside each other; valid until the next call
     * @param offset where the first column of the first row is in it
     * @param stride bytes from a row to the next
     */
    void take(int first, int count, byte[] pixels, int offset, int stride);
  }

  /**
   * Decodes the rows if they are decoded at once, else the last one: a picture that is decoded from
   * the top down to the rows that are asked for would have to begin again for each of them.
   *
   * @throws IOException if they cannot be decoded
   */
  PictureRows(Picture picture, Cut cut, PixelBuffer buffer) throws IOException {
    this.picture = picture;
    this.buffer = buffer;
    int height = cut.size().height();
    long row = (long) cut.size().width() * picture.channels();
    int most = (int) Math.max(1, Math.min(height, MOST_BYTES / row));
    boolean isOnePart = most == height;
    this.part = picture.decode(isOnePart ? cut : rows(cut, height - 1, 1, cut.reduction()), buffer);
    boolean isReduced = part.reduction() > 1;
    if (isReduced && !isOnePart) {
      part = picture.decode(cut, buffer);
    }
    this.decoded = isOnePart || isReduced ? 0 : NONE;
    this.cut = isReduced ? new Cut(0, 0, part.size(), 1) : cut;
    this.atOnce = isReduced ? part.size().height() : most;
  }

  /** The part that is in the buffer: all of it where the picture is reduced. */
  Part part() {
    return part;
  }

  /** How many columns there are: those of the part where the picture is reduced. */
  int width() {
    return cut.size().width();
  }

  /** How many rows there are. */
  int height() {
    return cut.size().height();
  }

  /** Bytes of a pixel. */
  int channels() {
    return picture.channels();
  }

  /**
   * Hands out all rows from top to bottom. It may be called again.
   *
   * @throws IOException if they cannot be decoded
   */
  void each(Taker taker) throws IOException {
    for (int first = 0; first < height(); first += atOnce) {
      int count = Math.min(atOnce, height() - first);
      if (decoded != first) {
        part = picture.decode(rows(cut, first, count, 1), buffer);
        decoded = first;
      }
      int stride = part.size().width() * channels();
      boolean isReduced = part.reduction() > 1;
      int above = isReduced ? 0 : cut.top() + first - part.top();
      int before = isReduced ? 0 : cut.left() - part.left();
      taker.take(first, count, part.pixels(), above * stride + before * channels(), stride);
    }
  }

  private static Cut rows(Cut cut, int first, int count, int reduction) {
    return new Cut(cut.top() + first, cut.left(), new Size(count, cut.size().width()), reduction);
  }
}
