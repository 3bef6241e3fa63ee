package io.bagoftricks.engine.images;

import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_COLOR_RGB;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_GRAYSCALE;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_IGNORE_ORIENTATION;

import io.bagoftricks.api.data.Picture;
import io.bagoftricks.api.data.PixelBuffer;
import io.bagoftricks.api.network.Size;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Consumer;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;
import org.jspecify.annotations.Nullable;

/**
 * A JPEG whose bytes are in memory. Reduced, its cosine transforms have fewer terms, and less is
 * computed for each 8 x 8 pixels; rows below the first cut are not decoded where the file allows it
 * ({@link JpegRows}).
 */
final class JpegPicture implements Picture {
  private final Size stored;
  private final int channels;
  private final Orientation orientation;
  private final DecoderRoom room;
  private final Consumer<DecoderRoom> release;
  private final ByteBuffer bytes;
  private @Nullable Mat decoded;
  private int decodedBy;
  private int decodedRows;
  private boolean closed;

  /**
   * A picture.
   *
   * @param header says the size
   * @param channels 1 or 3
   * @param bytes all of the file, in the room
   * @param room has its bytes
   * @param release takes the room back
   */
  JpegPicture(
      ImageHeader header,
      int channels,
      ByteBuffer bytes,
      DecoderRoom room,
      Consumer<DecoderRoom> release) {
    this.stored = header.size();
    this.channels = channels;
    this.orientation = Orientation.of(header.orientation());
    this.bytes = bytes;
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
    Mat pixels = pixels(reduction, (exchanged ? column + columns : row + rows) * reduction);
    try (Rect place =
            exchanged
                ? new Rect(row, column, rows, columns)
                : new Rect(column, row, columns, rows);
        Mat part = new Mat(pixels, place)) {
      return MatPart.of(
          orientation.isNone() ? part : room.turned(part, orientation),
          edge(row, rows, reduction, size.height(), orientation.mirroredRows()),
          edge(column, columns, reduction, size.width(), orientation.mirroredColumns()),
          reduction,
          buffer);
    }
  }

  /**
   * At least the upper rows. Of several cuts the first is decoded alone, and all of the picture
   * with the next one that needs more.
   */
  private Mat pixels(int reduction, int rows) throws IOException {
    int needed = Math.min(rows, stored.height());
    boolean isFirst = decoded == null;
    if (decoded != null && decodedBy == reduction && decodedRows >= needed) {
      return decoded;
    }
    decoded = null;
    if (isFirst && needed < stored.height()) {
      Optional<JpegRows> upper =
          JpegRows.of(bytes).filter(jpeg -> jpeg.height() == stored.height());
      int enough = upper.map(jpeg -> jpeg.enough(needed)).orElse(stored.height());
      if (enough < stored.height()) {
        try {
          return kept(
              upper.get().decode(enough, length -> room.decoded(flags(reduction), length)),
              enough,
              reduction);
        } catch (IOException e) {
          // Its last bytes may be too few for a decoder that looks ahead. The whole has them.
        }
      }
    }
    return kept(room.decoded(flags(reduction)), stored.height(), reduction);
  }

  private Mat kept(Mat pixels, int rows, int reduction) throws IOException {
    if (pixels.rows() != reduced(rows, reduction)
        || pixels.cols() != reduced(stored.width(), reduction)) {
      throw new IOException(
          "It is damaged: it has %s x %s pixels, but its header says %s x %s."
              .formatted(pixels.cols(), pixels.rows(), stored.width(), stored.height()));
    }
    decoded = pixels;
    decodedBy = reduction;
    decodedRows = rows;
    return pixels;
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
