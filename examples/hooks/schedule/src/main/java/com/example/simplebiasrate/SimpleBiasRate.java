package com.example.simplebiasrate;

import io.bagoftricks.api.Effect;
import io.bagoftricks.api.ParamGroups;
import io.bagoftricks.api.ParamGroupsHook;
import io.bagoftricks.api.Slot;
import io.bagoftricks.api.Uses;
import io.bagoftricks.api.network.Parameter;
import io.bagoftricks.api.network.Role;
import jakarta.inject.Inject;

/** Multiplies the learning rate of biases. */
public final class SimpleBiasRate implements ParamGroupsHook {
  private final SimpleBiasRateConfig config;

  /** Builds the trick from its settings. */
  @Inject
  public SimpleBiasRate(SimpleBiasRateConfig config) {
    this.config = config;
  }

  @Override
  @Uses(adds = Slot.RATE_FACTORS)
  public void onParamGroups(ParamGroups groups) {
    int found = groups.multiplyLearningRate(SimpleBiasRate::isBias, config.factor());
    groups.receipt(new Effect(found, groups.parameters().size(), "parameters"));
  }

  private static boolean isBias(Parameter parameter) {
    return parameter.role() == Role.BIAS || parameter.role() == Role.BETA;
  }
}
