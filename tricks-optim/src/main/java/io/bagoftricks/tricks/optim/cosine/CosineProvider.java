package io.bagoftricks.tricks.optim.cosine;

import com.google.auto.service.AutoService;
import io.bagoftricks.api.Family;
import io.bagoftricks.api.Trick;
import io.bagoftricks.api.TrickCard;
import io.bagoftricks.api.TrickProvider;

/** Registers the cosine decay. */
@AutoService(TrickProvider.class)
@SuppressWarnings("rawtypes") // ServiceLoader knows no type parameters
@TrickCard(
    id = "cosine",
    family = Family.OPTIMIZATION,
    summary = "Lowers the learning rate along half a cosine to zero.",
    paper = "Loshchilov and Hutter 2017, SGDR; He et al. 2019, 5.1")
public final class CosineProvider implements TrickProvider<CosineConfig> {
  @Override
  public Class<? extends Trick> trick() {
    return Cosine.class;
  }

  @Override
  public CosineConfig defaults() {
    return CosineConfig.defaults();
  }
}
