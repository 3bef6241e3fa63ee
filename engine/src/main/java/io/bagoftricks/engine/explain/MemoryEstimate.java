package io.bagoftricks.engine.explain;

import io.bagoftricks.api.network.Network;
import io.bagoftricks.api.network.Parameter;
import io.bagoftricks.api.network.Shape;
import io.bagoftricks.engine.plan.RunPlan;
import java.util.Map;

/**
 * The large arrays of training, in bytes of 32-bit floats.
 *
 * @param weights masters
 * @param gradients of all weights
 * @param optimizer what the optimizer remembers
 * @param activations the output of every layer for one micro-batch, at the largest input size
 */
record MemoryEstimate(double weights, double gradients, double optimizer, double activations) {
  static MemoryEstimate of(RunPlan plan) {
    double weights =
        Float.BYTES * plan.network().parameters().stream().mapToDouble(Parameter::elements).sum();
    double activations = 0;
    for (int epoch = 0; epoch < plan.facts().epochs(); epoch++) {
      activations = Math.max(activations, elements(plan, epoch));
    }
    return new MemoryEstimate(
        weights,
        weights,
        weights * plan.recipe().optimizer().rule().memories(),
        Float.BYTES * activations * plan.recipe().training().microBatchSize());
  }

  double total() {
    return weights + gradients + optimizer + activations;
  }

  private static double elements(RunPlan plan, int epoch) {
    int channels = plan.facts().input().channels();
    var size = plan.settings().inputSize(epoch);
    Map<String, Shape> shapes =
        plan.network().shapes(new Shape(channels, size.height(), size.width()));
    return shapes.entrySet().stream()
        .filter(e -> !e.getKey().equals(Network.INPUT))
        .mapToDouble(e -> e.getValue().elements())
        .sum();
  }
}
