package io.bagoftricks.engine.images.pack;

import static org.bytedeco.opencv.global.opencv_core.CV_8UC;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMWRITE_JPEG_QUALITY;
import static org.bytedeco.opencv.global.opencv_imgcodecs.imencode;
import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_RGB2BGR;
import static org.bytedeco.opencv.global.opencv_imgproc.INTER_AREA;
import static org.bytedeco.opencv.global.opencv_imgproc.cvtColor;
import static org.bytedeco.opencv.global.opencv_imgproc.resize;

import io.bagoftricks.api.data.Picture;
import io.bagoftricks.api.data.PixelBuffer;
import io.bagoftricks.api.network.Size;
import java.io.IOException;
import java.util.Arrays;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * Pixels of a whole picture.
 *
 * @param rows row after row, the channels of a pixel beside each other
 */
@SuppressWarnings("ArrayRecordComponent") // handed over, never compared
record PackPixels(Size size, int channels, byte[] rows) {
  /** Decodes all of a picture. */
  static PackPixels of(Picture picture) throws IOException {
    Size size = picture.size();
    byte[] pixels = picture.decode(Picture.Cut.all(size), new PixelBuffer()).pixels();
    int length = size.height() * size.width() * picture.channels();
    byte[] rows = pixels.length == length ? pixels : Arrays.copyOf(pixels, length);
    return new PackPixels(size, picture.channels(), rows);
  }

  /** Made smaller by the mean of areas, until the shorter side has so many pixels. */
  PackPixels smaller(int shortSide) {
    int shorter = Math.min(size.height(), size.width());
    if (shorter <= shortSide) {
      return this;
    }
    Size smaller =
        new Size(
            scaled(size.height(), shorter, shortSide), scaled(size.width(), shorter, shortSide));
    try (Mat from = mat();
        Mat to = new Mat();
        org.bytedeco.opencv.opencv_core.Size target =
            new org.bytedeco.opencv.opencv_core.Size(smaller.width(), smaller.height())) {
      resize(from, to, target, 0, 0, INTER_AREA);
      byte[] pixels = new byte[smaller.height() * smaller.width() * channels];
      try (BytePointer data = to.data()) {
        data.get(pixels);
      }
      return new PackPixels(smaller, channels, pixels);
    }
  }

  private static int scaled(int length, int shorter, int shortSide) {
    return (int) Math.max(1, Math.round((double) length * shortSide / shorter));
  }

  /** A JPEG of them. */
  byte[] jpeg(int quality) throws IOException {
    try (Mat from = mat();
        Mat to = new Mat();
        BytePointer bytes = new BytePointer();
        IntPointer options = new IntPointer(IMWRITE_JPEG_QUALITY, quality)) {
      if (channels > 1) {
        cvtColor(from, to, COLOR_RGB2BGR);
      }
      if (!imencode(".jpg", channels > 1 ? to : from, bytes, options)) {
        throw new IOException("It cannot be encoded as a JPEG.");
      }
      byte[] file = new byte[Math.toIntExact(bytes.limit())];
      bytes.get(file);
      return file;
    } catch (RuntimeException e) { // how JavaCPP throws what C++ throws
      throw new IOException("It cannot be encoded as a JPEG of " + size + " pixels.", e);
    }
  }

  private Mat mat() {
    Mat mat = new Mat(size.height(), size.width(), CV_8UC(channels));
    try (BytePointer data = mat.data()) {
      data.put(rows);
    }
    return mat;
  }
}
