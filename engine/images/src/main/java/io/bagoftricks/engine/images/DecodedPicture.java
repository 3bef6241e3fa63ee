package io.bagoftricks.engine.images;

import io.bagoftricks.api.data.Picture;
import io.bagoftricks.api.data.PixelBuffer;
import io.bagoftricks.api.network.Size;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;

/** A picture of a format that is decoded whole, with its pixels in memory. */
final class DecodedPicture implements Picture {
  private final Mat pixels;
  private final Size size;
  private final int channels;
  private final Runnable closed;
  private boolean isClosed;

  /**
   * A picture.
   *
   * @param pixels gray, or red, green, blue
   * @param closed gives them up; called once, however often it is closed
   */
  DecodedPicture(Mat pixels, Runnable closed) {
    this.pixels = pixels;
    this.size = new Size(pixels.rows(), pixels.cols());
    this.channels = pixels.channels();
    this.closed = closed;
  }

  @Override
  public Size size() {
    return size;
  }

  @Override
  public int channels() {
    return channels;
  }

  @Override
  public Part decode(Cut cut, PixelBuffer buffer) {
    if (isClosed) {
      throw new IllegalStateException("The picture is closed");
    }
    try (Rect place = new Rect(cut.left(), cut.top(), cut.size().width(), cut.size().height());
        Mat part = new Mat(pixels, place)) {
      return MatPart.of(part, cut.top(), cut.left(), 1, buffer);
    }
  }

  @Override
  public void close() {
    if (!isClosed) {
      isClosed = true;
      closed.run();
    }
  }
}
