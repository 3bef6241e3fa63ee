package io.bagoftricks.engine.internal.model;

import io.bagoftricks.api.model.NetworkBuilder;
import io.bagoftricks.api.network.Add;
import io.bagoftricks.api.network.BatchNorm2d;
import io.bagoftricks.api.network.Conv2d;
import io.bagoftricks.api.network.Relu;

/** Residual blocks under timm's names; shortcuts are projections where the shape changes. */
final class ResidualStages {
  private final NetworkBuilder network;
  private final boolean bottleneck;
  private String flow;
  private int channels;

  ResidualStages(NetworkBuilder network, boolean bottleneck, String flow, int channels) {
    this.network = network;
    this.bottleneck = bottleneck;
    this.flow = flow;
    this.channels = channels;
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
    int outChannels = bottleneck ? 4 * width : width;
    String source = flow;
    String branch;
    int last;
    if (bottleneck) {
      // The paper's baseline strides in the first 1x1; its tweak B moves the stride to the 3x3.
      branch = convNormAct(name, 1, Conv2d.of(width, 1, stride), source);
      branch = convNormAct(name, 2, Conv2d.of(width, 3, 1), branch);
      branch = convNorm(name, 3, Conv2d.of(outChannels, 1, 1), branch);
      last = 3;
    } else {
      branch = convNormAct(name, 1, Conv2d.of(width, 3, stride), source);
      branch = convNorm(name, 2, Conv2d.of(width, 3, 1), branch);
      last = 2;
    }
    String shortcut = source;
    if (stride != 1 || channels != outChannels) {
      String prefix = name + ".downsample.";
      shortcut = network.add(prefix + 0, Conv2d.of(outChannels, 1, stride), source);
      shortcut = network.add(prefix + 1, BatchNorm2d.defaults(), shortcut);
    }
    String add = network.add(name + ".add", new Add(), branch, shortcut);
    network.markBlock(name, source, add);
    flow = network.add(name + ".act" + last, new Relu(), add);
    channels = outChannels;
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
