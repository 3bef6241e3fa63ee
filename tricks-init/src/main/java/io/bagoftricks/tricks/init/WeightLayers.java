package io.bagoftricks.tricks.init;

import io.bagoftricks.api.Effect;
import io.bagoftricks.api.NetworkDraft;
import io.bagoftricks.api.network.Constant;
import io.bagoftricks.api.network.Conv2d;
import io.bagoftricks.api.network.Initializer;
import io.bagoftricks.api.network.Linear;
import io.bagoftricks.api.network.Node;
import io.bagoftricks.api.network.Parameter;
import io.bagoftricks.api.network.Role;

/**
 * The layers whose weights have fans: convolutions and linear layers. Batch norms, and parameters
 * of layers that a plugin brings, are not among them.
 */
public final class WeightLayers {
  private WeightLayers() {}

  /**
   * Fills all their weights by one rule, and their biases by 0, and leaves the receipt.
   *
   * @param network the draft
   * @param initializer of the weights
   */
  public static void initialize(NetworkDraft network, Initializer initializer) {
    int weights = 0;
    for (Node node : network.nodes()) {
      if (node.layer() instanceof Conv2d || node.layer() instanceof Linear) {
        for (Parameter parameter : node.parameters()) {
          boolean isWeight = parameter.role() == Role.WEIGHT;
          network.initialize(parameter, isWeight ? initializer : Constant.ZERO);
          weights += isWeight ? 1 : 0;
        }
      }
    }
    network.receipt(
        new Effect(weights, weights, "weights of convolutions and linear layers, biases 0"));
  }
}
