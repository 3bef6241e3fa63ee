package io.bagoftricks.tricks.arch;

import io.bagoftricks.api.Effect;
import io.bagoftricks.api.NetworkDraft;
import io.bagoftricks.api.network.AvgPool2d;
import io.bagoftricks.api.network.BatchNorm2d;
import io.bagoftricks.api.network.Chain;
import io.bagoftricks.api.network.Conv2d;
import io.bagoftricks.api.network.Layer;
import io.bagoftricks.api.network.Node;
import io.bagoftricks.api.network.Region;
import io.bagoftricks.api.network.Relu;
import io.bagoftricks.api.network.ResidualBlock;
import io.bagoftricks.api.network.Size;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The three tweaks of a ResNet after which no convolution throws information away. Each edits
 * another part of the network, so that their order does not matter, and returns its receipt. Names
 * of new layers are timm's.
 *
 * <p>He et al. 2019 (arXiv:1812.01187), section 4.2.
 */
public final class ResNetTweaks {
  private static final Size ONE = Size.of(1);

  private ResNetTweaks() {}

  /**
   * B: a bottleneck strides in its 3x3 instead of its first 1x1.
   *
   * @param network the draft
   * @return how many blocks stride elsewhere now
   */
  public static Effect moveStrides(NetworkDraft network) {
    int moved = 0;
    for (ResidualBlock block : network.residualBlocks()) {
      if (moveStride(network, block.branch().nodes(Conv2d.class))) {
        moved++;
      }
    }
    return new Effect(
        moved, network.residualBlocks().size(), "residual blocks: stride moved to the 3x3 (B)");
  }

  private static boolean moveStride(NetworkDraft network, List<Node> convolutions) {
    Optional<Node> spatial = convolutions.stream().filter(node -> !isPointwise(node)).findFirst();
    if (spatial.isEmpty() || !isPointwise(convolutions.get(0))) {
      return false;
    }
    Conv2d first = convolution(convolutions.get(0));
    if (first.stride().equals(ONE)) {
      return false;
    }
    network.replace(convolutions.get(0), first.withStride(ONE));
    network.replace(spatial.get(), convolution(spatial.get()).withStride(first.stride()));
    return true;
  }

  /**
   * C: three 3x3 convolutions in place of the stem's 7x7.
   *
   * @param network the draft
   * @return how many convolutions of the stem were replaced
   */
  public static Effect deepenStem(NetworkDraft network) {
    List<Node> convolutions =
        network.stem().map(stem -> stem.nodes(Conv2d.class)).orElse(List.of());
    int replaced = 0;
    for (Node node : convolutions) {
      if (convolution(node).kernel().equals(Size.of(7))) {
        network.replace(node, deepStem(convolution(node)));
        replaced++;
      }
    }
    return new Effect(replaced, convolutions.size(), "stem convolutions: 7x7 became three 3x3 (C)");
  }

  private static Chain deepStem(Conv2d wide) {
    int half = wide.outChannels() / 2;
    return Chain.of("0", threeByThree(wide, half, wide.stride()))
        .then("1", BatchNorm2d.defaults())
        .then("2", new Relu())
        .then("3", threeByThree(wide, half, ONE))
        .then("4", BatchNorm2d.defaults())
        .then("5", new Relu())
        .then("6", threeByThree(wide, wide.outChannels(), ONE));
  }

  private static Conv2d threeByThree(Conv2d like, int channels, Size stride) {
    return new Conv2d(channels, Size.of(3), stride, ONE, like.bias(), like.initializer());
  }

  /**
   * D: a shortcut averages before a 1x1 of stride 1 instead of striding in the 1x1.
   *
   * @param network the draft
   * @return how many shortcuts pool now, of those with a convolution
   */
  public static Effect poolShortcuts(NetworkDraft network) {
    int pooled = 0;
    int projections = 0;
    for (ResidualBlock block : network.residualBlocks()) {
      Region shortcut = block.shortcut();
      if (startsWithProjection(shortcut)) {
        projections++;
        if (!convolution(shortcut.nodes().get(0)).stride().equals(ONE)) {
          pooled++;
        }
        network.replace(shortcut, pooledShortcut(shortcut));
      }
    }
    return new Effect(
        pooled, projections, "shortcut convolutions: average pooling took the stride (D)");
  }

  private static boolean startsWithProjection(Region shortcut) {
    return !shortcut.nodes().isEmpty() && isPointwise(shortcut.nodes().get(0));
  }

  /** Link 0 is the pooling's, whether there is one or not: so it is in timm. */
  private static Chain pooledShortcut(Region shortcut) {
    Conv2d projection = convolution(shortcut.nodes().get(0));
    List<Chain.Link> links = new ArrayList<>();
    Size stride = projection.stride();
    if (!stride.equals(ONE)) {
      links.add(link("0", new AvgPool2d(stride, stride, Size.of(0), true)));
    }
    links.add(link("1", projection.withStride(ONE)));
    for (int i = 1; i < shortcut.nodes().size(); i++) {
      links.add(link(String.valueOf(i + 1), shortcut.nodes().get(i).layer()));
    }
    return new Chain(links);
  }

  private static Chain.Link link(String name, Layer layer) {
    return new Chain.Link(name, layer, Optional.empty());
  }

  private static boolean isPointwise(Node node) {
    return node.layer() instanceof Conv2d layer && layer.kernel().equals(ONE);
  }

  private static Conv2d convolution(Node node) {
    return (Conv2d) node.layer();
  }
}
