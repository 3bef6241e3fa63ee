package io.bagoftricks.tricks.optim.gradientclip;

import com.google.auto.service.AutoService;
import io.bagoftricks.api.Family;
import io.bagoftricks.api.Slot;
import io.bagoftricks.api.Trick;
import io.bagoftricks.api.TrickCard;
import io.bagoftricks.api.TrickProvider;

/** Registers gradient clipping. */
@AutoService(TrickProvider.class)
@SuppressWarnings("rawtypes") // ServiceLoader knows no type parameters
@TrickCard(
    id = "gradient-clip",
    family = Family.OPTIMIZATION,
    summary = "Limits the norm of the gradients, or each of their elements.",
    paper = "Pascanu, Mikolov and Bengio 2013, On the difficulty of training recurrent networks",
    lastOf = Slot.GRADIENTS)
public final class GradientClipProvider implements TrickProvider<GradientClipConfig> {
  @Override
  public Class<? extends Trick> trick() {
    return GradientClip.class;
  }

  @Override
  public GradientClipConfig defaults() {
    return GradientClipConfig.defaults();
  }
}
