package io.bagoftricks.tricks.data.autoaugment;

import io.bagoftricks.api.Sample;
import io.bagoftricks.api.SampleHook;
import io.bagoftricks.api.Slot;
import io.bagoftricks.api.Stage;
import io.bagoftricks.api.Uses;
import io.bagoftricks.api.random.Draws;
import io.bagoftricks.tricks.data.Magnitudes;
import io.bagoftricks.tricks.data.WarpStyle;
import io.bagoftricks.tricks.data.autoaugment.Policy.Pair;
import io.bagoftricks.tricks.data.autoaugment.Policy.Part;
import jakarta.inject.Inject;

/**
 * Draws one of 25 pairs of operations; each of the two acts with its own probability, with its own
 * magnitude and a drawn sign.
 *
 * <p>Cubuk et al. 2019 (arXiv:1805.09501); ranges of torchvision's {@code AutoAugment}.
 */
public final class AutoAugment implements SampleHook {
  private static final double LARGEST = 9;

  private final AutoAugmentConfig config;

  /** Builds the trick from its settings. */
  @Inject
  public AutoAugment(AutoAugmentConfig config) {
    this.config = config;
  }

  @Override
  @Uses(
      changes = {Slot.GEOMETRY, Slot.COLOR},
      stage = Stage.POLICY)
  public void onSample(Sample sample) {
    Pair pair = config.policy().pairs().get(sample.draws().below(config.policy().pairs().size()));
    apply(pair.first(), sample);
    apply(pair.second(), sample);
  }

  private static void apply(Part part, Sample sample) {
    Draws draws = sample.draws();
    if (draws.chance(part.probability())) {
      double level = part.magnitude() / LARGEST;
      double argument = Magnitudes.STANDARD.draw(part.operation(), level, sample.size(), draws);
      part.operation().apply(sample, argument, WarpStyle.TORCHVISION);
    }
  }
}
