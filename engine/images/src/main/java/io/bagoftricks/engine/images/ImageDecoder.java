package io.bagoftricks.engine.images;

import static org.bytedeco.opencv.global.opencv_core.CV_8U;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC1;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC4;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_COLOR;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_GRAYSCALE;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_UNCHANGED;
import static org.bytedeco.opencv.global.opencv_imgcodecs.imdecode;
import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_BGR2GRAY;
import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_GRAY2BGR;
import static org.bytedeco.opencv.global.opencv_imgproc.cvtColor;

import io.bagoftricks.api.data.Dataset.Image;
import io.bagoftricks.api.network.Size;
import io.bagoftricks.backends.spi.natives.NativeCache;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.jspecify.annotations.Nullable;

/**
 * Decodes image files with OpenCV: JPEG, PNG, GIF, WebP, BMP, TIFF. Looks at the header first, and
 * refuses what is too large. Turns images as their EXIF data say, lays transparent ones over a
 * color, and makes gray of color by Rec. 601 where a network wants gray.
 */
public final class ImageDecoder {
  private static final int RED_GREEN_BLUE = 3;

  private final int channels;
  private final ImageRules rules;

  /**
   * A decoder.
   *
   * @param channels 1 for gray, 3 for red, green, blue
   */
  public ImageDecoder(int channels, ImageRules rules) {
    if (channels != 1 && channels != RED_GREEN_BLUE) {
      throw new IllegalArgumentException("Images have 1 or 3 channels, not " + channels);
    }
    this.channels = channels;
    this.rules = rules;
    NativeCache.open();
    Loader.load(opencv_imgcodecs.class);
    Loader.load(opencv_imgproc.class);
  }

  /** How many planes an image has: 1 or 3. */
  public int channels() {
    return channels;
  }

  /**
   * Decodes a file: planes on the scale 0 to 255.
   *
   * @throws IOException if it cannot be read, is not an image, or too large; the message is a
   *     sentence
   */
  public Image decode(Path file) throws IOException {
    try (SeekableByteChannel channel = open(file)) {
      if (channel.size() == 0) {
        throw new IOException("The file is empty.");
      }
      checkLength(channel.size());
      ImageHeader header = ImageHeader.read(channel);
      checkSize(header);
      try (BytePointer bytes = bytes(channel);
          Mat encoded = new Mat(1, (int) bytes.capacity(), CV_8U, bytes);
          Mat decoded =
              header.transparency()
                  ? transparent(encoded, header.orientation())
                  : opaque(encoded)) {
        return planes(decoded);
      }
    }
  }

  /**
   * Takes an image that a program has: planes on the scale 0 to 255. One with a color model of one
   * channel is gray by its samples; all others go through sRGB in 8 bits.
   */
  public Image take(BufferedImage image) {
    try (Mat pixels = image.getRaster().getNumBands() == 1 ? gray(image) : colored(image)) {
      return planes(pixels);
    }
  }

  private Mat gray(BufferedImage image) {
    if (!image.getColorModel().getColorSpace().isCS_sRGB()
        && image.getColorModel() instanceof ComponentColorModel) {
      int excess = Math.max(0, image.getColorModel().getComponentSize(0) - Byte.SIZE);
      Mat samples = new Mat(image.getHeight(), image.getWidth(), CV_8UC1);
      ByteBuffer to = samples.createBuffer();
      int[] row = new int[image.getWidth()];
      for (int y = 0; y < image.getHeight(); y++) {
        for (int sample : image.getRaster().getSamples(0, y, row.length, 1, 0, row)) {
          to.put((byte) (sample >> excess));
        }
      }
      return channels == 1 ? samples : converted(samples, COLOR_GRAY2BGR);
    }
    return colored(image); // a palette
  }

  private Mat colored(BufferedImage image) {
    try (Mat pixels = new Mat(image.getHeight(), image.getWidth(), CV_8UC4)) {
      ByteBuffer to = pixels.createBuffer();
      int[] row = new int[image.getWidth()];
      for (int y = 0; y < image.getHeight(); y++) {
        for (int pixel : image.getRGB(0, y, row.length, 1, row, 0, row.length)) {
          to.put((byte) pixel).put((byte) (pixel >> 8)).put((byte) (pixel >> 16));
          to.put((byte) (pixel >>> 24));
        }
      }
      Mat composed = Transparency.over(pixels, rules.background());
      return channels == 1 ? converted(composed, COLOR_BGR2GRAY) : composed;
    }
  }

  private static Mat converted(Mat from, int how) {
    try (from) {
      Mat to = new Mat();
      cvtColor(from, to, how);
      return to;
    }
  }

  private void checkSize(ImageHeader header) throws IOException {
    if (!header.fits(rules.mostPixels())) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "Its header says %d x %d pixels, but an image may have at most %d.%s",
              header.width(),
              header.height(),
              rules.mostPixels(),
              header.fits(ImageRules.LIMIT)
                  ? " If it is one that you trust, allow more: --max-pixels " + ImageRules.LIMIT
                  : ""));
    }
  }

  private void checkLength(long length) throws IOException {
    if (length > rules.mostBytes()) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "The file has %d bytes, but an image file may have at most %d. Is it an image?",
              length,
              rules.mostBytes()));
    }
  }

  /** A file in a zip file is read whole, but no more of it than its own entry says. */
  private SeekableByteChannel open(Path file) throws IOException {
    if (file.getFileSystem() == FileSystems.getDefault()) {
      return FileChannel.open(file, StandardOpenOption.READ);
    }
    long length = Files.size(file);
    checkLength(length);
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes((int) length);
      if (bytes.length < length || in.read() >= 0) {
        throw new IOException("It is damaged: its length is another than its archive says.");
      }
      return new BytesChannel(bytes);
    }
  }

  /** Outside the Java heap, which a large file could fill. */
  private static BytePointer bytes(SeekableByteChannel channel) throws IOException {
    BytePointer bytes = new BytePointer(channel.size());
    ByteBuffer target = bytes.asByteBuffer();
    channel.position(0);
    while (target.hasRemaining() && channel.read(target) >= 0) {
      // until all is there
    }
    if (target.hasRemaining()) {
      bytes.close();
      throw new IOException("The file became shorter while it was read.");
    }
    return bytes;
  }

  private Mat opaque(Mat encoded) throws IOException {
    return decoded(encoded, channels == 1 ? IMREAD_GRAYSCALE : IMREAD_COLOR);
  }

  private Mat transparent(Mat encoded, int orientation) throws IOException {
    try (Mat image = decoded(encoded, IMREAD_UNCHANGED)) {
      if (!Transparency.isIn(image)) {
        return opaque(encoded);
      }
      Mat composed = Transparency.over(image, rules.background());
      Orientation.apply(orientation, composed);
      if (channels == RED_GREEN_BLUE) {
        return composed;
      }
      return converted(composed, COLOR_BGR2GRAY);
    }
  }

  private static Mat decoded(Mat encoded, int flags) throws IOException {
    Mat decoded;
    try {
      decoded = imdecode(encoded, flags);
    } catch (RuntimeException e) { // how JavaCPP throws what C++ throws
      throw damaged(e);
    }
    if (decoded.empty()) {
      decoded.close();
      throw damaged(null);
    }
    return decoded;
  }

  private static IOException damaged(@Nullable RuntimeException reason) {
    return new IOException("It is damaged: its pixels cannot be decoded. Fetch it again.", reason);
  }

  /** OpenCV keeps blue, green, red beside each other. */
  private Image planes(Mat mat) {
    ByteBuffer values = mat.createBuffer();
    int area = Math.multiplyExact(mat.rows(), mat.cols());
    float[][] planes = new float[channels][area];
    byte[] row = new byte[mat.cols() * channels];
    for (int y = 0; y < mat.rows(); y++) {
      values.get(row);
      for (int channel = 0; channel < channels; channel++) {
        float[] plane = planes[channels - 1 - channel];
        int to = y * mat.cols();
        for (int from = channel; from < row.length; from += channels) {
          plane[to++] = Byte.toUnsignedInt(row[from]);
        }
      }
    }
    return new Image(new Size(mat.rows(), mat.cols()), planes);
  }
}
