package io.bagoftricks.engine.internal.model;

import io.bagoftricks.api.model.Model;
import io.bagoftricks.api.model.NetworkBuilder;
import io.bagoftricks.api.network.BatchNorm2d;
import io.bagoftricks.api.network.Conv2d;
import io.bagoftricks.api.network.GlobalAvgPool;
import io.bagoftricks.api.network.Linear;
import io.bagoftricks.api.network.Network;
import io.bagoftricks.api.network.Relu;
import java.util.Locale;
import java.util.Optional;

/**
 * ResNet for small images (He et al. 2016, section 4.2): a 3x3 stem and three stages of basic
 * blocks. Shortcuts are option B, a 1x1 convolution and batch norm, as in GluonCV.
 *
 * @param depth 6n + 2, at most 1202: 20, 32, 44, 56, 110 and 1202 in the paper; 8 and 14 are quick
 * @param width channels of the first stage, doubled twice; 16 in the paper
 */
public record CifarResNet(int depth, int width) implements Model {
  private static final int DEEPEST = 1202;

  /** Checks depth and width. */
  public CifarResNet {
    if (!(depth >= 8 && depth <= DEEPEST && (depth - 2) % 6 == 0)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "depth is %d, but must be 6n + 2, at most %d: 8, 14, 20, 32, 44, 56, 110",
              depth,
              DEEPEST));
    }
    if (!(width >= 1 && width <= 1024)) {
      throw new IllegalArgumentException("width is " + width + ", but must be 1 to 1024");
    }
  }

  /** ResNet-20 as in the paper. */
  public static CifarResNet defaults() {
    return new CifarResNet(20, 16);
  }

  @Override
  public void build(NetworkBuilder network) {
    String flow = network.add("conv1", Conv2d.of(width, 3, 1), Network.INPUT);
    flow = network.add("bn1", BatchNorm2d.defaults(), flow);
    flow = network.add("act1", new Relu(), flow);
    network.markStem("act1");
    ResidualStages stages = new ResidualStages(network, Optional.empty(), flow, width);
    int blocks = (depth - 2) / 6;
    stages.stage("layer1", blocks, width, 1);
    stages.stage("layer2", blocks, 2 * width, 2);
    stages.stage("layer3", blocks, 4 * width, 2);
    flow = network.add("global_pool", new GlobalAvgPool(), stages.flow());
    network.add("fc", Linear.of(network.classes()), flow);
  }
}
