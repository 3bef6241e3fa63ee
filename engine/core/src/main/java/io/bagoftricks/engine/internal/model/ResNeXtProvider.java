package io.bagoftricks.engine.internal.model;

import com.google.auto.service.AutoService;
import io.bagoftricks.api.TypeCard;
import io.bagoftricks.api.model.Model;
import io.bagoftricks.api.model.ModelProvider;

/** Registers {@link ResNeXt}. */
@AutoService(ModelProvider.class)
@SuppressWarnings("rawtypes") // ServiceLoader knows no type parameters
@TypeCard(
    id = "resnext",
    summary = "ResNet with bottlenecks of many narrow paths: grouped convolutions.",
    paper = "Xie et al. 2017, Aggregated Residual Transformations for Deep Neural Networks")
public final class ResNeXtProvider implements ModelProvider<ResNeXt> {
  @Override
  public ResNeXt defaults() {
    return ResNeXt.defaults();
  }

  @Override
  public Model make(ResNeXt settings) {
    return settings;
  }
}
