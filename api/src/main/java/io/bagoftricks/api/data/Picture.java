package io.bagoftricks.api.data;

import io.bagoftricks.api.network.Size;
import java.io.IOException;
import java.util.Locale;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A picture whose header is known and whose pixels are not decoded yet: 8 bits per channel. One
 * thread uses it, and closes it.
 *
 * @since 0.1
 */
@ConsumerType
public interface Picture extends AutoCloseable {
  /** {@return height and width as the picture is looked at: turned as its EXIF data say} */
  Size size();

  /** {@return 1 for gray, 3 for red, green, blue} */
  int channels();

  /**
   * Decodes the pixels that are needed, or more. What is given depends on the picture and the cut
   * alone.
   *
   * @param cut what is needed
   * @param buffer holds the pixels until it is used again
   * @return at least the cut, reduced by no more than it allows
   * @throws ReplacedException if it cannot be decoded, and the data set has put another in its
   *     place
   * @throws IOException if it cannot be decoded
   */
  Part decode(Cut cut, PixelBuffer buffer) throws IOException;

  /**
   * Says that the picture has too many pixels for what is to be done to it this time; another time,
   * with other draws, it may do. Called at most once, when it is closed.
   *
   * @param reason a sentence
   * @return another picture of the same label that stands in for it this time: always the same one;
   *     the caller closes it
   * @throws IOException the reason, or why there is no other
   */
  default Picture refuse(IOException reason) throws IOException {
    throw reason;
  }

  /** Gives up what it holds, which may be nothing. */
  @Override
  default void close() {}

  /**
   * Pixels of a picture that are needed.
   *
   * @param top the first row
   * @param left the first column
   * @param size how many rows and columns, at least one of each
   * @param reduction the picture may be decoded at 1 / reduction of its height and width, or at any
   *     size above that: 1, 2, 4 or 8
   */
  record Cut(int top, int left, Size size, int reduction) {
    private static final int MOST = 8;

    /**
     * Checks the ranges.
     *
     * @param top from 0
     * @param left from 0
     * @param size at least one pixel
     * @param reduction 1, 2, 4 or 8
     */
    public Cut {
      if (top < 0 || left < 0 || size.height() < 1 || size.width() < 1) {
        throw new IllegalArgumentException(
            String.format(Locale.ROOT, "A cut of %s at %d, %d holds no pixel", size, top, left));
      }
      if (reduction < 1 || reduction > MOST || Integer.bitCount(reduction) != 1) {
        throw new IllegalArgumentException("A picture is reduced by 1, 2, 4 or 8: " + reduction);
      }
    }

    /**
     * {@return all pixels of a picture, as they are}
     *
     * @param size the picture's
     */
    public static Cut all(Size size) {
      return new Cut(0, 0, size, 1);
    }
  }

  /**
   * Pixels of a picture. Each covers {@code reduction} rows and columns of it; the outermost may
   * reach over the picture's edge.
   *
   * @param top where the first row begins, in rows of the picture; below 0 where it reaches over
   *     the edge
   * @param left where the first column begins, in columns of the picture
   * @param reduction 1, 2, 4 or 8
   * @param size rows and columns of the part
   * @param pixels row after row, the channels of a pixel beside each other; there may be more bytes
   *     behind them
   */
  @SuppressWarnings("ArrayRecordComponent") // a buffer that is lent, never compared
  record Part(int top, int left, int reduction, Size size, byte[] pixels) {
    /**
     * {@return whether it has all pixels of a cut}
     *
     * @param cut what is needed
     */
    public boolean covers(Cut cut) {
      return top <= cut.top()
          && left <= cut.left()
          && top + (long) reduction * size.height() >= (long) cut.top() + cut.size().height()
          && left + (long) reduction * size.width() >= (long) cut.left() + cut.size().width();
    }
  }
}
