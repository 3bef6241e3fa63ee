package io.bagoftricks.api;

import io.bagoftricks.api.network.Size;
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

  /** {@return the pixels, to be changed in place} */
  Pixels pixels();
}
