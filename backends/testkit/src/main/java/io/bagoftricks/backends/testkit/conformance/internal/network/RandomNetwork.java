package io.bagoftricks.backends.testkit.conformance.internal.network;

import io.bagoftricks.api.network.Add;
import io.bagoftricks.api.network.BatchNorm2d;
import io.bagoftricks.api.network.Concat;
import io.bagoftricks.api.network.GlobalAvgPool;
import io.bagoftricks.api.network.Identity;
import io.bagoftricks.api.network.Layer;
import io.bagoftricks.api.network.Linear;
import io.bagoftricks.api.network.Multiply;
import io.bagoftricks.api.network.Network;
import io.bagoftricks.api.network.Relu;
import io.bagoftricks.api.network.Shape;
import io.bagoftricks.api.network.Sigmoid;
import io.bagoftricks.api.network.Size;
import io.bagoftricks.api.network.XavierUniform;
import io.bagoftricks.api.random.Draws;
import java.util.List;
import java.util.function.Predicate;

/**
 * Draws a small network of all kinds of layers: single ones and the groups that backends fuse. A
 * layer mostly reads the one before, and sometimes an earlier one, so that some have several
 * readers and some none.
 */
public final class RandomNetwork {
  private static final int[] INPUT_CHANNELS = {1, 2, 3, 4, 5, 8, 16};
  private static final int LARGEST_SIDE = 20;

  /** Batch norms over fewer values than this are tested layer by layer. */
  private static final int FEWEST_VALUES = 8;

  private final Draws draws;
  private final int batch;
  private final RandomWindows windows;
  private final NetworkBuilder net;

  public RandomNetwork(Draws draws, int batch) {
    this.draws = draws;
    this.batch = batch;
    this.windows = new RandomWindows(draws);
    this.net =
        NetworkBuilder.of(INPUT_CHANNELS[draws.below(INPUT_CHANNELS.length)], side(), side());
  }

  public Network build() {
    int blocks = 1 + draws.below(6);
    for (int i = 0; i < blocks; i++) {
      block(draws.chance(0.75) ? net.last() : earlier(name -> true));
    }
    if (draws.chance(0.7)) {
      head();
    }
    return net.build();
  }

  /** The same network with its custom layers in stored precision, or in 32 bits. */
  public static Network withCustomLayers(Network network, boolean inStoredPrecision) {
    return new Network(
        network.input(),
        network.vertices().stream()
            .map(
                vertex ->
                    vertex.layer() instanceof ScaledTanh
                        ? new Network.Vertex(
                            vertex.name(),
                            new ScaledTanh(inStoredPrecision),
                            vertex.inputs(),
                            vertex.parameters())
                        : vertex)
            .toList());
  }

  /** Small sides are likelier. */
  private int side() {
    return 1 + Math.min(draws.below(LARGEST_SIDE), draws.below(LARGEST_SIDE));
  }

  private void block(String from) {
    switch (draws.below(16)) {
      case 0, 1, 2 -> convNormRelu(from);
      case 3, 4 -> residual(from);
      case 5 -> gated(from);
      case 6 -> fan(from);
      case 7 -> put(draws.chance(0.5) ? new Add() : new Multiply(), from, sameShape(from));
      case 8 -> put(windows.maxPool(net.shape(from)), from);
      case 9 -> put(windows.avgPool(net.shape(from)), from);
      case 10 -> put(custom(), from);
      case 11 -> norm(from);
      case 12 -> put(elementwise(), from);
      case 13 -> branches(from);
      case 14 -> put(windows.blurOrMean(net.shape(from)), from);
      default -> vector(from);
    }
  }

  /** Drawn apart, so that the networks of all seeds are those of before there was the choice. */
  private Layer custom() {
    return new ScaledTanh(draws.stream("custom").stream(net.size()).chance(0.5));
  }

  private Layer elementwise() {
    return switch (draws.below(5)) {
      case 0, 1 -> new Relu();
      case 2 -> new Sigmoid();
      default -> new Identity();
    };
  }

  private String convNormRelu(String from) {
    Shape shape = net.shape(from);
    String last = put(draws.chance(0.25) ? windows.sparse(shape) : windows.conv(shape), from);
    if (draws.chance(0.7)) {
      last = norm(last);
    }
    return draws.chance(0.7) ? put(new Relu(), last) : last;
  }

  /** A branch and its shortcut, in either order, with a projection now and then. */
  private void residual(String from) {
    int channels = net.shape(from).channels();
    String branch = from;
    String shortcut = from;
    if (draws.chance(0.3)) {
      channels = windows.channels();
      shortcut = norm(put(RandomWindows.same(channels, 1, false), from));
    }
    if (draws.chance(0.6)) {
      branch = put(new Relu(), norm(put(RandomWindows.same(windows.channels(), 3, false), branch)));
    }
    branch =
        put(RandomWindows.same(channels, draws.chance(0.5) ? 3 : 1, draws.chance(0.3)), branch);
    branch = draws.chance(0.7) ? norm(branch) : branch;
    String sum =
        draws.chance(0.5) ? put(new Add(), branch, shortcut) : put(new Add(), shortcut, branch);
    if (draws.chance(0.8)) {
      put(new Relu(), sum);
    }
  }

  /** Squeeze and excitation. */
  private void gated(String from) {
    String squeezed = put(new GlobalAvgPool(), from);
    String narrow = put(new Relu(), put(Linear.of(1 + draws.below(6)), squeezed));
    String gate = put(new Sigmoid(), put(Linear.of(net.shape(from).channels()), narrow));
    put(new Multiply(), from, gate);
  }

  /** Three readers of one tensor. */
  private void fan(String from) {
    String left = put(new Relu(), from);
    String middle = put(new Sigmoid(), from);
    String right = put(RandomWindows.same(net.shape(from).channels(), 3, draws.chance(0.5)), from);
    put(new Add(), put(new Add(), left, middle), right);
  }

  /** Branches side by side, with one that is the input itself, or twice the same, now and then. */
  private void branches(String from) {
    int count = 2 + draws.below(3);
    String[] ends = new String[count];
    for (int i = 0; i < count; i++) {
      ends[i] =
          switch (draws.below(4)) {
            case 0 -> sameSize(from);
            case 1 -> put(RandomWindows.same(windows.channels(), 1, draws.chance(0.3)), from);
            case 2 -> put(RandomWindows.same(windows.channels(), 3, draws.chance(0.3)), from);
            default -> put(windows.keepingPool(), from);
          };
    }
    put(new Concat(count), ends);
  }

  private void vector(String from) {
    String pooled = put(new GlobalAvgPool(), from);
    if (draws.chance(0.5)) {
      norm(pooled);
    }
  }

  private void head() {
    String from = net.last();
    if (!net.shape(from).equals(Shape.vector(net.shape(from).channels()))) {
      from = put(new GlobalAvgPool(), from);
    }
    if (draws.chance(0.4)) {
      from = put(new Relu(), put(linear(), from));
    }
    put(linear(), from);
  }

  private Layer linear() {
    return new Linear(1 + draws.below(20), draws.chance(0.7), new XavierUniform());
  }

  /** A batch norm, if it has values enough. */
  private String norm(String from) {
    Shape shape = net.shape(from);
    return batch * shape.height() * shape.width() < FEWEST_VALUES
        ? from
        : put(new BatchNorm2d(draws.chance(0.5) ? 1e-5 : 1e-3, draws.uniform(0.05, 0.9)), from);
  }

  private String sameShape(String as) {
    Shape shape = net.shape(as);
    return earlier(name -> net.shape(name).equals(shape));
  }

  private String sameSize(String as) {
    Size size = net.shape(as).size();
    return earlier(name -> net.shape(name).size().equals(size));
  }

  private String earlier(Predicate<String> fits) {
    List<String> names = net.names().stream().filter(fits).toList();
    return names.get(draws.below(names.size()));
  }

  private String put(Layer layer, String... inputs) {
    String kind = layer.getClass().getSimpleName();
    return net.add(kind + net.size(), layer, inputs).last();
  }
}
