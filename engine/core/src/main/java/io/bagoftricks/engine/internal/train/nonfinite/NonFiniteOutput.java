package io.bagoftricks.engine.internal.train.nonfinite;

import io.bagoftricks.api.random.Draws;
import io.bagoftricks.backends.spi.Finiteness;
import io.bagoftricks.backends.spi.ForwardDraws;
import io.bagoftricks.backends.spi.Phase;
import io.bagoftricks.backends.spi.Weights;
import io.bagoftricks.engine.internal.train.memory.PlanCache;
import io.bagoftricks.engine.plan.RunPlan;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Looks where an output of a network in use that is not finite came from. */
public final class NonFiniteOutput {
  private final Weights weights;
  private final LayerSearch layers;

  public NonFiniteOutput(RunPlan plan, Weights weights, PlanCache plans) {
    this.weights = weights;
    this.layers = new LayerSearch(plan.network(), plan.layerOwners(), plans);
  }

  /**
   * A sentence.
   *
   * @param inputs the images of a batch, as they were prepared
   * @param draws that the layers had
   */
  public String origin(INDArray inputs, Draws draws) {
    return NonFiniteOrigin.inWeights(weights)
        .or(
            () ->
                Finiteness.allFinite(inputs)
                    ? layers.first(inputs, Phase.EVALUATION, ForwardDraws.of(draws))
                    : Optional.of("Images are not finite when they have been prepared."))
        .orElse(
            "Every layer's output is finite when the batch is run again, so it is not known where"
                + " the value came from.");
  }
}
