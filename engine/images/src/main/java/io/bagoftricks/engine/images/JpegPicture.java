package io.bagoftricks.engine.images;

import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_COLOR_RGB;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_GRAYSCALE;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_IGNORE_ORIENTATION;

import io.bagoftricks.api.data.Picture;
import io.bagoftricks.api.data.PixelBuffer;
import io.bagoftricks.api.network.Size;
import java.io.IOException;
import java.util.function.Consumer;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;
import org.jspecify.annotations.Nullable;

/**
 * A JPEG whose bytes are in memory. Reduced, its cosine transforms have fewer terms, and less is
 * computed for each 8 x 8 pixels.
 */
final class JpegPicture implements Picture {
  private final Size stored;
  private final int channels;
  private final Orientation orientation;
  private final DecoderRoom room;
  private final Consumer<DecoderRoom> release;
  private @Nullable Mat decoded;
  private int decodedBy;
  private boolean closed;

  /**
   * A picture.
   *
   * @param header says the size
   * @param channels 1 or 3
   * @param room has its bytes
   * @param release takes the room back
   */
  JpegPicture(ImageHeader header, int channels, DecoderRoom room, Consumer<DecoderRoom> release) {
    this.stored = header.size();
    this.channels = channels;
    this.orientation = Orientation.of(header.orientation());
    this.room = room;
    this.release = release;
  }

  @Override
  public Size size() {
    return orientation.turned(stored);
  }

  @Override
  public int channels() {
    return channels;
  }

  @Override
  public Part decode(Cut cut, PixelBuffer buffer) throws IOException {
    if (closed) {
      throw new IllegalStateException("The picture is closed");
    }
    int reduction = cut.reduction();
    Mat whole = whole(reduction);
    Size size = size();
    // In the picture as it is before it is mirrored, but with rows and columns exchanged.
    int top =
        orientation.mirroredRows() ? size.height() - cut.top() - cut.size().height() : cut.top();
    int left =
        orientation.mirroredColumns() ? size.width() - cut.left() - cut.size().width() : cut.left();
    int row = top / reduction;
    int column = left / reduction;
    int rows = reduced(top + cut.size().height(), reduction) - row;
    int columns = reduced(left + cut.size().width(), reduction) - column;
    boolean exchanged = orientation.transposed();
    try (Rect place =
            exchanged
                ? new Rect(row, column, rows, columns)
                : new Rect(column, row, columns, rows);
        Mat part = new Mat(whole, place)) {
      return MatPart.of(
          orientation.isNone() ? part : room.turned(part, orientation),
          edge(row, rows, reduction, size.height(), orientation.mirroredRows()),
          edge(column, columns, reduction, size.width(), orientation.mirroredColumns()),
          reduction,
          buffer);
    }
  }

  /** All of it; decoded once where one cut after another is asked for. */
  private Mat whole(int reduction) throws IOException {
    Mat whole = decoded;
    if (whole == null || decodedBy != reduction) {
      decoded = null;
      whole = room.decoded(flags(reduction));
      if (whole.rows() != reduced(stored.height(), reduction)
          || whole.cols() != reduced(stored.width(), reduction)) {
        throw new IOException(
            "It is damaged: it has %s x %s pixels, but its header says %s x %s."
                .formatted(whole.cols(), whole.rows(), stored.width(), stored.height()));
      }
      decoded = whole;
      decodedBy = reduction;
    }
    return whole;
  }

  /** Where reduced rows or columns begin in the picture. */
  private static int edge(int first, int count, int reduction, int length, boolean mirrored) {
    return mirrored ? length - (first + count) * reduction : first * reduction;
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      release.accept(room);
    }
  }

  /** OpenCV's flags: a reduction by 2, 4 or 8 is 16, 32 or 64. */
  private int flags(int reduction) {
    int color = channels == 1 ? IMREAD_GRAYSCALE : IMREAD_COLOR_RGB;
    return color | IMREAD_IGNORE_ORIENTATION | (reduction == 1 ? 0 : Byte.SIZE * reduction);
  }

  /** Rows or columns that libjpeg makes of so many. */
  private static int reduced(int length, int reduction) {
    return (length + reduction - 1) / reduction;
  }
}
