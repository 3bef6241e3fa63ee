package io.bagoftricks.tricks.data.progressiveresizing;

import com.google.auto.service.AutoService;
import io.bagoftricks.api.Family;
import io.bagoftricks.api.Trick;
import io.bagoftricks.api.TrickCard;
import io.bagoftricks.api.TrickProvider;

/** Registers progressive resizing. */
@AutoService(TrickProvider.class)
@SuppressWarnings("rawtypes") // ServiceLoader knows no type parameters
@TrickCard(
    id = "progressive-resizing",
    family = Family.DATA,
    summary = "Trains on small images first, on larger ones later.",
    paper = "Howard 2018, DAWNBench entry of fast.ai")
public final class ProgressiveResizingProvider implements TrickProvider<ProgressiveResizingConfig> {
  @Override
  public Class<? extends Trick> trick() {
    return ProgressiveResizing.class;
  }

  @Override
  public ProgressiveResizingConfig defaults() {
    return ProgressiveResizingConfig.defaults();
  }
}
