package com.example.simplegradientnoise;

import io.bagoftricks.api.Slot;
import io.bagoftricks.api.Stage;
import io.bagoftricks.api.Step;
import io.bagoftricks.api.StepHook;
import io.bagoftricks.api.Uses;
import jakarta.inject.Inject;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Adds normal noise to the gradients, whose variance falls with the steps.
 *
 * <p>Neelakantan et al. 2015 (arXiv:1511.06807), section 3.
 */
public final class SimpleGradientNoise implements StepHook {
  private final SimpleGradientNoiseConfig config;

  /** Builds the trick from its settings. */
  @Inject
  public SimpleGradientNoise(SimpleGradientNoiseConfig config) {
    this.config = config;
  }

  @Override
  @Uses(adds = Slot.GRADIENTS, stage = Stage.TRANSFORM)
  public void onStep(Step step) {
    INDArray gradients = step.editGradients();
    double deviation = Math.sqrt(config.eta() / Math.pow(1 + step.moment().step(), 0.55));
    float[] noise = new float[Math.toIntExact(gradients.length())];
    step.draws().fillNormal(noise);
    try (INDArray drawn = Nd4j.createFromArray(noise);
        INDArray scaled = gradients.ulike()) {
      gradients.addi(scaled.assign(drawn).muli(deviation));
    }
  }
}
