package io.bagoftricks.tricks.data.resizecentercrop;

import com.google.auto.service.AutoService;
import io.bagoftricks.api.Family;
import io.bagoftricks.api.Trick;
import io.bagoftricks.api.TrickCard;
import io.bagoftricks.api.TrickProvider;

/** Registers preparation for evaluation. */
@AutoService(TrickProvider.class)
@SuppressWarnings("rawtypes") // ServiceLoader knows no type parameters
@TrickCard(
    id = "resize-center-crop",
    family = Family.DATA,
    summary = "Prepares evaluated images: shorter side resized, center cut out.",
    paper = "He et al. 2019, Bag of Tricks for Image Classification, 2.1")
public final class ResizeCenterCropProvider implements TrickProvider<ResizeCenterCropConfig> {
  @Override
  public Class<? extends Trick> trick() {
    return ResizeCenterCrop.class;
  }

  @Override
  public ResizeCenterCropConfig defaults() {
    return ResizeCenterCropConfig.defaults();
  }
}
