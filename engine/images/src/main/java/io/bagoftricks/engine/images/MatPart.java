package io.bagoftricks.engine.images;

import io.bagoftricks.api.data.Picture.Part;
import io.bagoftricks.api.data.PixelBuffer;
import io.bagoftricks.api.network.Size;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.opencv_core.Mat;

/** Pixels of OpenCV, as a part of a picture. */
final class MatPart {
  private MatPart() {}

  /**
   * Copies pixels.
   *
   * @param pixels 8 bits per channel; may lie within a larger image
   * @param top where they begin in the picture
   * @param left where they begin in the picture
   * @param reduction rows and columns of the picture that each of them covers
   */
  static Part of(Mat pixels, int top, int left, int reduction, PixelBuffer buffer) {
    int row = pixels.cols() * pixels.channels();
    byte[] bytes = buffer.bytes(Math.multiplyExact(pixels.rows(), row));
    try (BytePointer from = pixels.data()) {
      // The capacity of a pointer that OpenCV gives is not known.
      for (int y = 0; y < pixels.rows(); y++) {
        from.position(y * pixels.step()).get(bytes, y * row, row);
      }
    }
    return new Part(top, left, reduction, new Size(pixels.rows(), pixels.cols()), bytes);
  }
}
