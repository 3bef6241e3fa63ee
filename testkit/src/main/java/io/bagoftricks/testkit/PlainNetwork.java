package io.bagoftricks.testkit;

import io.bagoftricks.api.model.Model;
import io.bagoftricks.api.model.NetworkBuilder;
import io.bagoftricks.api.network.Conv2d;
import io.bagoftricks.api.network.GlobalAvgPool;
import io.bagoftricks.api.network.Linear;
import io.bagoftricks.api.network.Network;
import io.bagoftricks.api.network.Relu;

/**
 * Two convolutions and a linear layer without batch norm, whose result for one image does not
 * depend on the others of its micro-batch.
 *
 * @param width channels of the convolutions
 */
record PlainNetwork(int width) implements Model {
  /** Four channels. */
  static PlainNetwork defaults() {
    return new PlainNetwork(4);
  }

  @Override
  public void build(NetworkBuilder network) {
    String flow = network.add("conv1", Conv2d.of(width, 3, 1), Network.INPUT);
    flow = network.add("act1", new Relu(), flow);
    flow = network.add("conv2", Conv2d.of(width, 3, 1), flow);
    flow = network.add("act2", new Relu(), flow);
    flow = network.add("global_pool", new GlobalAvgPool(), flow);
    network.add("fc", Linear.of(network.classes()), flow);
  }
}
