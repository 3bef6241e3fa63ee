package io.bagoftricks.tricks.arch.xresnetd;

import com.google.auto.service.AutoService;
import io.bagoftricks.api.Family;
import io.bagoftricks.api.Trick;
import io.bagoftricks.api.TrickCard;
import io.bagoftricks.api.TrickProvider;

/** Registers the ResNet tweaks. */
@AutoService(TrickProvider.class)
@SuppressWarnings("rawtypes") // ServiceLoader knows no type parameters
@TrickCard(
    id = "xresnet-d",
    family = Family.ARCHITECTURE,
    summary = "Rebuilds a ResNet as ResNet-B, -C or -D.",
    paper = "He et al. 2019, Bag of Tricks for Image Classification, 4.2")
public final class XresnetDProvider implements TrickProvider<XresnetDConfig> {
  @Override
  public Class<? extends Trick> trick() {
    return XresnetD.class;
  }

  @Override
  public XresnetDConfig defaults() {
    return XresnetDConfig.defaults();
  }
}
