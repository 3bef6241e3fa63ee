package io.bagoftricks.tricks.arch.weightstandardization;

import io.bagoftricks.api.Effect;
import io.bagoftricks.api.InitHook;
import io.bagoftricks.api.NetworkDraft;
import io.bagoftricks.api.Slot;
import io.bagoftricks.api.Stage;
import io.bagoftricks.api.Uses;
import io.bagoftricks.api.network.Conv2d;
import io.bagoftricks.api.network.Node;
import jakarta.inject.Inject;
import java.util.List;

/**
 * Lets convolutions compute with weights whose mean is 0 and whose variance is 1 in each output
 * channel. What is trained, decayed and stored is the weight before that.
 *
 * <p>Qiao et al. 2019 (arXiv:1903.10520), section 3.
 */
public final class WeightStandardization implements InitHook {
  private final WeightStandardizationConfig config;

  /** Builds the trick from its settings. */
  @Inject
  public WeightStandardization(WeightStandardizationConfig config) {
    this.config = config;
  }

  @Override
  @Uses(changes = Slot.STRUCTURE, stage = Stage.LAYERS)
  public void onInit(NetworkDraft network) {
    Standardization transform = new Standardization(config.epsilon(), config.profile());
    List<Node> convolutions = network.nodes(Conv2d.class);
    int standardized = 0;
    for (Node node : convolutions) {
      Conv2d convolution = (Conv2d) node.layer();
      if (hasSpread(node) && convolution.transform().isEmpty()) {
        network.replace(node, convolution.reparametrized(transform));
        standardized++;
      }
    }
    network.receipt(
        new Effect(standardized, convolutions.size(), "convolutions have standardized weights"));
  }

  /** One weight per channel, as in a depthwise 1x1, has no deviation. */
  private static boolean hasSpread(Node node) {
    return node.parameters().get(0).elements() > node.outputShape().channels();
  }
}
