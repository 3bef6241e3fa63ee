package io.bagoftricks.tricks.data.randomerasing;

import com.google.auto.service.AutoService;
import io.bagoftricks.api.Family;
import io.bagoftricks.api.Problems;
import io.bagoftricks.api.RunFacts;
import io.bagoftricks.api.Trick;
import io.bagoftricks.api.TrickCard;
import io.bagoftricks.api.TrickProvider;

/** Registers random erasing. */
@AutoService(TrickProvider.class)
@SuppressWarnings("rawtypes") // ServiceLoader knows no type parameters
@TrickCard(
    id = "random-erasing",
    family = Family.DATA,
    summary = "Hides a random rectangle of some images.",
    paper = "Zhong et al. 2020, Random Erasing Data Augmentation")
public final class RandomErasingProvider implements TrickProvider<RandomErasingConfig> {
  @Override
  public Class<? extends Trick> trick() {
    return RandomErasing.class;
  }

  @Override
  public RandomErasingConfig defaults() {
    return RandomErasingConfig.defaults();
  }

  @Override
  public void check(RandomErasingConfig config, RunFacts facts, Problems problems) {
    if (config.probability() == 0) {
      problems.note("probability", "is 0: nothing is hidden");
    }
  }
}
