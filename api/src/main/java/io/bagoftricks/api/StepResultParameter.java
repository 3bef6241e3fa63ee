package io.bagoftricks.api;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.osgi.annotation.versioning.ProviderType;

/**
 * One parameter after its update. Its gradient is that of the update.
 *
 * @since 0.1
 */
@ProviderType
public interface StepResultParameter extends ParameterView {
  /**
   * {@return the weight, in the parameter's shape, to be changed in place; an edit of {@link
   * Slot#WEIGHTS}}
   */
  INDArray editWeight();
}
