package com.example.simplebrightness;

import io.bagoftricks.api.Pixels;
import io.bagoftricks.api.Sample;
import io.bagoftricks.api.SampleHook;
import io.bagoftricks.api.Slot;
import io.bagoftricks.api.Stage;
import io.bagoftricks.api.Uses;
import jakarta.inject.Inject;
import java.util.Locale;

/** Multiplies all pixels of an image by a factor that is drawn for it. */
public final class SimpleBrightness implements SampleHook {
  private final SimpleBrightnessConfig config;

  /** Builds the trick from its settings. */
  @Inject
  public SimpleBrightness(SimpleBrightnessConfig config) {
    this.config = config;
  }

  @Override
  @Uses(changes = Slot.COLOR, stage = Stage.COLOR)
  public void onSample(Sample sample) {
    double factor = sample.draws().uniform(1 - config.strength(), 1 + config.strength());
    Pixels pixels = sample.pixels();
    for (int channel = 0; channel < pixels.channels(); channel++) {
      float[] plane = pixels.plane(channel);
      for (int i = 0; i < plane.length; i++) {
        plane[i] *= (float) factor;
      }
    }
    sample.note(() -> String.format(Locale.ROOT, "brightness %.2f", factor));
  }
}
