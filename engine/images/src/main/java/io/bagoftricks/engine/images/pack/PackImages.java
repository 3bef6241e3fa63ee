package io.bagoftricks.engine.images.pack;

import io.bagoftricks.api.data.Dataset;
import io.bagoftricks.api.data.Picture;
import io.bagoftricks.api.data.Split;
import io.bagoftricks.api.data.StoredImage;
import io.bagoftricks.api.network.Size;
import io.bagoftricks.engine.images.ImageDecoder;
import io.bagoftricks.engine.images.ImageRules;
import io.bagoftricks.engine.images.SystemFaultException;
import io.bagoftricks.engine.images.UnreadableImageException;
import io.bagoftricks.engine.images.internal.pack.PackForm;
import io.bagoftricks.engine.images.internal.pack.PackedImage;
import io.bagoftricks.engine.internal.storage.StorageProblems;
import io.bagoftricks.engine.problem.Problem;
import io.bagoftricks.engine.problem.ProblemException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/** Images of a source in the form that a pack has them. Many threads may use it. */
final class PackImages {
  private static final int LONGEST_REASON = 1000;

  private static final int MEBIBYTE_BITS = 20;

  /** How many mebibytes pictures that are decoded at once may have together. */
  static final int MOST_MEBIBYTES = 512;

  private final ImageDecoder decoder;
  private final PackOptions options;
  private final Semaphore mebibytes;

  /**
   * Makes them.
   *
   * @param channels that a network receives
   * @param mebibytes {@link #MOST_MEBIBYTES} permits for pictures that are decoded; one that has
   *     more takes all
   */
  PackImages(int channels, PackOptions options, Semaphore mebibytes) {
    this.decoder = new ImageDecoder(channels, ImageRules.defaults());
    this.options = options;
    this.mebibytes = mebibytes;
  }

  /**
   * An image as its source has it.
   *
   * @param crc CRC-32C of its bytes or pixels; 0 where they cannot be read
   */
  record Source(String name, int crc) {}

  /**
   * An image of a split as it is in the source now, which is not decoded where it is a file.
   *
   * @throws IOException if a source that has no files fails, or the system does not read a file
   * @throws ProblemException if a source that has no files has pixels that are not of 8 bits
   */
  Source source(Split split, Dataset images, int index) throws IOException {
    String name = name(split, index);
    try {
      Optional<StoredImage> stored = images.stored(index);
      if (stored.isPresent()) {
        return new Source(stored.get().name(), PackedImage.crc(bytes(stored.get())));
      }
    } catch (IOException e) {
      SystemFaultException.checkIsNot(e);
      return new Source(place(e, name), 0);
    }
    return new Source(name, PackedImage.crc(pixels(images, index, name).rows()));
  }

  private static String name(Split split, int index) {
    return split.name().toLowerCase(Locale.ROOT) + "/" + index;
  }

  private static String place(IOException e, String name) {
    return e instanceof UnreadableImageException unreadable ? unreadable.file() : name;
  }

  private static byte[] bytes(StoredImage stored) {
    ByteBuffer file = stored.bytes();
    byte[] bytes = new byte[file.remaining()];
    file.get(file.position(), bytes);
    return bytes;
  }

  private static PackPixels pixels(Dataset images, int index, String name) throws IOException {
    return pixels(images.read(index)).orElseThrow(() -> notBytes(name));
  }

  /**
   * An image of a split. One that is damaged is a reason.
   *
   * @throws IOException if a source that has no files fails, or the system does not read a file,
   *     which may be whole
   * @throws ProblemException if a source that has no files has pixels that are not of 8 bits
   */
  PackedImage of(Split split, Dataset images, int index) throws IOException {
    String name = name(split, index);
    int label = images.label(index);
    Optional<StoredImage> stored;
    try {
      stored = images.stored(index);
    } catch (IOException e) {
      SystemFaultException.checkIsNot(e);
      return unreadable(place(e, name), label, 0, e);
    }
    if (stored.isEmpty()) {
      PackPixels pixels = pixels(images, index, name);
      return packed(new Packed(pixels), label, name, PackedImage.crc(pixels.rows()));
    }
    byte[] bytes = bytes(stored.get());
    int source = PackedImage.crc(bytes);
    String place = stored.get().name();
    try {
      return packed(packed(bytes), label, place, source);
    } catch (IOException e) {
      return unreadable(place, label, source, e);
    }
  }

  /** Bytes of a form, and the rows and columns of the picture. */
  @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
  private record Packed(PackForm form, byte[] bytes, Size size, int channels) {
    Packed(PackPixels pixels) {
      this(PackForm.ROWS, pixels.rows(), pixels.size(), pixels.channels());
    }
  }

  private static PackedImage packed(Packed packed, int label, String name, int source) {
    return new PackedImage(
        packed.form(),
        packed.bytes(),
        packed.size().height(),
        packed.size().width(),
        packed.channels(),
        label,
        name,
        source);
  }

  private Packed packed(byte[] file) throws IOException {
    Size size = size(file);
    boolean fits =
        options.shortSide().isEmpty()
            || Math.min(size.height(), size.width()) <= options.shortSide().get();
    if (options.keepsBytes() || (fits && options.quality().isEmpty() && !options.decoded())) {
      return new Packed(PackForm.FILE, file, size, 0);
    }
    int taken = mebibytes(size);
    mebibytes.acquireUninterruptibly(taken);
    try (Picture picture = decoder.picture(ByteBuffer.wrap(file))) {
      PackPixels whole = PackPixels.of(picture);
      PackPixels pixels = options.shortSide().map(whole::smaller).orElse(whole);
      return options.decoded()
          ? new Packed(pixels)
          : new Packed(PackForm.FILE, pixels.jpeg(options.jpegQuality()), pixels.size(), 0);
    } finally {
      mebibytes.release(taken);
    }
  }

  /** Those of the decoded picture and of what is made of it. */
  private int mebibytes(Size size) {
    long bytes = 2L * size.height() * size.width() * decoder.channels();
    return (int) Math.min(MOST_MEBIBYTES, 1 + (bytes >> MEBIBYTE_BITS));
  }

  /**
   * One that keeps its bytes keeps them whatever they are: a run notes it, as it would the file.
   */
  private Size size(byte[] file) throws IOException {
    try {
      return decoder.size(ByteBuffer.wrap(file));
    } catch (IOException e) {
      if (options.keepsBytes()) {
        return Size.of(0);
      }
      throw e;
    }
  }

  private static PackedImage unreadable(String name, int label, int source, IOException e) {
    String reason = StorageProblems.words(e);
    String told = reason.substring(0, Math.min(LONGEST_REASON, reason.length()));
    return packed(
        new Packed(PackForm.NONE, told.getBytes(StandardCharsets.UTF_8), Size.of(0), 0),
        label,
        name,
        source);
  }

  /** Empty where a value is not a whole number from 0 to 255. */
  private static Optional<PackPixels> pixels(Dataset.Image image) {
    int channels = image.planes().length;
    byte[] rows = new byte[image.size().height() * image.size().width() * channels];
    for (int c = 0; c < channels; c++) {
      float[] plane = image.planes()[c];
      for (int i = 0; i < plane.length; i++) {
        int value = Math.round(plane[i]);
        if (value != plane[i] || value < 0 || value > 255) {
          return Optional.empty();
        }
        rows[i * channels + c] = (byte) value;
      }
    }
    return Optional.of(new PackPixels(image.size(), channels, rows));
  }

  private static ProblemException notBytes(String name) {
    return new ProblemException(
        List.of(
            Problem.error(
                "pack/not-8-bits",
                "",
                "Image %s has pixels that are not whole numbers from 0 to 255, and a pack holds no others. Train on the data themselves."
                    .formatted(name))));
  }
}
