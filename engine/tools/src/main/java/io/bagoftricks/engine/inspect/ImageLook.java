package io.bagoftricks.engine.inspect;

import io.bagoftricks.api.data.Dataset;
import io.bagoftricks.api.data.Picture;
import io.bagoftricks.api.data.PixelBuffer;
import io.bagoftricks.api.data.Split;
import io.bagoftricks.api.data.StoredImage;
import io.bagoftricks.api.network.Size;
import io.bagoftricks.engine.images.ImageDecoder;
import io.bagoftricks.engine.images.ImageFormat;
import io.bagoftricks.engine.images.UnreadableImageException;
import io.bagoftricks.engine.internal.loader.ImageRows;
import io.bagoftricks.engine.internal.storage.StorageProblems;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One image as it is counted.
 *
 * @param split whose image it is
 * @param name its file, or the split and its number
 * @param label from 0
 * @param pixels empty if it cannot be read
 * @param fault why it cannot be read; empty where it can
 */
record ImageLook(Split split, String name, int label, Optional<Pixels> pixels, String fault) {
  /**
   * Of an image that can be read.
   *
   * @param format of its file; empty where it is not a file
   * @param gray whether all channels are equal
   * @param mean of each channel, on the scale 0 to 255
   * @param meanSquare of each channel
   * @param hash of size and pixels in 8 bits: equal for equal pictures
   */
  record Pixels(
      String format,
      Size size,
      boolean gray,
      List<Double> mean,
      List<Double> meanSquare,
      Hash hash) {}

  /** The first half of a SHA-256. */
  record Hash(long high, long low) {}

  /**
   * Looks at an image. One that is a file is decoded itself, so that another in its place does not
   * hide that it cannot be.
   *
   * @param decoder of as many channels as a network receives
   */
  static ImageLook of(Split split, Dataset images, int index, ImageDecoder decoder) {
    int channels = decoder.channels();
    String name = String.format(Locale.ROOT, "%s %d", SplitInfo.name(split), index);
    int label = images.label(index);
    try {
      Optional<StoredImage> stored = images.stored(index);
      if (stored.isEmpty()) {
        Pixels pixels = pixels("", ImageRows.of(images.read(index)), channels);
        return new ImageLook(split, name, label, Optional.of(pixels), "");
      }
      name = stored.get().name();
      ByteBuffer file = stored.get().bytes();
      String format = ImageFormat.of(file).map(ImageFormat::toString).orElse("");
      try (Picture picture = decoder.picture(file)) {
        Pixels pixels = pixels(format, ImageRows.of(picture, new PixelBuffer()), channels);
        return new ImageLook(split, name, label, Optional.of(pixels), "");
      }
    } catch (UnreadableImageException e) {
      return new ImageLook(
          split, e.file(), label, Optional.empty(), String.valueOf(e.getMessage()));
    } catch (IOException e) {
      return new ImageLook(split, name, label, Optional.empty(), StorageProblems.words(e));
    }
  }

  private static Pixels pixels(String format, ImageRows image, int channels) throws IOException {
    MessageDigest digest = sha256();
    digest.update(
        ByteBuffer.allocate(2 * Integer.BYTES)
            .putInt(image.size().height())
            .putInt(image.size().width())
            .flip());
    double[] sums = new double[channels];
    double[] squares = new double[channels];
    byte[][] rounded = new byte[channels][image.size().width()];
    AtomicBoolean gray = new AtomicBoolean(true);
    image.each(
        row -> {
          for (int c = 0; c < channels; c++) {
            float[] values = row[row.length == 1 ? 0 : c];
            for (int x = 0; x < values.length; x++) {
              sums[c] += values[x];
              squares[c] += (double) values[x] * values[x];
              rounded[c][x] = (byte) Math.round(values[x]);
            }
            digest.update(rounded[c]);
            if (!Arrays.equals(rounded[c], rounded[0])) {
              gray.set(false);
            }
          }
        });
    double area = (double) image.size().height() * image.size().width();
    ByteBuffer hash = ByteBuffer.wrap(digest.digest());
    return new Pixels(
        format,
        image.size(),
        gray.get(),
        Arrays.stream(sums).map(sum -> sum / area).boxed().toList(),
        Arrays.stream(squares).map(sum -> sum / area).boxed().toList(),
        new Hash(hash.getLong(), hash.getLong()));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }
}
