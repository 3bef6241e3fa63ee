package io.bagoftricks.engine.images;

import static org.bytedeco.opencv.global.opencv_core.CV_8UC1;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC4;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_COLOR_RGB;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_GRAYSCALE;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_UNCHANGED;
import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_BGR2GRAY;
import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_BGR2RGB;
import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_GRAY2RGB;
import static org.bytedeco.opencv.global.opencv_imgproc.cvtColor;

import io.bagoftricks.api.data.Dataset.Image;
import io.bagoftricks.api.data.Picture;
import io.bagoftricks.api.data.PixelBuffer;
import io.bagoftricks.api.network.Size;
import io.bagoftricks.backends.spi.natives.NativeCache;
import io.bagoftricks.engine.internal.loader.ImageRows;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * Decodes image files with OpenCV: JPEG, PNG, GIF, WebP, BMP, TIFF. Looks at the header first, and
 * refuses what is too large; leaves a JPEG encoded until its pixels are needed. Turns images as
 * their EXIF data say, lays transparent ones over a color, and makes gray of color by Rec. 601
 * where a network wants gray.
 */
public final class ImageDecoder {
  private static final int RED_GREEN_BLUE = 3;

  private final int channels;
  private final ImageRules rules;
  private final DecoderRooms rooms = new DecoderRooms();

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
   * Looks at a file, and takes its bytes in; those of a JPEG stay encoded.
   *
   * @throws IOException if it cannot be read, is not an image, or too large; the message is a
   *     sentence
   */
  public Picture picture(Path file) throws IOException {
    return picture(new PathFile(file));
  }

  /** As {@link #picture(Path)}. */
  Picture picture(ImageFile file) throws IOException {
    checkLength(file.size());
    try (SeekableByteChannel channel = file.open()) {
      return picture(channel);
    }
  }

  /**
   * Looks at the bytes of a file, and copies them; those of a JPEG stay encoded.
   *
   * @param encoded what remains in it; its position stays
   * @throws IOException if it is not an image, or too large; the message is a sentence
   */
  public Picture picture(ByteBuffer encoded) throws IOException {
    return picture(new BytesChannel(encoded));
  }

  /**
   * The bytes of a file, which need not be an image.
   *
   * @throws IOException if it cannot be read, or is too large; the message is a sentence
   */
  ByteBuffer bytes(ImageFile file) throws IOException {
    checkLength(file.size());
    try (SeekableByteChannel channel = file.open()) {
      ByteBuffer bytes = ByteBuffer.allocate((int) channel.size());
      while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
        // until all is there
      }
      return bytes.flip();
    }
  }

  /**
   * The rows and columns of a file, as its header says.
   *
   * @throws IOException if it is not an image, or too large; the message is a sentence
   */
  public Size size(ByteBuffer encoded) throws IOException {
    DecoderRoom room = rooms.take();
    try {
      ImageHeader header = room.header(new BytesChannel(encoded));
      checkSize(header);
      return header.size();
    } finally {
      rooms.giveBack(room);
    }
  }

  /**
   * The picture of a pack: all of its bytes are taken in and checked before any is looked at.
   *
   * @throws IOException if they are not those that were written, or not an image; the message is a
   *     sentence
   */
  Picture picture(PackedFile file) throws IOException {
    checkLength(file.size());
    DecoderRoom room = rooms.take();
    boolean isKept = false;
    try {
      ByteBuffer bytes;
      try (SeekableByteChannel channel = file.part()) {
        bytes = room.fill(channel);
      }
      file.check(bytes);
      if (file.isRows()) {
        isKept = true;
        return new RowsPicture(bytes, file.entry(), () -> rooms.giveBack(room));
      }
      ImageHeader header = room.header(new BytesChannel(bytes));
      checkSize(header);
      Picture picture = picture(room, header, bytes);
      isKept = true;
      return picture;
    } finally {
      if (!isKept) {
        rooms.giveBack(room);
      }
    }
  }

  private Picture picture(SeekableByteChannel channel) throws IOException {
    if (channel.size() == 0) {
      throw new IOException("The file is empty.");
    }
    checkLength(channel.size());
    DecoderRoom room = rooms.take();
    boolean isKept = false;
    try {
      ImageHeader header = room.header(channel);
      checkSize(header);
      Picture picture = picture(room, header, room.fill(channel));
      isKept = true;
      return picture;
    } finally {
      if (!isKept) {
        rooms.giveBack(room);
      }
    }
  }

  /** Of what a room has taken in. The picture keeps the room. */
  private Picture picture(DecoderRoom room, ImageHeader header, ByteBuffer bytes)
      throws IOException {
    if (header.isJpeg()) {
      JpegScans.check(bytes);
      return new JpegPicture(header, channels, bytes, room, rooms::giveBack);
    }
    return new DecodedPicture(
        header.transparency() ? transparent(room, header.orientation()) : opaque(room),
        () -> rooms.giveBack(room));
  }

  /**
   * Decodes a file: planes on the scale 0 to 255.
   *
   * @throws IOException if it cannot be read, is not an image, or too large; the message is a
   *     sentence
   */
  public Image decode(Path file) throws IOException {
    try (Picture picture = picture(file)) {
      return image(picture);
    }
  }

  /**
   * Decodes all of a picture: planes on the scale 0 to 255.
   *
   * @throws IOException if it cannot be decoded; the message is a sentence
   */
  public static Image image(Picture picture) throws IOException {
    ImageRows rows = ImageRows.of(picture, new PixelBuffer());
    Size size = rows.size();
    float[][] planes = new float[rows.channels()][size.height() * size.width()];
    AtomicInteger next = new AtomicInteger();
    rows.each(
        row -> {
          int from = next.getAndAdd(size.width());
          for (int channel = 0; channel < planes.length; channel++) {
            System.arraycopy(row[channel], 0, planes[channel], from, size.width());
          }
        });
    return new Image(size, planes);
  }

  /**
   * Takes an image that a program has: planes on the scale 0 to 255. One with a color model of one
   * channel is gray by its samples; all others go through sRGB in 8 bits.
   */
  public Image take(BufferedImage image) throws IOException {
    try (Mat pixels = image.getRaster().getNumBands() == 1 ? gray(image) : colored(image);
        Picture picture = new DecodedPicture(pixels, () -> {})) {
      return image(picture);
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
      if (channels != 1) {
        cvtColor(samples, samples, COLOR_GRAY2RGB);
      }
      return samples;
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
      return composed(pixels, new Mat());
    }
  }

  private void checkSize(ImageHeader header) throws IOException {
    if (!header.fits(rules.mostPixels())) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "Its header says %d x %d pixels, but an image may have at most %d. %s",
              header.width(),
              header.height(),
              rules.mostPixels(),
              rules.advice(header)));
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

  private Mat opaque(DecoderRoom room) throws IOException {
    return room.decoded(channels == 1 ? IMREAD_GRAYSCALE : IMREAD_COLOR_RGB);
  }

  private Mat transparent(DecoderRoom room, int orientation) throws IOException {
    Mat image = room.decoded(IMREAD_UNCHANGED);
    if (!Transparency.isIn(image)) {
      return opaque(room);
    }
    Mat composed = composed(image, room.made());
    room.forgetDecoded();
    Orientation.of(orientation).apply(composed);
    return composed;
  }

  /** Laid over the background: gray, or red, green, blue, in the second image. */
  private Mat composed(Mat image, Mat composed) {
    Transparency.over(image, rules.background(), composed);
    cvtColor(composed, composed, channels == 1 ? COLOR_BGR2GRAY : COLOR_BGR2RGB);
    return composed;
  }
}
