package io.bagoftricks.tricks.arch.squeezeexcitation;

import com.google.auto.service.AutoService;
import io.bagoftricks.api.Family;
import io.bagoftricks.api.Trick;
import io.bagoftricks.api.TrickCard;
import io.bagoftricks.api.TrickProvider;

/** Registers squeeze and excitation. */
@AutoService(TrickProvider.class)
@SuppressWarnings("rawtypes") // ServiceLoader knows no type parameters
@TrickCard(
    id = "squeeze-excitation",
    family = Family.ARCHITECTURE,
    summary = "Lets residual branches weigh their channels by what they see.",
    paper = "Hu et al. 2018, Squeeze-and-Excitation Networks, 3")
public final class SqueezeExcitationProvider implements TrickProvider<SqueezeExcitationConfig> {
  @Override
  public Class<? extends Trick> trick() {
    return SqueezeExcitation.class;
  }

  @Override
  public SqueezeExcitationConfig defaults() {
    return SqueezeExcitationConfig.defaults();
  }
}
