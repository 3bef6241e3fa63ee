package io.bagoftricks.engine.internal.data;

import io.bagoftricks.api.data.Dataset;
import io.bagoftricks.api.data.PixelBuffer;
import io.bagoftricks.api.network.Size;
import io.bagoftricks.engine.internal.loader.ImageReader;
import io.bagoftricks.engine.internal.loader.ImageRows;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Tells data sets apart: a hash of the number of images, all labels, and the pixels of up to
 * {@value #IMAGES} images of each. A set of no more is read whole; of a larger one images spread
 * evenly are, its first and its last among them, so that who replaces one among many may go
 * unnoticed.
 */
public final class DataFingerprint {
  private static final int IMAGES = 256;

  /** Stands before the hash, and changes with what is hashed; the first version had none. */
  private static final String VERSION = "2:";

  private DataFingerprint() {}

  /**
   * The fingerprint of data sets, in this order.
   *
   * @throws IOException if an image cannot be read
   */
  public static String of(Dataset... datasets) throws IOException {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
    for (Dataset dataset : datasets) {
      add(digest, dataset.size());
      for (int i = 0; i < dataset.size(); i++) {
        add(digest, dataset.label(i));
      }
      int images = Math.min(IMAGES, dataset.size());
      PixelBuffer buffer = new PixelBuffer();
      for (int i = 0; i < images; i++) {
        long last = dataset.size() - 1L;
        ImageReader.read(
            dataset,
            (int) (images == 1 ? 0 : i * last / (images - 1)),
            picture -> add(digest, ImageRows.of(picture, buffer)),
            image -> add(digest, ImageRows.of(image)));
      }
    }
    return VERSION + HexFormat.of().formatHex(digest.digest());
  }

  /** Whether two fingerprints can be compared: those of different versions say nothing. */
  public static boolean areComparable(String one, String other) {
    return version(one).equals(version(other));
  }

  private static String version(String fingerprint) {
    return fingerprint.substring(0, fingerprint.indexOf(':') + 1);
  }

  /** Height, width, then plane after plane. */
  private static MessageDigest add(MessageDigest digest, ImageRows image) throws IOException {
    Size size = image.size();
    add(digest, size.height());
    add(digest, size.width());
    ByteBuffer bytes = ByteBuffer.allocate(size.width() * Float.BYTES);
    for (int i = 0; i < image.channels(); i++) {
      int channel = i;
      image.each(
          row -> {
            bytes.rewind().asFloatBuffer().put(row[channel]);
            digest.update(bytes);
          });
    }
    return digest;
  }

  private static void add(MessageDigest digest, int number) {
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, number));
  }
}
