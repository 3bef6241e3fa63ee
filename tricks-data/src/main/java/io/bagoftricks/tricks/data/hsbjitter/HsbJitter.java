package io.bagoftricks.tricks.data.hsbjitter;

import io.bagoftricks.api.Pixels;
import io.bagoftricks.api.Sample;
import io.bagoftricks.api.SampleHook;
import io.bagoftricks.api.Slot;
import io.bagoftricks.api.Stage;
import io.bagoftricks.api.Uses;
import io.bagoftricks.api.image.Enhance;
import io.bagoftricks.api.image.Hsb;
import io.bagoftricks.api.random.Draws;
import io.bagoftricks.tricks.data.hsbjitter.HsbJitterConfig.Profile;
import jakarta.inject.Inject;
import java.util.Locale;

/**
 * Scales hue, saturation and brightness of an image by random factors. A factor of hue is a turn by
 * {@code factor - 1} whole turns, as in MXNet's {@code image.random_hue}.
 *
 * <p>He et al. 2019 (arXiv:1812.01187), section 2.1, step 4; in the profile {@code GLUONCV} as its
 * program {@code train_imagenet.py} has it ({@code RandomColorJitter}).
 */
public final class HsbJitter implements SampleHook {
  private static final int KINDS = 3;

  private final HsbJitterConfig config;

  /** Builds the trick from its settings. */
  @Inject
  public HsbJitter(HsbJitterConfig config) {
    this.config = config;
  }

  @Override
  @Uses(changes = Slot.COLOR, stage = Stage.COLOR)
  public void onSample(Sample sample) {
    if (config.profile() == Profile.PAPER) {
      scaleHsb(sample);
      return;
    }
    for (int kind : sample.draws().permutation(KINDS)) {
      enhance(sample, kind);
    }
  }

  private void scaleHsb(Sample sample) {
    double hue = factor(sample.draws());
    double saturation = factor(sample.draws());
    double brightness = factor(sample.draws());
    Hsb.adjust(sample.pixels(), hue - 1, saturation, brightness);
    sample.note(
        () ->
            String.format(
                Locale.ROOT,
                "hue %.2f saturation %.2f brightness %.2f",
                hue,
                saturation,
                brightness));
  }

  private void enhance(Sample sample, int kind) {
    Pixels pixels = sample.pixels();
    double factor = factor(sample.draws());
    switch (kind) {
      case 0 -> Enhance.brightness(pixels, factor);
      case 1 -> Enhance.contrast(pixels, factor);
      default -> Enhance.saturation(pixels, factor);
    }
    sample.note(() -> String.format(Locale.ROOT, "%s %.2f", name(kind), factor));
  }

  private static String name(int kind) {
    return kind == 0 ? "brightness" : kind == 1 ? "contrast" : "saturation";
  }

  private double factor(Draws draws) {
    return draws.uniform(1 - config.strength(), 1 + config.strength());
  }
}
