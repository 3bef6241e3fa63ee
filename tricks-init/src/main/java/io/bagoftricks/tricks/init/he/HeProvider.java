package io.bagoftricks.tricks.init.he;

import com.google.auto.service.AutoService;
import io.bagoftricks.api.Family;
import io.bagoftricks.api.Trick;
import io.bagoftricks.api.TrickCard;
import io.bagoftricks.api.TrickProvider;

/** Registers He's initialization. */
@AutoService(TrickProvider.class)
@SuppressWarnings("rawtypes") // ServiceLoader knows no type parameters
@TrickCard(
    id = "he",
    family = Family.INITIALIZATION,
    summary = "Fills weights with the variance that ReLU keeps: 2 / fan.",
    paper = "He et al. 2015, Delving Deep into Rectifiers, 2.2")
public final class HeProvider implements TrickProvider<HeConfig> {
  @Override
  public Class<? extends Trick> trick() {
    return He.class;
  }

  @Override
  public HeConfig defaults() {
    return HeConfig.defaults();
  }
}
