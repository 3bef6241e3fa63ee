package io.bagoftricks.engine.internal.model;

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
import java.util.List;
import java.util.Optional;

/** Residual blocks under timm's names; shortcuts are projections where the shape changes. */
final class ResidualStages {
  private final NetworkBuilder network;
  private final Optional<Bottleneck> bottleneck;
  private String flow;
  private int channels;

  /**
   * Begins behind a stem.
   *
   * @param bottleneck the form of the blocks; basic blocks of two 3x3 convolutions where empty
   * @param flow the last layer of the stem
   * @param channels its channels
   */
  ResidualStages(
      NetworkBuilder network, Optional<Bottleneck> bottleneck, String flow, int channels) {
    this.network = network;
    this.bottleneck = bottleneck;
    this.flow = flow;
    this.channels = channels;
  }

  /**
   * Builds a whole network for ImageNet-sized images: a 7x7 stem and max pooling, four stages of
   * width 64, 128, 256 and 512, pooling and a linear layer.
   *
   * @param bottleneck the form of the blocks; basic blocks where empty
   * @param blocks of each stage
   */
  static void photo(NetworkBuilder network, Optional<Bottleneck> bottleneck, List<Integer> blocks) {
    String flow = network.add("conv1", Conv2d.of(64, 7, 2), Network.INPUT);
    flow = network.add("bn1", BatchNorm2d.defaults(), flow);
    flow = network.add("act1", new Relu(), flow);
    flow = network.add("maxpool", new MaxPool2d(Size.of(3), Size.of(2), Size.of(1)), flow);
    network.markStem("maxpool");
    ResidualStages stages = new ResidualStages(network, bottleneck, flow, 64);
    for (int i = 0; i < blocks.size(); i++) {
      stages.stage("layer" + (i + 1), blocks.get(i), 64 << i, i == 0 ? 1 : 2);
    }
    flow = network.add("global_pool", new GlobalAvgPool(), stages.flow());
    network.add("fc", Linear.of(network.classes()), flow);
  }

  /** The output of the last block. */
  String flow() {
    return flow;
  }

  /** Adds a stage; its first block has the stride. */
  void stage(String name, int blocks, int width, int stride) {
    for (int i = 0; i < blocks; i++) {
      block(name + "." + i, width, i == 0 ? stride : 1);
    }
  }

  private void block(String name, int width, int stride) {
    int outChannels = bottleneck.isPresent() ? Bottleneck.EXPANSION * width : width;
    String source = flow;
    String branch =
        bottleneck
            .map(form -> bottleneck(form, name, width, stride))
            .orElseGet(() -> basic(name, width, stride));
    String shortcut = source;
    if (stride != 1 || channels != outChannels) {
      String prefix = name + ".downsample.";
      shortcut = network.add(prefix + 0, Conv2d.of(outChannels, 1, stride), source);
      shortcut = network.add(prefix + 1, BatchNorm2d.defaults(), shortcut);
    }
    String add = network.add(name + ".add", new Add(), branch, shortcut);
    network.markBlock(name, source, add);
    flow = network.add(name + ".act" + (bottleneck.isPresent() ? 3 : 2), new Relu(), add);
    channels = outChannels;
  }

  private String basic(String name, int width, int stride) {
    String branch = convNormAct(name, 1, Conv2d.of(width, 3, stride), flow);
    return convNorm(name, 2, Conv2d.of(width, 3, 1), branch);
  }

  private String bottleneck(Bottleneck form, String name, int width, int stride) {
    int inner = form.inner(width);
    Conv2d first = Conv2d.of(inner, 1, form.stridesFirst() ? stride : 1);
    Conv2d second = Conv2d.of(inner, 3, form.stridesFirst() ? 1 : stride);
    String branch = convNormAct(name, 1, first, flow);
    branch = convNormAct(name, 2, second.withGroups(form.groups()), branch);
    return convNorm(name, 3, Conv2d.of(Bottleneck.EXPANSION * width, 1, 1), branch);
  }

  private String convNormAct(String block, int index, Conv2d conv, String source) {
    String norm = convNorm(block, index, conv, source);
    return network.add(block + ".act" + index, new Relu(), norm);
  }

  private String convNorm(String block, int index, Conv2d conv, String source) {
    String output = network.add(block + ".conv" + index, conv, source);
    return network.add(block + ".bn" + index, BatchNorm2d.defaults(), output);
  }
}
