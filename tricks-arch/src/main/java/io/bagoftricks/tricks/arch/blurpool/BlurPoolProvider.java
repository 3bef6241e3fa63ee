package io.bagoftricks.tricks.arch.blurpool;

import com.google.auto.service.AutoService;
import io.bagoftricks.api.Family;
import io.bagoftricks.api.Trick;
import io.bagoftricks.api.TrickCard;
import io.bagoftricks.api.TrickProvider;

/** Registers blur pooling. */
@AutoService(TrickProvider.class)
@SuppressWarnings("rawtypes") // ServiceLoader knows no type parameters
@TrickCard(
    id = "blurpool",
    family = Family.ARCHITECTURE,
    summary = "Blurs before strided layers leave values out.",
    paper = "Zhang 2019, Making Convolutional Networks Shift-Invariant Again, 3.2")
public final class BlurPoolProvider implements TrickProvider<BlurPoolConfig> {
  @Override
  public Class<? extends Trick> trick() {
    return BlurPool.class;
  }

  @Override
  public BlurPoolConfig defaults() {
    return BlurPoolConfig.defaults();
  }
}
