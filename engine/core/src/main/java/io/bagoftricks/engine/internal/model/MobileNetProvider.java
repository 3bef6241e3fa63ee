package io.bagoftricks.engine.internal.model;

import com.google.auto.service.AutoService;
import io.bagoftricks.api.TypeCard;
import io.bagoftricks.api.model.Model;
import io.bagoftricks.api.model.ModelProvider;

/** Registers {@link MobileNet}. */
@AutoService(ModelProvider.class)
@SuppressWarnings("rawtypes") // ServiceLoader knows no type parameters
@TypeCard(
    id = "mobilenet",
    summary = "MobileNet v1: depthwise and pointwise convolutions instead of dense ones.",
    paper =
        "Howard et al. 2017, MobileNets: Efficient Convolutional Neural Networks for Mobile Vision Applications")
public final class MobileNetProvider implements ModelProvider<MobileNet> {
  @Override
  public MobileNet defaults() {
    return MobileNet.defaults();
  }

  @Override
  public Model make(MobileNet settings) {
    return settings;
  }
}
