package io.bagoftricks.api;

import io.bagoftricks.api.image.Affine;
import io.bagoftricks.api.image.Rgb;
import io.bagoftricks.api.network.Size;
import java.util.function.Supplier;
import org.osgi.annotation.versioning.ProviderType;

/**
 * One training image in a loader thread. Geometry is recorded and executed once; asking for the
 * pixels executes what was recorded so far.
 *
 * @since 0.1
 */
@ProviderType
public interface Sample extends HookContext {
  /** {@return the position of the image in its data set} */
  long index();

  /** {@return the extent as the recorded geometry leaves it} */
  Size size();

  /** {@return the extent that the network receives} */
  Size target();

  /**
   * Cuts a box out and resizes it.
   *
   * @param box what to keep, in pixels of the extent so far
   * @param to the extent of the result, in pixels
   * @param filter how the box is resampled
   */
  void crop(Box box, Size to, Filter filter);

  /** Mirrors left and right. */
  void flipHorizontally();

  /** Mirrors top and bottom. */
  void flipVertically();

  /**
   * Turns, shears or shifts; the extent stays. What comes from outside the image has the color of
   * {@code fill}. Several in a row, also with flips and crops of whole pixels between them, are one
   * resampling, by the filter of the last.
   *
   * @param source from the positions of the result to those of the image so far
   * @param filter {@link Filter#NEAREST} or {@link Filter#BILINEAR}: nothing shrinks
   * @param fill the color of what lies outside
   * @throws IllegalArgumentException if the filter is another
   */
  void warp(Affine source, Filter filter, Rgb fill);

  /** {@return the pixels, to be changed in place} */
  Pixels pixels();

  /**
   * A second sample that begins with a copy of these pixels, for a trick that mixes several
   * versions of an image. It executes what was recorded so far, as {@link #pixels} does; what is
   * done to either is not done to the other. Notes and draws are shared.
   *
   * @return the copy, valid as long as this sample
   */
  Sample branch();

  /**
   * Says what the trick has drawn for this image, for whoever looks at single ones: {@code tricks
   * data preview}. Otherwise the text is not asked for.
   *
   * @param drawn gives a few words, such as {@code "brightness 1.21"}
   */
  void note(Supplier<String> drawn);
}
