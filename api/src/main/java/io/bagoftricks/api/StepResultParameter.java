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
   * {@return whether the step updated this parameter} Not where the step was skipped, and not where
   * the parameter is frozen or its rate was zero: then its weight is to stay as it is.
   */
  boolean updated();

  /**
   * {@return the weight, in the parameter's shape, to be changed in place; an edit of {@link
   * Slot#WEIGHTS}}
   */
  INDArray editWeight();
}
