package io.bagoftricks.engine.model;

import io.bagoftricks.api.network.BatchNorm2d;
import io.bagoftricks.api.network.Conv2d;
import io.bagoftricks.api.network.GlobalAvgPool;
import io.bagoftricks.api.network.Linear;
import io.bagoftricks.api.network.Network;
import io.bagoftricks.api.network.Relu;
import io.bagoftricks.api.network.Shape;
import io.bagoftricks.engine.network.Graph;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * ResNet for small images (He et al. 2016, section 4.2): a 3x3 stem and three stages of basic
 * blocks. Shortcuts are option B, a 1x1 convolution and batch norm, as in GluonCV.
 *
 * @param depth 6n + 2, at most 1202: 20, 32, 44, 56, 110 and 1202 in the paper; 8 and 14 are quick
 * @param width channels of the first stage, doubled twice; 16 in the paper
 * @param weights the safetensors file that training starts from, if any
 * @param freeze parameters that keep their values
 * @param freezeStatistics whether frozen batch norms keep their running statistics, and normalize
 *     with them in training; they do where nothing is said
 */
public record CifarResNet(
    int depth,
    int width,
    Optional<String> weights,
    List<String> freeze,
    Optional<Boolean> freezeStatistics)
    implements Model {
  private static final int DEEPEST = 1202;

  /** Checks depth and width. */
  public CifarResNet {
    freeze = List.copyOf(freeze);
    StartingFile.check(weights);
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

  /** With frozen batch norms that keep their statistics. */
  public CifarResNet(int depth, int width, Optional<String> weights, List<String> freeze) {
    this(depth, width, weights, freeze, Optional.empty());
  }

  /** From the start, with nothing frozen. */
  public CifarResNet(int depth, int width) {
    this(depth, width, Optional.empty(), List.of());
  }

  /** ResNet-20 as in the paper. */
  public static CifarResNet defaults() {
    return new CifarResNet(20, 16);
  }

  @Override
  public Graph draft(Shape input, int classes) {
    Graph graph = new Graph(input);
    String flow = graph.add("conv1", Conv2d.of(width, 3, 1), Network.INPUT);
    flow = graph.add("bn1", BatchNorm2d.defaults(), flow);
    flow = graph.add("act1", new Relu(), flow);
    graph.markStem("act1");
    ResidualStages stages = new ResidualStages(graph, false, flow, width);
    int blocks = (depth - 2) / 6;
    stages.stage("layer1", blocks, width, 1);
    stages.stage("layer2", blocks, 2 * width, 2);
    stages.stage("layer3", blocks, 4 * width, 2);
    flow = graph.add("global_pool", new GlobalAvgPool(), stages.flow());
    graph.add("fc", Linear.of(classes), flow);
    return graph;
  }
}
