package io.bagoftricks.tricks.optim.gradientcentralization;

import com.google.auto.service.AutoService;
import io.bagoftricks.api.Family;
import io.bagoftricks.api.Trick;
import io.bagoftricks.api.TrickCard;
import io.bagoftricks.api.TrickProvider;

/** Registers gradient centralization. */
@AutoService(TrickProvider.class)
@SuppressWarnings("rawtypes") // ServiceLoader knows no type parameters
@TrickCard(
    id = "gradient-centralization",
    family = Family.OPTIMIZATION,
    summary = "Takes the mean off the gradient of each output's weights.",
    paper = "Yong et al. 2020, Gradient Centralization: A New Optimization Technique")
public final class GradientCentralizationProvider
    implements TrickProvider<GradientCentralizationConfig> {
  @Override
  public Class<? extends Trick> trick() {
    return GradientCentralization.class;
  }

  @Override
  public GradientCentralizationConfig defaults() {
    return GradientCentralizationConfig.defaults();
  }
}
