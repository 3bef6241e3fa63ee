package io.bagoftricks.engine.images;

import io.bagoftricks.api.data.Picture;
import io.bagoftricks.api.data.PixelBuffer;
import io.bagoftricks.api.network.Size;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;

/** A picture of a format that is decoded whole, with its pixels in memory. */
final class DecodedPicture implements Picture {
  private final Mat pixels;

  /** A picture; the pixels, gray or red, green, blue, are its own. */
  DecodedPicture(Mat pixels) {
    this.pixels = pixels;
  }

  @Override
  public Size size() {
    return new Size(pixels.rows(), pixels.cols());
  }

  @Override
  public int channels() {
    return pixels.channels();
  }

  @Override
  public Part decode(Cut cut, PixelBuffer buffer) {
    try (Rect place = new Rect(cut.left(), cut.top(), cut.size().width(), cut.size().height());
        Mat part = new Mat(pixels, place)) {
      return MatPart.of(part, cut.top(), cut.left(), 1, buffer);
    }
  }

  @Override
  public void close() {
    pixels.close();
  }
}
