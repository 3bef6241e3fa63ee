package io.bagoftricks.tricks.data.randomcroppadded;

import io.bagoftricks.api.Box;
import io.bagoftricks.api.Filter;
import io.bagoftricks.api.Sample;
import io.bagoftricks.api.SampleHook;
import io.bagoftricks.api.Slot;
import io.bagoftricks.api.Stage;
import io.bagoftricks.api.Uses;
import io.bagoftricks.api.network.Size;
import jakarta.inject.Inject;
import java.util.Locale;

/**
 * Pads an image with zeros on each side and cuts a part of its own size out, anywhere.
 *
 * <p>He et al. 2016 (<i>Deep residual learning</i>, arXiv:1512.03385), section 4.2; torchvision's
 * {@code RandomCrop(size, padding=4)} of images of that size.
 */
public final class RandomCropPadded implements SampleHook {
  private final RandomCropPaddedConfig config;

  /** Builds the trick from its settings. */
  @Inject
  public RandomCropPadded(RandomCropPaddedConfig config) {
    this.config = config;
  }

  @Override
  @Uses(changes = Slot.GEOMETRY, stage = Stage.CROP)
  public void onSample(Sample sample) {
    int places = 2 * config.padding() + 1;
    int down = sample.draws().below(places) - config.padding();
    int right = sample.draws().below(places) - config.padding();
    Size size = sample.size();
    sample.crop(new Box(down, right, size.height(), size.width()), size, Filter.NEAREST);
    sample.note(() -> String.format(Locale.ROOT, "crop from %d, %d", right, down));
  }
}
