package io.bagoftricks.tricks.optim.agc;

import io.bagoftricks.api.Slot;
import io.bagoftricks.api.Stage;
import io.bagoftricks.api.Step;
import io.bagoftricks.api.StepHook;
import io.bagoftricks.api.StepParameter;
import io.bagoftricks.api.Uses;
import io.bagoftricks.api.network.Role;
import jakarta.inject.Inject;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Limits the norm of each output's gradient to a share of the norm of its weights.
 *
 * <p>Brock et al. 2021 (arXiv:2102.06171), section 4; timm's {@code adaptive_clip_grad}.
 */
public final class Agc implements StepHook {
  /** timm's: no gradient is divided by less. */
  private static final double LEAST_NORM = 1e-6;

  private final AgcConfig config;

  /** Builds the trick from its settings. */
  @Inject
  public Agc(AgcConfig config) {
    this.config = config;
  }

  @Override
  @Uses(changes = Slot.GRADIENTS, stage = Stage.CLIP)
  public void onStep(Step step) {
    List<StepParameter> all = step.parameters();
    for (StepParameter each : all.subList(0, config.excludeHead() ? head(all) : all.size())) {
      clip(each);
    }
  }

  /** Where the last layer begins: at the last weight of the network. */
  private static int head(List<StepParameter> all) {
    int last = all.size() - 1;
    while (last > 0 && all.get(last).parameter().role() != Role.WEIGHT) {
      last--;
    }
    return last;
  }

  private void clip(StepParameter each) {
    boolean isWeight = each.parameter().shape().size() > 1;
    double[] weights = isWeight ? each.weightRowNorms() : new double[] {each.weightNorm()};
    double[] gradients = isWeight ? each.gradientRowNorms() : new double[] {each.gradientNorm()};
    double[] factors = new double[weights.length];
    boolean isClipped = false;
    for (int i = 0; i < factors.length; i++) {
      factors[i] = factor(weights[i], gradients[i], config);
      isClipped |= factors[i] < 1;
    }
    if (isClipped) {
      scale(each.editGradient(), factors);
    }
  }

  /**
   * The factor on a gradient: {@code clipFactor max(weight, epsilon) / gradient} where that is
   * below 1.
   *
   * @param weight the Euclidean norm of the weights of one output
   * @param gradient the norm of their gradient
   */
  static double factor(double weight, double gradient, AgcConfig config) {
    double most = Math.max(weight, config.epsilon()) * config.clipFactor();
    return gradient < most ? 1 : Math.min(1, most / Math.max(gradient, LEAST_NORM));
  }

  private static void scale(INDArray gradient, double[] factors) {
    try (INDArray column = Nd4j.createFromArray(factors);
        INDArray typed = column.castTo(gradient.dataType())) {
      if (factors.length == 1) {
        gradient.muli(factors[0]);
      } else {
        gradient.reshape('c', gradient.size(0), -1).muliColumnVector(typed);
      }
    }
  }
}
