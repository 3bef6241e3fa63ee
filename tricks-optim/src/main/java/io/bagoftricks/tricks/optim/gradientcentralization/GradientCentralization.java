package io.bagoftricks.tricks.optim.gradientcentralization;

import io.bagoftricks.api.Slot;
import io.bagoftricks.api.Stage;
import io.bagoftricks.api.Step;
import io.bagoftricks.api.StepHook;
import io.bagoftricks.api.StepParameter;
import io.bagoftricks.api.Uses;
import io.bagoftricks.api.network.Parameter;
import io.bagoftricks.api.network.Role;
import jakarta.inject.Inject;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Takes the mean off the gradient of each output's weights.
 *
 * <p>Yong et al. 2020 (arXiv:2004.01461), equation 1; the authors' {@code centralized_gradient},
 * before weight decay.
 */
public final class GradientCentralization implements StepHook {
  private static final int CONVOLUTION = 4;

  private final GradientCentralizationConfig config;

  /** Builds the trick from its settings. */
  @Inject
  public GradientCentralization(GradientCentralizationConfig config) {
    this.config = config;
  }

  @Override
  @Uses(changes = Slot.GRADIENTS, stage = Stage.TRANSFORM)
  public void onStep(Step step) {
    for (StepParameter each : step.parameters()) {
      if (isCentralized(each.parameter())) {
        centralize(each.editGradient());
      }
    }
  }

  /** Whether it is a weight of more than one value for each output. */
  private boolean isCentralized(Parameter parameter) {
    boolean hasRows = parameter.role() == Role.WEIGHT && parameter.shape().size() > 1;
    int values = parameter.shape().stream().skip(1).reduce(1, Math::multiplyExact);
    return hasRows
        && values > 1
        && (!config.convolutionsOnly() || parameter.shape().size() == CONVOLUTION);
  }

  /**
   * Makes the mean of each row zero, in place.
   *
   * @param gradient shape [outputs, ...]
   */
  static void centralize(INDArray gradient) {
    INDArray rows = gradient.reshape('c', gradient.size(0), -1);
    try (INDArray means = rows.mean(1)) {
      rows.subiColumnVector(means);
    }
  }
}
