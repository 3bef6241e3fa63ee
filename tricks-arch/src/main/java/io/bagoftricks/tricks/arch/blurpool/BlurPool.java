package io.bagoftricks.tricks.arch.blurpool;

import io.bagoftricks.api.Effect;
import io.bagoftricks.api.InitHook;
import io.bagoftricks.api.NetworkDraft;
import io.bagoftricks.api.Slot;
import io.bagoftricks.api.Stage;
import io.bagoftricks.api.Uses;
import io.bagoftricks.api.network.BlurPool2d;
import io.bagoftricks.api.network.Chain;
import io.bagoftricks.api.network.Conv2d;
import io.bagoftricks.api.network.MaxPool2d;
import io.bagoftricks.api.network.Node;
import io.bagoftricks.api.network.ResidualBlock;
import io.bagoftricks.api.network.Shape;
import io.bagoftricks.api.network.Size;
import io.bagoftricks.tricks.arch.blurpool.BlurPoolConfig.Profile;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Blurs before it leaves values out: a stride goes from convolutions and max pooling to a blur of
 * fixed weights behind them, so that a small shift of the image changes less.
 *
 * <p>Zhang 2019 (arXiv:1904.11486), section 3.2; its {@code BlurPool} with a window of 3.
 */
public final class BlurPool implements InitHook {
  private static final Size ONE = Size.of(1);

  private final BlurPoolConfig config;

  /** Builds the trick from its settings. */
  @Inject
  public BlurPool(BlurPoolConfig config) {
    this.config = config;
  }

  @Override
  @Uses(changes = Slot.STRUCTURE, stage = Stage.LAYERS)
  public void onInit(NetworkDraft network) {
    Optional<Node> small = strided(network).filter(BlurPool::isTooSmall).findFirst();
    if (small.isPresent()) {
      Shape map = small.get().inputShapes().get(0);
      network
          .problems()
          .error(
              "",
              String.format(
                  Locale.ROOT,
                  "'%s' gets a map of %s from these images, but a blur reflects borders, which takes 2 rows and columns: use larger images or a network that strides less",
                  small.get().name(),
                  map.size()));
      return;
    }
    int branches = 0;
    int shortcuts = 0;
    for (ResidualBlock block : network.residualBlocks()) {
      branches += blurBranch(network, block);
      if (config.profile() == Profile.PAPER) {
        shortcuts += blurShortcut(network, block);
      }
    }
    int blocks = network.residualBlocks().size();
    int pools = network.nodes(MaxPool2d.class).size();
    network.receipt(new Effect(branches, blocks, "residual branches blur where they stride"));
    network.receipt(new Effect(shortcuts, blocks, "shortcuts blur where they stride"));
    network.receipt(new Effect(blurPools(network), pools, "max poolings blur where they stride"));
  }

  /** All that is blurred in the profile of the paper. */
  private static Stream<Node> strided(NetworkDraft network) {
    Stream<Node> convolutions =
        network.residualBlocks().stream()
            .flatMap(
                block ->
                    Stream.of(block.branch(), block.shortcut())
                        .flatMap(region -> region.nodes(Conv2d.class).stream()))
            .filter(node -> !((Conv2d) node.layer()).stride().equals(ONE));
    Stream<Node> pools =
        network.nodes(MaxPool2d.class).stream()
            .filter(node -> !((MaxPool2d) node.layer()).stride().equals(ONE));
    return Stream.concat(pools, convolutions);
  }

  private static boolean isTooSmall(Node node) {
    Shape map = node.inputShapes().get(0);
    return map.height() < 2 || map.width() < 2;
  }

  /** Behind the strided convolution's batch norm and activation: before the next convolution. */
  private static int blurBranch(NetworkDraft network, ResidualBlock block) {
    List<Node> convolutions = block.branch().nodes(Conv2d.class);
    for (int i = 0; i < convolutions.size(); i++) {
      Conv2d convolution = (Conv2d) convolutions.get(i).layer();
      if (!convolution.stride().equals(ONE)) {
        Chain blur = blur(convolution.stride());
        network.replace(convolutions.get(i), convolution.withStride(ONE));
        if (i + 1 < convolutions.size()) {
          network.insertBefore(convolutions.get(i + 1), blur);
        } else {
          network.insertAfter(block.branch(), blur);
        }
        return 1;
      }
    }
    return 0;
  }

  /** Before the convolution, which then has fewer values to compute. */
  private static int blurShortcut(NetworkDraft network, ResidualBlock block) {
    for (Node node : block.shortcut().nodes(Conv2d.class)) {
      Conv2d convolution = (Conv2d) node.layer();
      if (!convolution.stride().equals(ONE)) {
        network.replace(node, convolution.withStride(ONE));
        network.insertBefore(node, blur(convolution.stride()));
        return 1;
      }
    }
    return 0;
  }

  private static int blurPools(NetworkDraft network) {
    int blurred = 0;
    for (Node node : network.nodes(MaxPool2d.class)) {
      MaxPool2d pool = (MaxPool2d) node.layer();
      if (!pool.stride().equals(ONE)) {
        MaxPool2d dense = new MaxPool2d(pool.kernel(), ONE, pool.padding());
        network.replace(node, Chain.of("0", dense).then("1", new BlurPool2d(pool.stride())));
        blurred++;
      }
    }
    return blurred;
  }

  private static Chain blur(Size stride) {
    return Chain.of("aa", new BlurPool2d(stride));
  }
}
