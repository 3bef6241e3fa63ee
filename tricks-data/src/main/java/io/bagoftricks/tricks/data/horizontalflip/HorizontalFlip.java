package io.bagoftricks.tricks.data.horizontalflip;

import io.bagoftricks.api.Sample;
import io.bagoftricks.api.SampleHook;
import io.bagoftricks.api.Slot;
import io.bagoftricks.api.Stage;
import io.bagoftricks.api.Uses;
import jakarta.inject.Inject;

/**
 * Mirrors a training image left to right with a probability.
 *
 * <p>He et al. 2019 (arXiv:1812.01187), section 2.1, step 3.
 */
public final class HorizontalFlip implements SampleHook {
  private final HorizontalFlipConfig config;

  /** Builds the trick from its settings. */
  @Inject
  public HorizontalFlip(HorizontalFlipConfig config) {
    this.config = config;
  }

  @Override
  @Uses(changes = Slot.GEOMETRY, stage = Stage.FLIP)
  public void onSample(Sample sample) {
    if (sample.draws().chance(config.probability())) {
      sample.flipHorizontally();
      sample.note(() -> "mirrored");
    }
  }
}
