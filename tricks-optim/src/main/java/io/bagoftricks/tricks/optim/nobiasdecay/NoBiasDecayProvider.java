package io.bagoftricks.tricks.optim.nobiasdecay;

import com.google.auto.service.AutoService;
import io.bagoftricks.api.Family;
import io.bagoftricks.api.Trick;
import io.bagoftricks.api.TrickCard;
import io.bagoftricks.api.TrickProvider;

/** Registers no bias decay. */
@AutoService(TrickProvider.class)
@SuppressWarnings("rawtypes") // ServiceLoader knows no type parameters
@TrickCard(
    id = "no-bias-decay",
    family = Family.OPTIMIZATION,
    summary = "Decays only the weights of convolutions and linear layers.",
    paper = "Jia et al. 2018, Highly Scalable Deep Learning Training System; He et al. 2019, 3.1")
public final class NoBiasDecayProvider implements TrickProvider<NoBiasDecayConfig> {
  @Override
  public Class<? extends Trick> trick() {
    return NoBiasDecay.class;
  }

  @Override
  public NoBiasDecayConfig defaults() {
    return NoBiasDecayConfig.defaults();
  }
}
