package io.bagoftricks.backends.onednn;

import io.bagoftricks.api.network.Add;
import io.bagoftricks.api.network.BatchNorm2d;
import io.bagoftricks.api.network.Concat;
import io.bagoftricks.api.network.Conv2d;
import io.bagoftricks.api.network.GlobalAvgPool;
import io.bagoftricks.api.network.Layer;
import io.bagoftricks.api.network.Linear;
import io.bagoftricks.api.network.MaxPool2d;
import io.bagoftricks.api.network.Network;
import io.bagoftricks.api.network.Network.Vertex;
import io.bagoftricks.api.network.Parameter;
import io.bagoftricks.api.network.Relu;
import io.bagoftricks.api.network.Shape;
import io.bagoftricks.api.network.Sigmoid;
import io.bagoftricks.api.network.Size;
import io.bagoftricks.api.network.XavierUniform;
import io.bagoftricks.api.random.Draws;
import io.bagoftricks.backends.spi.Weights;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Networks and numbers to test with. */
public final class TestNetworks {
  private final Shape input;
  private final List<Vertex> vertices = new ArrayList<>();
  private final Map<String, Shape> shapes = new LinkedHashMap<>();

  private TestNetworks(Shape input) {
    this.input = input;
    shapes.put(Network.INPUT, input);
  }

  /** A stem with pooling, two residual blocks, one with a shortcut of its own, and a classifier. */
  public static Network residual(int width) {
    return new TestNetworks(new Shape(3, 12, 12))
        .add("conv1", Conv2d.of(width, 3, 1), Network.INPUT)
        .add("bn1", BatchNorm2d.defaults(), "conv1")
        .add("act1", new Relu(), "bn1")
        .add("pool", new MaxPool2d(Size.of(3), Size.of(2), Size.of(1)), "act1")
        .add("a.conv1", Conv2d.of(width, 3, 1), "pool")
        .add("a.conv2", Conv2d.of(width, 1, 1), "a.conv1")
        .add("a.bn1", BatchNorm2d.defaults(), "a.conv2")
        .add("a.add", new Add(), "a.bn1", "pool")
        .add("a.act", new Relu(), "a.add")
        .add("b.conv1", Conv2d.of(2 * width, 3, 2), "a.act")
        .add("b.bn1", BatchNorm2d.defaults(), "b.conv1")
        .add("b.short", Conv2d.of(2 * width, 1, 2), "a.act")
        .add("b.shortbn", BatchNorm2d.defaults(), "b.short")
        .add("b.add", new Add(), "b.bn1", "b.shortbn")
        .add("b.act", new Relu(), "b.add")
        .add("gap", new GlobalAvgPool(), "b.act")
        .add("fc", Linear.of(5), "gap")
        .build();
  }

  /** A block of ResNeXt, a depthwise convolution with gaps, each with norms that can be folded. */
  static Network grouped(int width) {
    Conv2d depthwise =
        new Conv2d(
            width,
            Size.of(3),
            Size.of(1),
            Size.of(2),
            Size.of(2),
            width,
            false,
            new XavierUniform());
    return new TestNetworks(new Shape(3, 12, 12))
        .add("conv1", Conv2d.of(width, 3, 1), Network.INPUT)
        .add("bn1", BatchNorm2d.defaults(), "conv1")
        .add("act1", new Relu(), "bn1")
        .add("conv2", Conv2d.of(width, 3, 1).withGroups(4), "act1")
        .add("bn2", BatchNorm2d.defaults(), "conv2")
        .add("add", new Add(), "bn2", "act1")
        .add("act2", new Relu(), "add")
        .add("conv3", depthwise, "act2")
        .add("bn3", BatchNorm2d.defaults(), "conv3")
        .add("act3", new Relu(), "bn3")
        .add("gap", new GlobalAvgPool(), "act3")
        .add("fc", Linear.of(5), "gap")
        .build();
  }

  /** Two convolutions side by side, whose border need not be one of blocks of channels. */
  static Network concatenated(int first, int second) {
    return new TestNetworks(new Shape(3, 12, 12))
        .add("conv1", Conv2d.of(first, 3, 1), Network.INPUT)
        .add("conv2", Conv2d.of(second, 1, 1), Network.INPUT)
        .add("concat", new Concat(2), "conv1", "conv2")
        .add("conv3", Conv2d.of(16, 3, 1), "concat")
        .add("gap", new GlobalAvgPool(), "conv3")
        .add("fc", Linear.of(5), "gap")
        .build();
  }

  /** Convolutions, each with a batch norm and a ReLU, one after another. */
  static Network deep(int width, int depth) {
    TestNetworks network = new TestNetworks(new Shape(3, 12, 12));
    String last = Network.INPUT;
    for (int i = 0; i < depth; i++) {
      network
          .add("conv" + i, Conv2d.of(width, 3, 1), last)
          .add("bn" + i, BatchNorm2d.defaults(), "conv" + i)
          .add("act" + i, new Relu(), "bn" + i);
      last = "act" + i;
    }
    return network.add("gap", new GlobalAvgPool(), last).add("fc", Linear.of(5), "gap").build();
  }

  /** Three smooth convolutions of 3x3, without a kink where roundings could part. */
  public static Network smooth(Shape input, int width, Size padding) {
    TestNetworks network = new TestNetworks(input);
    String last = Network.INPUT;
    for (String name : List.of("conv1", "conv2", "conv3")) {
      int channels = name.equals("conv2") ? 2 * width : width;
      Conv2d conv =
          new Conv2d(channels, Size.of(3), Size.of(1), padding, false, new XavierUniform());
      network.add(name, conv, last).add(name + ".act", new Sigmoid(), name);
      last = name + ".act";
    }
    return network.add("gap", new GlobalAvgPool(), last).add("fc", Linear.of(5), "gap").build();
  }

  /** A smooth convolution with a square window, and one of 1x1 behind it. */
  public static Network windowed(Shape input, int width, Size kernel, Size stride, Size padding) {
    Conv2d conv = new Conv2d(width, kernel, stride, padding, false, new XavierUniform());
    return new TestNetworks(input)
        .add("conv1", conv, Network.INPUT)
        .add("conv1.act", new Sigmoid(), "conv1")
        .add("conv2", Conv2d.of(input.channels(), 1, 1), "conv1.act")
        .add("conv2.act", new Sigmoid(), "conv2")
        .add("conv3", conv, "conv2.act")
        .add("gap", new GlobalAvgPool(), "conv3")
        .add("fc", Linear.of(5), "gap")
        .build();
  }

  /**
   * Convolutions of 3x3 with all that evaluation can join to one: a bias, a batch norm, a sum whose
   * other part is not needed afterwards or is, a ReLU.
   */
  public static Network joined(Shape input, int width) {
    return new TestNetworks(input)
        .add("conv1", biased(width), Network.INPUT)
        .add("act1", new Relu(), "conv1")
        .add("conv2", Conv2d.of(width, 3, 1), "act1")
        .add("bn2", BatchNorm2d.defaults(), "conv2")
        .add("add2", new Add(), "bn2", "act1")
        .add("act2", new Relu(), "add2")
        .add("conv3", biased(width), "act2")
        .add("add3", new Add(), "act2", "conv3")
        .add("conv4", biased(width), "add3")
        .add("bn4", BatchNorm2d.defaults(), "conv4")
        .add("act4", new Relu(), "bn4")
        .add("conv5", Conv2d.of(width, 3, 1), "act4")
        .add("add5", new Add(), "conv5", "act2")
        .add("gap", new GlobalAvgPool(), "add5")
        .add("fc", Linear.of(5), "gap")
        .build();
  }

  private static Conv2d biased(int width) {
    return new Conv2d(width, Size.of(3), Size.of(1), Size.of(1), true, new XavierUniform());
  }

  private TestNetworks add(String name, Layer layer, String... inputs) {
    List<Shape> read = new ArrayList<>();
    for (String each : inputs) {
      Shape shape = shapes.get(each);
      if (shape != null) {
        read.add(shape);
      }
    }
    List<Parameter> parameters =
        layer.parameters(read).stream().map(p -> p.named(name + "." + p.name())).toList();
    vertices.add(new Vertex(name, layer, List.of(inputs), parameters));
    shapes.put(name, layer.output(read));
    return this;
  }

  private Network build() {
    return new Network(input, vertices);
  }

  /** Fills all parameters with numbers that depend on the name; scales of batch norms around 1. */
  public static <W extends Weights> W filled(W weights) {
    weights.edit(
        editable -> {
          for (Parameter parameter : weights.network().parameters()) {
            INDArray array = editable.parameter(parameter.name());
            array.assign(uniform(parameter.name(), array.dataType(), array.shape()).muli(0.5));
            if (parameter.name().contains("bn") && parameter.name().endsWith("weight")) {
              array.addi(1);
            }
          }
        });
    return weights;
  }

  /** Uniform in [-1, 1), the same for the same key. */
  public static INDArray uniform(String key, DataType type, long... shape) {
    INDArray array = Nd4j.create(type, shape);
    Draws draws = Draws.of(11).stream(key);
    for (long i = 0; i < array.length(); i++) {
      array.putScalar(i, draws.uniform(-1, 1));
    }
    return array;
  }
}
