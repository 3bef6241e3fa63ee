package io.bagoftricks.tricks.arch.resnetb;

import com.google.auto.service.AutoService;
import io.bagoftricks.api.Family;
import io.bagoftricks.api.Trick;
import io.bagoftricks.api.TrickCard;
import io.bagoftricks.api.TrickProvider;

/** Registers tweak B. */
@AutoService(TrickProvider.class)
@SuppressWarnings("rawtypes") // ServiceLoader knows no type parameters
@TrickCard(
    id = "resnet-b",
    family = Family.ARCHITECTURE,
    summary = "Moves the stride of a bottleneck from its first 1x1 to its 3x3.",
    paper = "He et al. 2019, Bag of Tricks for Image Classification, 4.2",
    conflictsWith = "xresnet-d")
public final class ResnetBProvider implements TrickProvider<ResnetBConfig> {
  @Override
  public Class<? extends Trick> trick() {
    return ResnetB.class;
  }

  @Override
  public ResnetBConfig defaults() {
    return ResnetBConfig.defaults();
  }
}
