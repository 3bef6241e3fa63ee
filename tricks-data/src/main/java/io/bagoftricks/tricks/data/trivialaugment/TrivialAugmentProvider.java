package io.bagoftricks.tricks.data.trivialaugment;

import com.google.auto.service.AutoService;
import io.bagoftricks.api.Family;
import io.bagoftricks.api.Trick;
import io.bagoftricks.api.TrickCard;
import io.bagoftricks.api.TrickProvider;

/** Registers TrivialAugment. */
@AutoService(TrickProvider.class)
@SuppressWarnings("rawtypes") // ServiceLoader knows no type parameters
@TrickCard(
    id = "trivial-augment",
    family = Family.DATA,
    summary = "Applies one random operation of a random magnitude to each image.",
    paper = "Müller and Hutter 2021, TrivialAugment")
public final class TrivialAugmentProvider implements TrickProvider<TrivialAugmentConfig> {
  @Override
  public Class<? extends Trick> trick() {
    return TrivialAugment.class;
  }

  @Override
  public TrivialAugmentConfig defaults() {
    return TrivialAugmentConfig.defaults();
  }
}
