package io.bagoftricks.api;

import io.bagoftricks.api.network.Size;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The decoded pixels of one image, on the scale 0 to 255, before normalization.
 *
 * @since 0.1
 */
@ProviderType
public interface Pixels {
  /** {@return 1 for gray, 3 for red, green, blue} */
  int channels();

  /** {@return height and width} */
  Size size();

  /**
   * {@return one channel in row-major order, [height x width]; written in place}
   *
   * @param channel from 0, below {@link #channels}
   */
  float[] plane(int channel);
}
