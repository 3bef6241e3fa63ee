package io.bagoftricks.tricks.init.msraprelu;

import com.google.auto.service.AutoService;
import io.bagoftricks.api.Family;
import io.bagoftricks.api.Trick;
import io.bagoftricks.api.TrickCard;
import io.bagoftricks.api.TrickProvider;

/** Registers MXNet's MSRAPrelu. */
@AutoService(TrickProvider.class)
@SuppressWarnings("rawtypes") // ServiceLoader knows no type parameters
@TrickCard(
    id = "msra-prelu",
    family = Family.INITIALIZATION,
    summary = "Fills weights as GluonCV trains ResNets: MXNet's MSRAPrelu.",
    paper = "He et al. 2015, Delving Deep into Rectifiers, 2.2; GluonCV, train_imagenet.py")
public final class MsraPreluProvider implements TrickProvider<MsraPreluConfig> {
  @Override
  public Class<? extends Trick> trick() {
    return MsraPrelu.class;
  }

  @Override
  public MsraPreluConfig defaults() {
    return MsraPreluConfig.defaults();
  }
}
