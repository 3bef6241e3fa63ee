package io.bagoftricks.tricks.arch.dropout;

import io.bagoftricks.api.Effect;
import io.bagoftricks.api.InitHook;
import io.bagoftricks.api.NetworkDraft;
import io.bagoftricks.api.Slot;
import io.bagoftricks.api.Stage;
import io.bagoftricks.api.Uses;
import io.bagoftricks.api.network.Chain;
import io.bagoftricks.api.network.Linear;
import io.bagoftricks.api.network.Node;
import jakarta.inject.Inject;
import java.util.List;

/**
 * Drops features before the linear layer that gives the logits, at random and in training alone.
 *
 * <p>Srivastava et al. 2014, section 4, in the form that needs no scaling in evaluation; timm's
 * {@code --drop}.
 */
public final class Dropout implements InitHook {
  private final DropoutConfig config;

  /** Builds the trick from its settings. */
  @Inject
  public Dropout(DropoutConfig config) {
    this.config = config;
  }

  @Override
  @Uses(changes = Slot.STRUCTURE, stage = Stage.DROPS)
  public void onInit(NetworkDraft network) {
    List<Node> nodes = network.nodes();
    Node last = nodes.get(nodes.size() - 1);
    boolean isLinear = last.layer() instanceof Linear;
    if (isLinear) {
      network.insertBefore(last, Chain.of("head_drop", new DropoutLayer(config.rate())));
    }
    network.receipt(new Effect(isLinear ? 1 : 0, 1, "heads: features are dropped before it"));
  }
}
