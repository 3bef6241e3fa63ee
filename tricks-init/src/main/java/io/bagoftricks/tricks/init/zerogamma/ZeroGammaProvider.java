package io.bagoftricks.tricks.init.zerogamma;

import com.google.auto.service.AutoService;
import io.bagoftricks.api.Family;
import io.bagoftricks.api.Trick;
import io.bagoftricks.api.TrickCard;
import io.bagoftricks.api.TrickProvider;

/** Registers zero gamma. */
@AutoService(TrickProvider.class)
@SuppressWarnings("rawtypes") // ServiceLoader knows no type parameters
@TrickCard(
    id = "zero-gamma",
    family = Family.INITIALIZATION,
    summary = "Starts every residual block as the identity: its last batch norm scales by zero.",
    paper = "Goyal et al. 2017, Accurate, Large Minibatch SGD, 5.1; He et al. 2019, 3.1")
public final class ZeroGammaProvider implements TrickProvider<ZeroGammaConfig> {
  @Override
  public Class<? extends Trick> trick() {
    return ZeroGamma.class;
  }

  @Override
  public ZeroGammaConfig defaults() {
    return ZeroGammaConfig.defaults();
  }
}
