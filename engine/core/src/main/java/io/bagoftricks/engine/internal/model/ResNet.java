package io.bagoftricks.engine.internal.model;

import io.bagoftricks.api.model.Model;
import io.bagoftricks.api.model.NetworkBuilder;
import io.bagoftricks.api.network.BatchNorm2d;
import io.bagoftricks.api.network.Conv2d;
import io.bagoftricks.api.network.GlobalAvgPool;
import io.bagoftricks.api.network.Linear;
import io.bagoftricks.api.network.MaxPool2d;
import io.bagoftricks.api.network.Network;
import io.bagoftricks.api.network.Relu;
import io.bagoftricks.api.network.Size;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * ResNet for ImageNet-sized images in the baseline form of He et al. 2019, figure 1: a 7x7 stem,
 * and bottleneck blocks that stride in their first 1x1. (timm's {@code resnet50} strides in the
 * 3x3.)
 *
 * @param depth 18, 34, 50, 101 or 152
 */
public record ResNet(int depth) implements Model {
  private static final Map<Integer, List<Integer>> BLOCKS =
      new TreeMap<>(
          Map.of(
              18, List.of(2, 2, 2, 2),
              34, List.of(3, 4, 6, 3),
              50, List.of(3, 4, 6, 3),
              101, List.of(3, 4, 23, 3),
              152, List.of(3, 8, 36, 3)));

  /** Checks the depth. */
  public ResNet {
    if (!BLOCKS.containsKey(depth)) {
      throw new IllegalArgumentException(
          "depth is " + depth + ", but must be one of " + BLOCKS.keySet());
    }
  }

  /** ResNet-50. */
  public static ResNet defaults() {
    return new ResNet(50);
  }

  @Override
  public void build(NetworkBuilder network) {
    String flow = network.add("conv1", Conv2d.of(64, 7, 2), Network.INPUT);
    flow = network.add("bn1", BatchNorm2d.defaults(), flow);
    flow = network.add("act1", new Relu(), flow);
    flow = network.add("maxpool", new MaxPool2d(Size.of(3), Size.of(2), Size.of(1)), flow);
    network.markStem("maxpool");
    ResidualStages stages = new ResidualStages(network, depth >= 50, flow, 64);
    List<Integer> blocks = BLOCKS.getOrDefault(depth, List.of());
    for (int i = 0; i < blocks.size(); i++) {
      stages.stage("layer" + (i + 1), blocks.get(i), 64 << i, i == 0 ? 1 : 2);
    }
    flow = network.add("global_pool", new GlobalAvgPool(), stages.flow());
    network.add("fc", Linear.of(network.classes()), flow);
  }
}
