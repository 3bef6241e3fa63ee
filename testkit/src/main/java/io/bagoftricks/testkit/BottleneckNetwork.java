package io.bagoftricks.testkit;

import io.bagoftricks.api.model.Model;
import io.bagoftricks.api.model.NetworkBuilder;
import io.bagoftricks.api.network.Add;
import io.bagoftricks.api.network.BatchNorm2d;
import io.bagoftricks.api.network.Conv2d;
import io.bagoftricks.api.network.GlobalAvgPool;
import io.bagoftricks.api.network.Linear;
import io.bagoftricks.api.network.MaxPool2d;
import io.bagoftricks.api.network.Network;
import io.bagoftricks.api.network.Relu;
import io.bagoftricks.api.network.Size;

/**
 * A 7x7 stem and bottlenecks as in the paper's baseline, whose strides are in the first 1x1: all
 * that the variants of ResNet change, as small as it gets.
 *
 * @param width channels of the stem
 * @param blocks bottlenecks; every second one strides
 * @param pool whether the stem ends with a max pooling
 */
record BottleneckNetwork(int width, int blocks, boolean pool) implements Model {
  @Override
  public void build(NetworkBuilder network) {
    String flow = convNorm(network, "conv1", "bn1", Conv2d.of(width, 7, 2), Network.INPUT);
    flow = network.add("act1", new Relu(), flow);
    network.markStem(flow);
    if (pool) {
      flow = network.add("maxpool", new MaxPool2d(Size.of(3), Size.of(2), Size.of(1)), flow);
    }
    for (int block = 0; block < blocks; block++) {
      flow = bottleneck(network, "layer1." + block, 1 + (block + 1) % 2, flow);
    }
    flow = network.add("global_pool", new GlobalAvgPool(), flow);
    network.add("fc", Linear.of(network.classes()), flow);
  }

  private String bottleneck(NetworkBuilder network, String name, int stride, String source) {
    String at = name + ".";
    String flow = convNorm(network, at + "conv1", at + "bn1", Conv2d.of(width, 1, stride), source);
    flow = network.add(at + "act1", new Relu(), flow);
    flow = convNorm(network, at + "conv2", at + "bn2", Conv2d.of(width, 3, 1), flow);
    flow = network.add(at + "act2", new Relu(), flow);
    flow = convNorm(network, at + "conv3", at + "bn3", Conv2d.of(2 * width, 1, 1), flow);
    String shortcut =
        stride == 1
            ? source
            : convNorm(
                network,
                at + "downsample.0",
                at + "downsample.1",
                Conv2d.of(2 * width, 1, stride),
                source);
    flow = network.add(at + "add", new Add(), flow, shortcut);
    network.markBlock(name, source, flow);
    return network.add(at + "act3", new Relu(), flow);
  }

  private static String convNorm(
      NetworkBuilder network, String conv, String norm, Conv2d layer, String source) {
    return network.add(norm, BatchNorm2d.defaults(), network.add(conv, layer, source));
  }
}
