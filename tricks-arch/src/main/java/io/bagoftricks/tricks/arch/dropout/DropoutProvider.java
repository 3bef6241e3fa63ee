package io.bagoftricks.tricks.arch.dropout;

import com.google.auto.service.AutoService;
import io.bagoftricks.api.Family;
import io.bagoftricks.api.Trick;
import io.bagoftricks.api.TrickCard;
import io.bagoftricks.api.TrickProvider;

/** Registers dropout. */
@AutoService(TrickProvider.class)
@SuppressWarnings("rawtypes") // ServiceLoader knows no type parameters
@TrickCard(
    id = "dropout",
    family = Family.ARCHITECTURE,
    summary = "Drops features before the classifier at random.",
    paper =
        "Srivastava et al. 2014, Dropout: A Simple Way to Prevent Neural Networks from Overfitting")
public final class DropoutProvider implements TrickProvider<DropoutConfig> {
  @Override
  public Class<? extends Trick> trick() {
    return Dropout.class;
  }

  @Override
  public DropoutConfig defaults() {
    return DropoutConfig.defaults();
  }
}
