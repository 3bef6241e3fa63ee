package io.bagoftricks.tricks.optim.sam;

import io.bagoftricks.api.Slot;
import io.bagoftricks.api.Step;
import io.bagoftricks.api.StepHook;
import io.bagoftricks.api.Uses;
import jakarta.inject.Inject;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Takes the gradients at the weights nearby where the loss is highest, to first order.
 *
 * <p>Foret et al. 2021 (arXiv:2010.01412), algorithm 1; adaptive: Kwon et al. 2021
 * (arXiv:2102.11600), equation 7, of all parameters alike and without their eta, as in davda54's
 * implementation; the authors' program takes biases and beta as they are.
 */
public final class Sam implements StepHook {
  /** Keeps a gradient of zero from being divided by. */
  private static final double TINY = 1e-12;

  private final SamConfig config;

  /** Builds the trick from its settings. */
  @Inject
  public Sam(SamConfig config) {
    this.config = config;
  }

  @Override
  @Uses(replaces = Slot.GRADIENTS)
  public void onStep(Step step) {
    try (INDArray direction = direction(step)) {
      step.recomputeGradients(weights -> weights.addi(direction));
    }
  }

  /** {@code rho g / |g|}, or adaptive {@code rho w^2 g / |w g|}, flat. */
  private INDArray direction(Step step) {
    if (!config.adaptive()) {
      return step.gradients().mul(config.rho() / (step.gradientNorm() + TINY));
    }
    INDArray weights = step.weights();
    INDArray direction = step.gradients().mul(weights);
    double norm = direction.norm2Number().doubleValue();
    return direction.muli(weights).muli(config.rho() / (norm + TINY));
  }
}
