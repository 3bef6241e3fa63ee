package io.bagoftricks.engine.internal.model;

import com.google.auto.service.AutoService;
import io.bagoftricks.api.TypeCard;
import io.bagoftricks.api.model.Model;
import io.bagoftricks.api.model.ModelProvider;

/** Registers {@link CifarWideResNet}. */
@AutoService(ModelProvider.class)
@SuppressWarnings("rawtypes") // ServiceLoader knows no type parameters
@TypeCard(
    id = "cifar-wide-resnet",
    summary = "Wide ResNet for small images, such as WRN-28-10: norms before convolutions.",
    paper = "Zagoruyko and Komodakis 2016, Wide Residual Networks")
public final class CifarWideResNetProvider implements ModelProvider<CifarWideResNet> {
  @Override
  public CifarWideResNet defaults() {
    return CifarWideResNet.defaults();
  }

  @Override
  public Model make(CifarWideResNet settings) {
    return settings;
  }
}
