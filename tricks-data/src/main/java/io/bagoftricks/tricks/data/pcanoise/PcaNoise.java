package io.bagoftricks.tricks.data.pcanoise;

import io.bagoftricks.api.Sample;
import io.bagoftricks.api.SampleHook;
import io.bagoftricks.api.Slot;
import io.bagoftricks.api.Stage;
import io.bagoftricks.api.Uses;
import io.bagoftricks.api.image.Lighting;
import io.bagoftricks.api.image.Rgb;
import io.bagoftricks.api.random.Draws;
import jakarta.inject.Inject;
import java.util.Locale;

/**
 * Adds one color to all pixels of an image: the principal components of the colors of ImageNet,
 * each with a normal coefficient.
 *
 * <p>He et al. 2019 (arXiv:1812.01187), section 2.1, step 5; Krizhevsky et al. 2012, section 4.1.
 */
public final class PcaNoise implements SampleHook {
  private final PcaNoiseConfig config;

  /** Builds the trick from its settings. */
  @Inject
  public PcaNoise(PcaNoiseConfig config) {
    this.config = config;
  }

  @Override
  @Uses(adds = Slot.COLOR, stage = Stage.LIGHTING)
  public void onSample(Sample sample) {
    double deviation = config.standardDeviation();
    Draws draws = sample.draws();
    Rgb shift =
        Lighting.shift(
            deviation * draws.normal(), deviation * draws.normal(), deviation * draws.normal());
    Lighting.add(sample.pixels(), shift);
    sample.note(
        () ->
            String.format(
                Locale.ROOT, "shift %+.1f %+.1f %+.1f", shift.red(), shift.green(), shift.blue()));
  }
}
