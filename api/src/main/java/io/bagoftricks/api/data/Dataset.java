package io.bagoftricks.api.data;

import io.bagoftricks.api.network.Size;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Labeled images, read in any order by many threads at once. Images may stay encoded, or on disk,
 * until {@link #read} is called in a loader thread. Who has opened it closes it.
 *
 * @since 0.1
 */
@ConsumerType
public interface Dataset extends AutoCloseable {
  /** {@return the number of images: what {@link DataFacts} says of the part} */
  int size();

  /**
   * {@return the label of an image, from 0 and below the number of classes}
   *
   * @param index from 0, below {@link #size}
   */
  int label(int index);

  /**
   * Decodes an image: freshly allocated planes on the scale 0 to 255, finite. Called in several
   * loader threads at once; the same index always gives the same pixels. No ND4J here.
   *
   * @param index from 0, below {@link #size}
   * @return the image, whose planes are the caller's from now on
   * @throws IOException if the image cannot be read or decoded
   */
  Image read(int index) throws IOException;

  /**
   * {@return an image that is not decoded yet; empty where the data set has none but decoded ones}
   * The engine asks for it first, in a loader thread, and has as little of it decoded as the
   * recorded geometry needs. Decoded whole, it is what {@link #read} gives.
   *
   * @param index from 0, below {@link #size}
   * @throws IOException if the image cannot be read, or is not one
   */
  default Optional<Picture> picture(int index) throws IOException {
    return Optional.empty();
  }

  /**
   * {@return an image as it is stored, for those who look at files; empty where images are not
   * files of their own} No other stands in for one that cannot be decoded.
   *
   * @param index from 0, below {@link #size}
   * @throws IOException if it cannot be read
   */
  default Optional<StoredImage> stored(int index) throws IOException {
    return Optional.empty();
  }

  /**
   * {@return the faults of the data that were met so far, each a sentence that names a file} A run
   * tells its user, and goes on. What must end it is an exception of {@link #read}.
   */
  default List<String> faults() {
    return List.of();
  }

  /**
   * Gives up what it holds, such as open files; without a body of its own, nothing. Called once, by
   * whoever has {@linkplain DataSource#open opened} it, when no thread reads from it any more. What
   * cannot be given up is an {@link java.io.UncheckedIOException}.
   */
  @Override
  default void close() {}

  /**
   * A decoded image.
   *
   * @param size height and width, in pixels
   * @param planes one per channel, each in row-major order and of {@code height * width} values:
   *     gray (which is widened to what the network receives), or red, green, blue
   */
  @SuppressWarnings("ArrayRecordComponent") // a buffer that is handed over, never compared
  record Image(Size size, float[][] planes) {}
}
