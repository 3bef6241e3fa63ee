package io.bagoftricks.tricks.data.randaugment;

import io.bagoftricks.api.RunFacts;
import io.bagoftricks.api.Sample;
import io.bagoftricks.api.SampleHook;
import io.bagoftricks.api.Slot;
import io.bagoftricks.api.Stage;
import io.bagoftricks.api.Uses;
import io.bagoftricks.api.random.Draws;
import io.bagoftricks.tricks.data.Magnitudes;
import io.bagoftricks.tricks.data.Operation;
import io.bagoftricks.tricks.data.WarpStyle;
import io.bagoftricks.tricks.data.randaugment.RandAugmentConfig.Profile;
import jakarta.inject.Inject;
import java.util.List;

/**
 * Applies operations that are drawn evenly from a list, one after another, each with the same
 * magnitude and a drawn sign.
 *
 * <p>Cubuk et al. 2020 (arXiv:1909.13719), section 3; ranges of torchvision's {@code RandAugment},
 * whose largest magnitude is 30 where the paper's is 10; in the profile {@code TIMM} those of
 * timm's {@code rand-m9-mstd0.5-inc1}.
 */
public final class RandAugment implements SampleHook {
  private static final double CHANCE_OF_TIMM = 0.5;

  private final RandAugmentConfig config;
  private final boolean timm;
  private final List<Operation> operations;
  private final Magnitudes magnitudes;
  private final WarpStyle style;

  /** Builds the trick from its settings and the normalization of the run. */
  @Inject
  public RandAugment(RandAugmentConfig config, RunFacts facts) {
    this.config = config;
    this.timm = config.profile() == Profile.TIMM;
    this.operations = timm ? Operation.FIFTEEN_OF_TIMM : Operation.FOURTEEN;
    this.magnitudes = timm ? Magnitudes.TIMM : Magnitudes.STANDARD;
    this.style = timm ? WarpStyle.timm(facts) : WarpStyle.TORCHVISION;
  }

  @Override
  @Uses(
      changes = {Slot.GEOMETRY, Slot.COLOR},
      stage = Stage.POLICY)
  public void onSample(Sample sample) {
    Draws draws = sample.draws();
    for (int i = 0; i < config.operations(); i++) {
      Operation operation = operations.get(draws.below(operations.size()));
      if (!timm || draws.chance(CHANCE_OF_TIMM)) {
        double level = level(draws);
        double argument = magnitudes.draw(operation, level, sample.size(), draws);
        operation.apply(sample, argument, style);
      }
    }
  }

  private double level(Draws draws) {
    double largest = config.profile().largest();
    if (config.magnitudeDeviation() == 0) {
      return config.magnitude() / largest;
    }
    double drawn = config.magnitude() + config.magnitudeDeviation() * draws.normal();
    return Math.max(0, Math.min(largest, drawn)) / largest;
  }
}
