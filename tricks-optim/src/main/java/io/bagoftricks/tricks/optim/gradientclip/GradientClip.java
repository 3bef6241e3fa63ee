package io.bagoftricks.tricks.optim.gradientclip;

import io.bagoftricks.api.Slot;
import io.bagoftricks.api.Stage;
import io.bagoftricks.api.Step;
import io.bagoftricks.api.StepHook;
import io.bagoftricks.api.Uses;
import jakarta.inject.Inject;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * Limits the gradients before the update: their common Euclidean norm, or each element.
 *
 * <p>Pascanu, Mikolov and Bengio 2013 (arXiv:1211.5063); torch's {@code clip_grad_norm_} and {@code
 * clip_grad_value_}.
 */
public final class GradientClip implements StepHook {
  private final GradientClipConfig config;

  /** Builds the trick from its settings. */
  @Inject
  public GradientClip(GradientClipConfig config) {
    this.config = config;
  }

  @Override
  @Uses(changes = Slot.GRADIENTS, stage = Stage.CLIP)
  public void onStep(Step step) {
    switch (config.type()) {
      case NORM -> {
        double factor = factor(step.gradientNorm(), config.maxNorm());
        if (factor < 1) {
          step.scaleGradients(factor);
        }
      }
      case VALUE -> {
        if (step.gradients().amaxNumber().doubleValue() > config.maxNorm()) {
          clamp(step.editGradients(), config.maxNorm());
        }
      }
    }
  }

  /** The factor on all gradients: {@code maxNorm / (norm + 1e-6)}, at most 1; torch's epsilon. */
  public static double factor(double norm, double maxNorm) {
    return Math.min(1, maxNorm / (norm + 1e-6));
  }

  /** Moves every element into [-limit, limit], in place. */
  public static void clamp(INDArray gradients, double limit) {
    Transforms.max(gradients, -limit, false);
    Transforms.min(gradients, limit, false);
  }
}
