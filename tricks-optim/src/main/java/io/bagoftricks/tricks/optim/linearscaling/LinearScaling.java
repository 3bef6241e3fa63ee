package io.bagoftricks.tricks.optim.linearscaling;

import io.bagoftricks.api.Effect;
import io.bagoftricks.api.ParamGroups;
import io.bagoftricks.api.ParamGroupsHook;
import io.bagoftricks.api.Slot;
import io.bagoftricks.api.Uses;
import jakarta.inject.Inject;

/**
 * Multiplies the learning rate by the effective batch over a reference batch.
 *
 * <p>Goyal et al. 2017 (arXiv:1706.02677); He et al. 2019 (arXiv:1812.01187), section 3.1.
 */
public final class LinearScaling implements ParamGroupsHook {
  private final LinearScalingConfig config;

  /** Builds the trick from its settings. */
  @Inject
  public LinearScaling(LinearScalingConfig config) {
    this.config = config;
  }

  @Override
  @Uses(adds = Slot.RATE_FACTORS)
  public void onParamGroups(ParamGroups groups) {
    double factor = factor(groups.facts().batchSize(), config.referenceBatch());
    groups.learningRate().multiply(factor);
    int parameters = groups.parameters().size();
    groups.receipt(new Effect(factor == 1 ? 0 : parameters, parameters, "parameters"));
  }

  /** The factor on the learning rate: {@code batchSize / referenceBatch}. */
  public static double factor(int batchSize, int referenceBatch) {
    return (double) batchSize / referenceBatch;
  }
}
