package io.bagoftricks.tricks.optim.nobiasdecay;

import io.bagoftricks.api.Effect;
import io.bagoftricks.api.ParamGroups;
import io.bagoftricks.api.ParamGroupsHook;
import io.bagoftricks.api.Slot;
import io.bagoftricks.api.Uses;
import io.bagoftricks.api.network.Role;
import jakarta.inject.Inject;

/**
 * Takes weight decay off everything but the weights of convolutions and linear layers.
 *
 * <p>Jia et al. 2018 (arXiv:1807.11205); He et al. 2019 (arXiv:1812.01187), section 3.1.
 */
public final class NoBiasDecay implements ParamGroupsHook {
  /** Builds the trick; it has no settings. */
  @Inject
  public NoBiasDecay() {}

  @Override
  @Uses(adds = Slot.DECAY_FACTORS)
  public void onParamGroups(ParamGroups groups) {
    int touched = groups.multiplyWeightDecay(p -> p.role() != Role.WEIGHT, 0);
    groups.receipt(new Effect(touched, groups.parameters().size(), "parameters without decay"));
  }
}
