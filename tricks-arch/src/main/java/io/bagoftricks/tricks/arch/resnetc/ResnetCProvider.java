package io.bagoftricks.tricks.arch.resnetc;

import com.google.auto.service.AutoService;
import io.bagoftricks.api.Family;
import io.bagoftricks.api.Trick;
import io.bagoftricks.api.TrickCard;
import io.bagoftricks.api.TrickProvider;

/** Registers tweak C. */
@AutoService(TrickProvider.class)
@SuppressWarnings("rawtypes") // ServiceLoader knows no type parameters
@TrickCard(
    id = "resnet-c",
    family = Family.ARCHITECTURE,
    summary = "Puts three 3x3 convolutions in the place of the stem's 7x7.",
    paper = "He et al. 2019, Bag of Tricks for Image Classification, 4.2",
    conflictsWith = "xresnet-d")
public final class ResnetCProvider implements TrickProvider<ResnetCConfig> {
  @Override
  public Class<? extends Trick> trick() {
    return ResnetC.class;
  }

  @Override
  public ResnetCConfig defaults() {
    return ResnetCConfig.defaults();
  }
}
