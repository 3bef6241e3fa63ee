package io.bagoftricks.product.random;

import io.bagoftricks.api.model.Model;
import io.bagoftricks.api.model.NetworkBuilder;
import io.bagoftricks.api.network.Add;
import io.bagoftricks.api.network.BatchNorm2d;
import io.bagoftricks.api.network.Conv2d;
import io.bagoftricks.api.network.GlobalAvgPool;
import io.bagoftricks.api.network.Linear;
import io.bagoftricks.api.network.Network;
import io.bagoftricks.api.network.Relu;

/**
 * A residual network of one block of two channels: the least that has all that tricks on structure
 * look for. The reference's time is that of its layers, however small they are.
 *
 * @param strides whether the block is a bottleneck that halves the image, as ResNet's, whose first
 *     convolution strides; else a basic block
 */
record TinyNetwork(boolean strides) implements Model {
  private static final int WIDTH = 2;

  @Override
  public void build(NetworkBuilder network) {
    String stem = norm(network, "conv1", Conv2d.of(WIDTH, strides ? 7 : 3, 1), Network.INPUT);
    stem = network.add("act1", new Relu(), stem);
    network.markStem(stem);
    String branch = strides ? bottleneck(network, stem) : basic(network, stem);
    String shortcut =
        strides ? norm(network, "layer1.0.downsample.0", Conv2d.of(2 * WIDTH, 1, 2), stem) : stem;
    String flow = network.add("layer1.0.add", new Add(), branch, shortcut);
    network.markBlock("layer1.0", stem, flow);
    flow = network.add("layer1.0.act", new Relu(), flow);
    flow = network.add("global_pool", new GlobalAvgPool(), flow);
    network.add("fc", Linear.of(network.classes()), flow);
  }

  private static String basic(NetworkBuilder network, String source) {
    String flow = norm(network, "layer1.0.conv1", Conv2d.of(WIDTH, 3, 1), source);
    flow = network.add("layer1.0.act1", new Relu(), flow);
    return norm(network, "layer1.0.conv2", Conv2d.of(WIDTH, 3, 1), flow);
  }

  private static String bottleneck(NetworkBuilder network, String source) {
    String flow = norm(network, "layer1.0.conv1", Conv2d.of(WIDTH, 1, 2), source);
    flow = network.add("layer1.0.act1", new Relu(), flow);
    flow = norm(network, "layer1.0.conv2", Conv2d.of(WIDTH, 3, 1), flow);
    flow = network.add("layer1.0.act2", new Relu(), flow);
    return norm(network, "layer1.0.conv3", Conv2d.of(2 * WIDTH, 1, 1), flow);
  }

  private static String norm(NetworkBuilder network, String name, Conv2d layer, String source) {
    return network.add(name + ".norm", BatchNorm2d.defaults(), network.add(name, layer, source));
  }
}
