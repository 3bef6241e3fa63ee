package io.bagoftricks.engine.predict;

import static org.bytedeco.opencv.global.opencv_core.CV_8U;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_COLOR;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_GRAYSCALE;
import static org.bytedeco.opencv.global.opencv_imgcodecs.imdecode;
import static org.bytedeco.opencv.global.opencv_imgproc.INTER_AREA;
import static org.bytedeco.opencv.global.opencv_imgproc.resize;

import io.bagoftricks.api.network.Size;
import io.bagoftricks.backends.spi.natives.NativeCache;
import io.bagoftricks.engine.data.Dataset.Image;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * Decodes image files with OpenCV: JPEG, PNG, GIF, WebP, BMP, TIFF. Turns them as their EXIF data
 * say, drops transparency, and makes gray of colour by Rec. 601 where a network wants gray.
 */
final class ImageDecoder {
  private static final int RED_GREEN_BLUE = 3;

  private final int channels;
  private final Optional<Size> smallest;

  /**
   * A decoder.
   *
   * @param channels 1 for gray, 3 for red, green, blue
   * @param smallest if present, whatever is larger in height or width is shrunk to it by averaging
   *     areas, not keeping its proportions
   */
  ImageDecoder(int channels, Optional<Size> smallest) {
    if (channels != 1 && channels != RED_GREEN_BLUE) {
      throw new IllegalArgumentException("Images have 1 or 3 channels, not " + channels);
    }
    this.channels = channels;
    this.smallest = smallest;
    NativeCache.open();
    Loader.load(opencv_imgcodecs.class);
    Loader.load(opencv_imgproc.class);
  }

  /**
   * Decodes a file: planes on the scale 0 to 255.
   *
   * @throws IOException if it cannot be read, or is no image
   */
  Image decode(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    if (bytes.length == 0) {
      throw new IOException("The file is empty.");
    }
    try (BytePointer pointer = new BytePointer(bytes);
        Mat encoded = new Mat(1, bytes.length, CV_8U, pointer);
        Mat decoded = imdecode(encoded, channels == 1 ? IMREAD_GRAYSCALE : IMREAD_COLOR)) {
      if (decoded.empty()) {
        throw new IOException(
            "The file is no image that can be read: it must be JPEG, PNG, GIF, WebP, BMP or TIFF.");
      }
      Optional<Size> target =
          smallest.filter(size -> decoded.rows() > size.height() || decoded.cols() > size.width());
      if (target.isEmpty()) {
        return planes(decoded);
      }
      try (Mat shrunk = new Mat();
          org.bytedeco.opencv.opencv_core.Size to =
              new org.bytedeco.opencv.opencv_core.Size(
                  target.get().width(), target.get().height())) {
        resize(decoded, shrunk, to, 0, 0, INTER_AREA);
        return planes(shrunk);
      }
    }
  }

  /** OpenCV keeps blue, green, red beside each other. */
  private Image planes(Mat mat) {
    ByteBuffer values = mat.createBuffer();
    int area = Math.multiplyExact(mat.rows(), mat.cols());
    float[][] planes = new float[channels][area];
    for (int i = 0; i < area; i++) {
      for (int channel = 0; channel < channels; channel++) {
        planes[channels - 1 - channel][i] = Byte.toUnsignedInt(values.get(i * channels + channel));
      }
    }
    return new Image(new Size(mat.rows(), mat.cols()), planes);
  }
}
