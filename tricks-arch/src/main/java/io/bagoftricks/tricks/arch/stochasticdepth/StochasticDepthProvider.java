package io.bagoftricks.tricks.arch.stochasticdepth;

import com.google.auto.service.AutoService;
import io.bagoftricks.api.Family;
import io.bagoftricks.api.Trick;
import io.bagoftricks.api.TrickCard;
import io.bagoftricks.api.TrickProvider;

/** Registers stochastic depth. */
@AutoService(TrickProvider.class)
@SuppressWarnings("rawtypes") // ServiceLoader knows no type parameters
@TrickCard(
    id = "stochastic-depth",
    family = Family.ARCHITECTURE,
    summary = "Drops residual branches at random, the deeper the likelier.",
    paper = "Huang et al. 2016, Deep Networks with Stochastic Depth")
public final class StochasticDepthProvider implements TrickProvider<StochasticDepthConfig> {
  @Override
  public Class<? extends Trick> trick() {
    return StochasticDepth.class;
  }

  @Override
  public StochasticDepthConfig defaults() {
    return StochasticDepthConfig.defaults();
  }
}
