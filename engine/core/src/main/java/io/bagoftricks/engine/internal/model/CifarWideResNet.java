package io.bagoftricks.engine.internal.model;

import io.bagoftricks.api.model.Model;
import io.bagoftricks.api.model.NetworkBuilder;
import io.bagoftricks.api.network.Add;
import io.bagoftricks.api.network.BatchNorm2d;
import io.bagoftricks.api.network.Conv2d;
import io.bagoftricks.api.network.GlobalAvgPool;
import io.bagoftricks.api.network.Linear;
import io.bagoftricks.api.network.Network;
import io.bagoftricks.api.network.Relu;
import java.util.Locale;

/**
 * Wide ResNet for small images (Zagoruyko and Komodakis 2016, arXiv:1605.07146, table 1), WRN-depth
 * -widen: a 3x3 stem of 16 channels and three stages of blocks of two 3x3 convolutions, each behind
 * a batch norm and a ReLU. Where the number of channels changes, norm and ReLU come before the
 * branch and the shortcut, a 1x1 convolution; as in the authors' code.
 *
 * @param depth 6n + 4, at most 1204: 16, 22, 28 and 40 in the paper; 10 is quick
 * @param widen how many times the 16, 32 and 64 channels of ResNet, 1 to 64
 */
public record CifarWideResNet(int depth, int widen) implements Model {
  private static final int DEEPEST = 1204;
  private static final int WIDEST = 64;
  private static final int STEM = 16;

  /** Checks depth and width. */
  public CifarWideResNet {
    if (!(depth >= 10 && depth <= DEEPEST && (depth - 4) % 6 == 0)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "depth is %d, but must be 6n + 4, at most %d: 10, 16, 22, 28, 40",
              depth,
              DEEPEST));
    }
    if (!(widen >= 1 && widen <= WIDEST)) {
      throw new IllegalArgumentException("widen is " + widen + ", but must be 1 to " + WIDEST);
    }
  }

  /** WRN-28-10. */
  public static CifarWideResNet defaults() {
    return new CifarWideResNet(28, 10);
  }

  @Override
  public void build(NetworkBuilder network) {
    String flow = network.add("conv1", Conv2d.of(STEM, 3, 1), Network.INPUT);
    network.markStem(flow);
    int channels = STEM;
    for (int stage = 0; stage < 3; stage++) {
      int width = (STEM << stage) * widen;
      for (int i = 0; i < (depth - 4) / 6; i++) {
        String name = "layer%s.%s".formatted(stage + 1, i);
        flow = block(network, name, channels, width, i == 0 && stage > 0 ? 2 : 1, flow);
        channels = width;
      }
    }
    flow = normAct(network, "bn1", "act1", flow);
    flow = network.add("global_pool", new GlobalAvgPool(), flow);
    network.add("fc", Linear.of(network.classes()), flow);
  }

  private static String block(
      NetworkBuilder network, String name, int channels, int width, int stride, String source) {
    String first = normAct(network, name + ".bn1", name + ".act1", source);
    String branch = network.add(name + ".conv1", Conv2d.of(width, 3, stride), first);
    branch = normAct(network, name + ".bn2", name + ".act2", branch);
    branch = network.add(name + ".conv2", Conv2d.of(width, 3, 1), branch);
    String shortcut =
        channels == width
            ? source
            : network.add(name + ".downsample.0", Conv2d.of(width, 1, stride), first);
    String add = network.add(name + ".add", new Add(), branch, shortcut);
    network.markBlock(name, source, add);
    return add;
  }

  private static String normAct(NetworkBuilder network, String norm, String act, String from) {
    return network.add(act, new Relu(), network.add(norm, BatchNorm2d.defaults(), from));
  }
}
