package io.bagoftricks.engine.internal.model;

import com.google.auto.service.AutoService;
import io.bagoftricks.api.TypeCard;
import io.bagoftricks.api.model.Model;
import io.bagoftricks.api.model.ModelProvider;

/** Registers {@link WideResNet}. */
@AutoService(ModelProvider.class)
@SuppressWarnings("rawtypes") // ServiceLoader knows no type parameters
@TypeCard(
    id = "wide-resnet",
    summary = "ResNet with wider bottlenecks.",
    paper = "Zagoruyko and Komodakis 2016, Wide Residual Networks")
public final class WideResNetProvider implements ModelProvider<WideResNet> {
  @Override
  public WideResNet defaults() {
    return WideResNet.defaults();
  }

  @Override
  public Model make(WideResNet settings) {
    return settings;
  }
}
