package io.bagoftricks.bench.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Lays out residual blocks, under timm's names. */
final class BlockPlanner {
  private final BlockStyle style;
  private final int width;
  private int channels;

  BlockPlanner(BlockStyle style, int width) {
    this.style = style;
    this.width = width;
    this.channels = width;
  }

  /** All blocks; every stage but the first halves the image and doubles the width. */
  List<Residual> blocks(List<Integer> stages) {
    List<Residual> blocks = new ArrayList<>();
    for (int stage = 0; stage < stages.size(); stage++) {
      for (int i = 0; i < stages.get(stage); i++) {
        int stride = stage > 0 && i == 0 ? 2 : 1;
        blocks.add(block("layer" + (stage + 1) + "." + i, width << stage, stride));
      }
    }
    return blocks;
  }

  private Residual block(String name, int middle, int stride) {
    int in = channels;
    int out = style.bottleneck() ? 4 * middle : middle;
    channels = out;
    return new Residual(
        name, branch(name, in, middle, out, stride), projection(name, in, out, stride));
  }

  private List<ConvNorm> branch(String name, int in, int middle, int out, int stride) {
    if (!style.bottleneck()) {
      return List.of(link(name, 1, in, middle, 3, stride), link(name, 2, middle, out, 3, 1));
    }
    int inner = middle * style.widening();
    return List.of(
        link(name, 1, in, inner, 1, style.strideIn3x3() ? 1 : stride),
        link(name, 2, inner, inner, 3, style.strideIn3x3() ? stride : 1).inGroups(style.groups()),
        link(name, 3, inner, out, 1, 1));
  }

  private Optional<Projection> projection(String name, int in, int out, int stride) {
    if (stride == 1 && in == out) {
      return Optional.empty();
    }
    String prefix = name + ".downsample.";
    return Optional.of(
        style.pooledShortcut()
            ? new Projection(stride, new ConvNorm(prefix + 1, prefix + 2, in, out, 1, 1))
            : new Projection(1, new ConvNorm(prefix + 0, prefix + 1, in, out, 1, stride)));
  }

  private static ConvNorm link(String block, int index, int in, int out, int kernel, int stride) {
    return new ConvNorm(block + ".conv" + index, block + ".bn" + index, in, out, kernel, stride);
  }
}
