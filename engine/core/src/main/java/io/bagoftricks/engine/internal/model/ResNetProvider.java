package io.bagoftricks.engine.internal.model;

import com.google.auto.service.AutoService;
import io.bagoftricks.api.TypeCard;
import io.bagoftricks.api.model.Model;
import io.bagoftricks.api.model.ModelProvider;

/** Registers {@link ResNet}. */
@AutoService(ModelProvider.class)
@SuppressWarnings("rawtypes") // ServiceLoader knows no type parameters
@TypeCard(
    id = "resnet",
    summary = "The paper's ResNet for images of 224x224, in its baseline form.",
    paper = "He et al. 2016, Deep Residual Learning for Image Recognition")
public final class ResNetProvider implements ModelProvider<ResNet> {
  @Override
  public ResNet defaults() {
    return ResNet.defaults();
  }

  @Override
  public Model make(ResNet settings) {
    return settings;
  }
}
