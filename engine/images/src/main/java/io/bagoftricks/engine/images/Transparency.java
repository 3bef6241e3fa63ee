package io.bagoftricks.engine.images;

import static org.bytedeco.opencv.global.opencv_core.CV_16U;
import static org.bytedeco.opencv.global.opencv_core.CV_8U;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC3;

import java.nio.ByteBuffer;
import org.bytedeco.opencv.opencv_core.Mat;

/** Images with transparent pixels, laid over a color. */
final class Transparency {
  private static final int CHANNELS = 4;
  private static final int OPAQUE = 255;
  private static final double FROM_16_BITS = 1.0 / 257;

  private Transparency() {}

  /** Whether an image says how transparent each pixel is, in 8 or 16 bits. */
  static boolean isIn(Mat image) {
    return image.channels() == CHANNELS && (image.depth() == CV_8U || image.depth() == CV_16U);
  }

  /**
   * Lays an image over a color: {@code (a x + (255 - a) background) / 255}, rounded, in the values
   * of the file.
   *
   * @param image blue, green, red and opacity; in 8 bits afterwards
   * @param background red, green, blue
   * @param composed becomes blue, green, red, in 8 bits
   */
  static void over(Mat image, int background, Mat composed) {
    if (image.depth() == CV_16U) {
      image.convertTo(image, CV_8U, FROM_16_BITS, 0);
    }
    composed.create(image.rows(), image.cols(), CV_8UC3);
    ByteBuffer from = image.createBuffer();
    ByteBuffer to = composed.createBuffer();
    while (from.hasRemaining()) {
      int blue = Byte.toUnsignedInt(from.get());
      int green = Byte.toUnsignedInt(from.get());
      int red = Byte.toUnsignedInt(from.get());
      int opacity = Byte.toUnsignedInt(from.get());
      to.put(mixed(blue, background, opacity));
      to.put(mixed(green, background >> 8, opacity));
      to.put(mixed(red, background >> 16, opacity));
    }
  }

  private static byte mixed(int color, int background, int opacity) {
    int sum = color * opacity + (background & OPAQUE) * (OPAQUE - opacity);
    return (byte) ((sum + OPAQUE / 2) / OPAQUE);
  }
}
