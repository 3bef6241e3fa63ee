package io.bagoftricks.engine.internal.model;

import io.bagoftricks.api.model.NetworkBuilder;
import io.bagoftricks.api.network.AvgPool2d;
import io.bagoftricks.api.network.BatchNorm2d;
import io.bagoftricks.api.network.Concat;
import io.bagoftricks.api.network.Conv2d;
import io.bagoftricks.api.network.MaxPool2d;
import io.bagoftricks.api.network.Relu;
import io.bagoftricks.api.network.Size;
import io.bagoftricks.api.network.XavierUniform;

/**
 * The five blocks of Inception v3, under torchvision's names of blocks and branches. {@code b} and
 * {@code d} halve the image.
 */
final class InceptionBlocks {
  private static final double EPSILON = 1e-3;
  private static final double MOMENTUM = 0.1;

  private final NetworkBuilder network;

  InceptionBlocks(NetworkBuilder network) {
    this.network = network;
  }

  /** Figure 5 of the paper: a 5x5 stays one. */
  String a(String block, int poolChannels, String from) {
    String one = conv(block + ".branch1x1", 64, 1, 1, 0, from);
    String five = conv(block + ".branch5x5_1", 48, 1, 1, 0, from);
    five = conv(block + ".branch5x5_2", 64, 5, 1, 2, five);
    String three = conv(block + ".branch3x3dbl_1", 64, 1, 1, 0, from);
    three = conv(block + ".branch3x3dbl_2", 96, 3, 1, 1, three);
    three = conv(block + ".branch3x3dbl_3", 96, 3, 1, 1, three);
    return concat(block, one, five, three, pooled(block, poolChannels, from));
  }

  /** Figure 10. */
  String b(String block, String from) {
    String three = conv(block + ".branch3x3", 384, 3, 2, 0, from);
    String twice = conv(block + ".branch3x3dbl_1", 64, 1, 1, 0, from);
    twice = conv(block + ".branch3x3dbl_2", 96, 3, 1, 1, twice);
    twice = conv(block + ".branch3x3dbl_3", 96, 3, 2, 0, twice);
    return concat(block, three, twice, maxPool(block + ".branch_pool", from));
  }

  /** Figure 6 with n = 7. */
  String c(String block, int inner, String from) {
    String one = conv(block + ".branch1x1", 192, 1, 1, 0, from);
    String seven = conv(block + ".branch7x7_1", inner, 1, 1, 0, from);
    seven = row(block + ".branch7x7_2", inner, 7, seven);
    seven = column(block + ".branch7x7_3", 192, 7, seven);
    String twice = conv(block + ".branch7x7dbl_1", inner, 1, 1, 0, from);
    twice = column(block + ".branch7x7dbl_2", inner, 7, twice);
    twice = row(block + ".branch7x7dbl_3", inner, 7, twice);
    twice = column(block + ".branch7x7dbl_4", inner, 7, twice);
    twice = row(block + ".branch7x7dbl_5", 192, 7, twice);
    return concat(block, one, seven, twice, pooled(block, 192, from));
  }

  /** As figure 10, with a 7x7 before one stride. */
  String d(String block, String from) {
    String three = conv(block + ".branch3x3_1", 192, 1, 1, 0, from);
    three = conv(block + ".branch3x3_2", 320, 3, 2, 0, three);
    String seven = conv(block + ".branch7x7x3_1", 192, 1, 1, 0, from);
    seven = row(block + ".branch7x7x3_2", 192, 7, seven);
    seven = column(block + ".branch7x7x3_3", 192, 7, seven);
    seven = conv(block + ".branch7x7x3_4", 192, 3, 2, 0, seven);
    return concat(block, three, seven, maxPool(block + ".branch_pool", from));
  }

  /** Figure 7: branches that split once more. */
  String e(String block, String from) {
    String one = conv(block + ".branch1x1", 320, 1, 1, 0, from);
    String three = conv(block + ".branch3x3_1", 384, 1, 1, 0, from);
    three = split(block + ".branch3x3", "_2", three);
    String twice = conv(block + ".branch3x3dbl_1", 448, 1, 1, 0, from);
    twice = conv(block + ".branch3x3dbl_2", 384, 3, 1, 1, twice);
    twice = split(block + ".branch3x3dbl", "_3", twice);
    return concat(block, one, three, twice, pooled(block, 192, from));
  }

  /** A square convolution, its batch norm and ReLU. */
  String conv(String name, int channels, int kernel, int stride, int padding, String from) {
    return conv(name, channels, Size.of(kernel), Size.of(stride), Size.of(padding), from);
  }

  /** 3x3 at stride 2, without padding. */
  String maxPool(String name, String from) {
    return network.add(name, new MaxPool2d(Size.of(3), Size.of(2), Size.of(0)), from);
  }

  private String row(String name, int channels, int width, String from) {
    return conv(name, channels, new Size(1, width), Size.of(1), new Size(0, width / 2), from);
  }

  private String column(String name, int channels, int height, String from) {
    return conv(name, channels, new Size(height, 1), Size.of(1), new Size(height / 2, 0), from);
  }

  private String split(String branch, String suffix, String from) {
    return concat(
        branch,
        row(branch + suffix + "a", 384, 3, from),
        column(branch + suffix + "b", 384, 3, from));
  }

  /** The mean counts the padding, as torchvision's and GluonCV's do. */
  private String pooled(String block, int channels, String from) {
    AvgPool2d mean = new AvgPool2d(Size.of(3), Size.of(1), Size.of(1), false, true);
    return conv(
        block + ".branch_pool", channels, 1, 1, 0, network.add(block + ".pool", mean, from));
  }

  private String concat(String block, String... branches) {
    return network.add(block + ".concat", new Concat(branches.length), branches);
  }

  private String conv(
      String name, int channels, Size kernel, Size stride, Size padding, String from) {
    Conv2d layer = new Conv2d(channels, kernel, stride, padding, false, new XavierUniform());
    String flow = network.add(name + ".conv", layer, from);
    flow = network.add(name + ".bn", new BatchNorm2d(EPSILON, MOMENTUM), flow);
    return network.add(name + ".act", new Relu(), flow);
  }
}
