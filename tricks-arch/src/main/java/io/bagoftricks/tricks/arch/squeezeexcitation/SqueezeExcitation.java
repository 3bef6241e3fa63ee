package io.bagoftricks.tricks.arch.squeezeexcitation;

import io.bagoftricks.api.Effect;
import io.bagoftricks.api.InitHook;
import io.bagoftricks.api.NetworkDraft;
import io.bagoftricks.api.Slot;
import io.bagoftricks.api.Stage;
import io.bagoftricks.api.Uses;
import io.bagoftricks.api.network.Chain;
import io.bagoftricks.api.network.Conv2d;
import io.bagoftricks.api.network.GlobalAvgPool;
import io.bagoftricks.api.network.Multiply;
import io.bagoftricks.api.network.Relu;
import io.bagoftricks.api.network.ResidualBlock;
import io.bagoftricks.api.network.Sigmoid;
import io.bagoftricks.api.network.Size;
import io.bagoftricks.api.network.XavierUniform;
import jakarta.inject.Inject;
import java.util.List;

/**
 * Lets every residual branch weigh its channels by what it sees: a gate from the means of all
 * channels, through a narrow layer.
 *
 * <p>Hu et al. 2018 (arXiv:1709.01507), section 3; torchvision's {@code SqueezeExcitation}, timm's
 * {@code SEModule}, whose names of parameters it has.
 */
public final class SqueezeExcitation implements InitHook {
  private final SqueezeExcitationConfig config;

  /** Builds the trick from its settings. */
  @Inject
  public SqueezeExcitation(SqueezeExcitationConfig config) {
    this.config = config;
  }

  @Override
  @Uses(changes = Slot.STRUCTURE, stage = Stage.GATES)
  public void onInit(NetworkDraft network) {
    List<ResidualBlock> blocks = network.residualBlocks();
    for (ResidualBlock block : blocks) {
      int channels = block.add().outputShape().channels();
      network.insertAfter(block.branch(), Chain.of("se", new Multiply(), gate(channels)));
    }
    network.receipt(new Effect(blocks.size(), blocks.size(), "residual branches weigh channels"));
  }

  private Chain gate(int channels) {
    int width = config.profile().width(channels, config.reduction());
    return Chain.of("se.pool", new GlobalAvgPool())
        .then("se.fc1", pointwise(width))
        .then("se.act", new Relu())
        .then("se.fc2", pointwise(channels))
        .then("se.gate", new Sigmoid());
  }

  private static Conv2d pointwise(int channels) {
    return new Conv2d(channels, Size.of(1), Size.of(1), Size.of(0), true, new XavierUniform());
  }
}
