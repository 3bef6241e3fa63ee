package io.bagoftricks.tricks.arch.weightstandardization;

import com.google.auto.service.AutoService;
import io.bagoftricks.api.Family;
import io.bagoftricks.api.Trick;
import io.bagoftricks.api.TrickCard;
import io.bagoftricks.api.TrickProvider;

/** Registers weight standardization. */
@AutoService(TrickProvider.class)
@SuppressWarnings("rawtypes") // ServiceLoader knows no type parameters
@TrickCard(
    id = "weight-standardization",
    family = Family.ARCHITECTURE,
    summary = "Lets convolutions compute with weights of mean 0 and variance 1 in each channel.",
    paper =
        "Qiao et al. 2019, Micro-Batch Training with Batch-Channel Normalization and Weight Standardization, 3")
public final class WeightStandardizationProvider
    implements TrickProvider<WeightStandardizationConfig> {
  @Override
  public Class<? extends Trick> trick() {
    return WeightStandardization.class;
  }

  @Override
  public WeightStandardizationConfig defaults() {
    return WeightStandardizationConfig.defaults();
  }
}
