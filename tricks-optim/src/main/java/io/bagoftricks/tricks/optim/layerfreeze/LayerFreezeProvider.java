package io.bagoftricks.tricks.optim.layerfreeze;

import com.google.auto.service.AutoService;
import io.bagoftricks.api.Family;
import io.bagoftricks.api.Problems;
import io.bagoftricks.api.RunFacts;
import io.bagoftricks.api.Trick;
import io.bagoftricks.api.TrickCard;
import io.bagoftricks.api.TrickProvider;
import java.util.Locale;

/** Registers layer freezing. */
@AutoService(TrickProvider.class)
@SuppressWarnings("rawtypes") // ServiceLoader knows no type parameters
@TrickCard(
    id = "layer-freeze",
    family = Family.OPTIMIZATION,
    summary = "Keeps layers as they are for a stretch of training.",
    paper = "Brock et al. 2017, FreezeOut: Accelerate Training by Progressively Freezing Layers")
public final class LayerFreezeProvider implements TrickProvider<LayerFreezeConfig> {
  @Override
  public Class<? extends Trick> trick() {
    return LayerFreeze.class;
  }

  @Override
  public LayerFreezeConfig defaults() {
    return LayerFreezeConfig.defaults();
  }

  @Override
  public void check(LayerFreezeConfig config, RunFacts facts, Problems problems) {
    if (config.layers().isEmpty()) {
      problems.error("layers", "is empty: name the layers, such as [\"conv1\", \"layer1\"]");
    }
    long start = config.start().steps(facts);
    long end = Math.min(config.end().steps(facts), facts.totalSteps());
    if (!(start >= 0 && start < end)) {
      problems.error(
          "end",
          String.format(
              Locale.ROOT,
              "is %s, step %d, and start is %s, step %d, but layers must be frozen for a step at least of the %d of the run: change one of them",
              config.end(),
              end,
              config.start(),
              start,
              facts.totalSteps()));
    }
  }
}
