package io.bagoftricks.engine.internal.model;

import io.bagoftricks.api.model.Model;
import io.bagoftricks.api.model.NetworkBuilder;
import io.bagoftricks.api.network.BatchNorm2d;
import io.bagoftricks.api.network.Conv2d;
import io.bagoftricks.api.network.GlobalAvgPool;
import io.bagoftricks.api.network.Linear;
import io.bagoftricks.api.network.Network;
import io.bagoftricks.api.network.Relu;
import java.util.List;

/**
 * MobileNet v1 (Howard et al. 2017, arXiv:1704.04861, table 1): a 3x3 stem and thirteen blocks of a
 * depthwise 3x3 and a pointwise 1x1 convolution, each with batch norm and ReLU. Layers have the
 * names of timm's {@code mobilenetv1_100}.
 *
 * @param multiplier of all channels, above 0 to 4; the paper has 1, 0.75, 0.5 and 0.25
 */
public record MobileNet(double multiplier) implements Model {
  private static final double WIDEST = 4;

  private record Stage(int blocks, int channels, int stride) {}

  private static final List<Stage> STAGES =
      List.of(
          new Stage(1, 64, 1),
          new Stage(2, 128, 2),
          new Stage(2, 256, 2),
          new Stage(6, 512, 2),
          new Stage(2, 1024, 2));

  /** Checks the multiplier. */
  public MobileNet {
    if (!(multiplier > 0 && multiplier <= WIDEST)) {
      throw new IllegalArgumentException(
          "multiplier is " + multiplier + ", but must be above 0 and at most " + WIDEST);
    }
  }

  /** The paper's base network. */
  public static MobileNet defaults() {
    return new MobileNet(1);
  }

  @Override
  public void build(NetworkBuilder network) {
    int channels = channels(32);
    String flow = network.add("conv_stem", Conv2d.of(channels, 3, 2), Network.INPUT);
    flow = network.add("bn1", BatchNorm2d.defaults(), flow);
    flow = network.add("act1", new Relu(), flow);
    network.markStem("act1");
    for (int stage = 0; stage < STAGES.size(); stage++) {
      Stage each = STAGES.get(stage);
      for (int block = 0; block < each.blocks(); block++) {
        String name = "blocks." + stage + "." + block;
        Conv2d depthwise = Conv2d.of(channels, 3, block == 0 ? each.stride() : 1);
        flow = convNormAct(network, name, "conv_dw", 1, depthwise.withGroups(channels), flow);
        channels = channels(each.channels());
        flow = convNormAct(network, name, "conv_pw", 2, Conv2d.of(channels, 1, 1), flow);
      }
    }
    flow = network.add("global_pool", new GlobalAvgPool(), flow);
    network.add("classifier", Linear.of(network.classes()), flow);
  }

  /** As GluonCV: rounded down, but one at least. */
  private int channels(int base) {
    return Math.max(1, (int) (base * multiplier));
  }

  private static String convNormAct(
      NetworkBuilder network, String block, String conv, int index, Conv2d layer, String from) {
    String flow = network.add(block + "." + conv, layer, from);
    flow = network.add(block + ".bn" + index, BatchNorm2d.defaults(), flow);
    return network.add(block + ".act" + index, new Relu(), flow);
  }
}
