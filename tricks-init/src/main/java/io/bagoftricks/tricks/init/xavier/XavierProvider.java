package io.bagoftricks.tricks.init.xavier;

import com.google.auto.service.AutoService;
import io.bagoftricks.api.Family;
import io.bagoftricks.api.Trick;
import io.bagoftricks.api.TrickCard;
import io.bagoftricks.api.TrickProvider;

/** Registers Xavier initialization. */
@AutoService(TrickProvider.class)
@SuppressWarnings("rawtypes") // ServiceLoader knows no type parameters
@TrickCard(
    id = "xavier",
    family = Family.INITIALIZATION,
    summary = "Fills weights with the variance 2 / (fan in + fan out): the paper's baseline.",
    paper =
        "Glorot and Bengio 2010, Understanding the Difficulty of Training Deep Feedforward Neural Networks, 4.2.1; He et al. 2019, 2.1")
public final class XavierProvider implements TrickProvider<XavierConfig> {
  @Override
  public Class<? extends Trick> trick() {
    return Xavier.class;
  }

  @Override
  public XavierConfig defaults() {
    return XavierConfig.defaults();
  }
}
