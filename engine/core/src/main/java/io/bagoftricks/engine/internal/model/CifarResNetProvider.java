package io.bagoftricks.engine.internal.model;

import com.google.auto.service.AutoService;
import io.bagoftricks.api.TypeCard;
import io.bagoftricks.api.model.Model;
import io.bagoftricks.api.model.ModelProvider;

/** Registers {@link CifarResNet}. */
@AutoService(ModelProvider.class)
@SuppressWarnings("rawtypes") // ServiceLoader knows no type parameters
@TypeCard(
    id = "cifar-resnet",
    summary = "ResNet for small images: a 3x3 stem and three stages of basic blocks.",
    paper = "He et al. 2016, Deep Residual Learning for Image Recognition, section 4.2")
public final class CifarResNetProvider implements ModelProvider<CifarResNet> {
  @Override
  public CifarResNet defaults() {
    return CifarResNet.defaults();
  }

  @Override
  public Model make(CifarResNet settings) {
    return settings;
  }
}
