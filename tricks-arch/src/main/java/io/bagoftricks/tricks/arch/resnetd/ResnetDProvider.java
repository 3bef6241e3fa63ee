package io.bagoftricks.tricks.arch.resnetd;

import com.google.auto.service.AutoService;
import io.bagoftricks.api.Family;
import io.bagoftricks.api.Trick;
import io.bagoftricks.api.TrickCard;
import io.bagoftricks.api.TrickProvider;

/** Registers tweak D. */
@AutoService(TrickProvider.class)
@SuppressWarnings("rawtypes") // ServiceLoader knows no type parameters
@TrickCard(
    id = "resnet-d",
    family = Family.ARCHITECTURE,
    summary = "Averages in the shortcuts that stride, instead of skipping.",
    paper = "He et al. 2019, Bag of Tricks for Image Classification, 4.2",
    conflictsWith = "xresnet-d")
public final class ResnetDProvider implements TrickProvider<ResnetDConfig> {
  @Override
  public Class<? extends Trick> trick() {
    return ResnetD.class;
  }

  @Override
  public ResnetDConfig defaults() {
    return ResnetDConfig.defaults();
  }
}
