package io.bagoftricks.tricks.optim.layerfreeze;

import io.bagoftricks.api.Effect;
import io.bagoftricks.api.ParamGroups;
import io.bagoftricks.api.ParamGroupsHook;
import io.bagoftricks.api.Slot;
import io.bagoftricks.api.Uses;
import io.bagoftricks.api.network.Parameter;
import jakarta.inject.Inject;

/**
 * Keeps layers as they are for a stretch of training, and saves their backward pass.
 *
 * <p>As Brock et al. 2017 (arXiv:1706.04983) do with layers at the end of their training, without
 * their schedules of rates; at the beginning, as fine-tuning does.
 */
public final class LayerFreeze implements ParamGroupsHook {
  private final LayerFreezeConfig config;

  /** Builds the trick from its settings. */
  @Inject
  public LayerFreeze(LayerFreezeConfig config) {
    this.config = config;
  }

  @Override
  @Uses(adds = Slot.RATE_FACTORS)
  public void onParamGroups(ParamGroups groups) {
    for (int i = 0; i < config.layers().size(); i++) {
      String layer = config.layers().get(i);
      int frozen = groups.freeze(Parameter.below(layer), config.start(), config.end());
      if (frozen == 0) {
        groups
            .problems()
            .unknown(
                "layers[" + i + "]",
                layer,
                "layer or parameter that is trained",
                Parameter.namesLike(layer, groups.parameters()));
      }
      groups.receipt(new Effect(frozen, groups.parameters().size(), "parameters (" + layer + ")"));
    }
  }
}
