package io.bagoftricks.engine.internal.model;

import com.google.auto.service.AutoService;
import io.bagoftricks.api.TypeCard;
import io.bagoftricks.api.model.Model;
import io.bagoftricks.api.model.ModelProvider;

/** Registers {@link InceptionV3}. */
@AutoService(ModelProvider.class)
@SuppressWarnings("rawtypes") // ServiceLoader knows no type parameters
@TypeCard(
    id = "inception-v3",
    summary = "Inception v3: branches of small convolutions side by side, for images of 299x299.",
    paper = "Szegedy et al. 2016, Rethinking the Inception Architecture for Computer Vision")
public final class InceptionV3Provider implements ModelProvider<InceptionV3> {
  @Override
  public InceptionV3 defaults() {
    return new InceptionV3();
  }

  @Override
  public Model make(InceptionV3 settings) {
    return settings;
  }
}
