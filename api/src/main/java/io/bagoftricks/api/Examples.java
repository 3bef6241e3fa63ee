package io.bagoftricks.api;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Images and their targets.
 *
 * @since 0.1
 */
@ProviderType
public interface Examples {
  /** {@return the images, shape [batch, channels, height, width], normalized} Not to be written. */
  INDArray inputs();

  /** {@return the targets, shape [batch, classes]: one distribution per row} Not to be written. */
  INDArray targets();
}
