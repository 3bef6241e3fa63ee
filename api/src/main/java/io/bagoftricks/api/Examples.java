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
  /** Shape [batch, channels, height, width], normalized. Not to be written. */
  INDArray inputs();

  /** Shape [batch, classes]: a distribution a row. Not to be written. */
  INDArray targets();
}
