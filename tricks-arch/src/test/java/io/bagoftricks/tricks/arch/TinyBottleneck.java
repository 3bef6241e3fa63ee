package io.bagoftricks.tricks.arch;

import io.bagoftricks.api.model.Model;
import io.bagoftricks.api.model.NetworkBuilder;
import io.bagoftricks.api.network.Add;
import io.bagoftricks.api.network.BatchNorm2d;
import io.bagoftricks.api.network.Conv2d;
import io.bagoftricks.api.network.GlobalAvgPool;
import io.bagoftricks.api.network.Linear;
import io.bagoftricks.api.network.Network;
import io.bagoftricks.api.network.Relu;

/** A 7x7 stem and one bottleneck of stride 2: what all three tweaks find, as small as it gets. */
public record TinyBottleneck() implements Model {
  @Override
  public void build(NetworkBuilder network) {
    String flow = convNorm(network, "conv1", "bn1", Conv2d.of(4, 7, 2), Network.INPUT);
    String source = network.add("act1", new Relu(), flow);
    network.markStem(source);
    String block = "layer1.0.";
    flow = convNorm(network, block + "conv1", block + "bn1", Conv2d.of(2, 1, 2), source);
    flow = network.add(block + "act1", new Relu(), flow);
    flow = convNorm(network, block + "conv2", block + "bn2", Conv2d.of(2, 3, 1), flow);
    flow = network.add(block + "act2", new Relu(), flow);
    flow = convNorm(network, block + "conv3", block + "bn3", Conv2d.of(8, 1, 1), flow);
    String shortcut =
        convNorm(
            network, block + "downsample.0", block + "downsample.1", Conv2d.of(8, 1, 2), source);
    flow = network.add(block + "add", new Add(), flow, shortcut);
    network.markBlock("layer1.0", source, flow);
    flow = network.add(block + "act3", new Relu(), flow);
    flow = network.add("global_pool", new GlobalAvgPool(), flow);
    network.add("fc", Linear.of(network.classes()), flow);
  }

  private static String convNorm(
      NetworkBuilder network, String conv, String norm, Conv2d layer, String source) {
    return network.add(norm, BatchNorm2d.defaults(), network.add(conv, layer, source));
  }
}
