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
  /** The position of the image in its data set. */
  long index();

  /** The extent as the recorded geometry leaves it. */
  Size size();

  /** The extent that the network receives. */
  Size target();

  /** Cuts a box out and resizes it. */
  void crop(Box box, Size to, Filter filter);

  /** Mirrors left and right. */
  void flipHorizontally();

  /** The pixels, to be changed in place. */
  Pixels pixels();
}
