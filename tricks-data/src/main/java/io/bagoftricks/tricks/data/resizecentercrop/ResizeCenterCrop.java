package io.bagoftricks.tricks.data.resizecentercrop;

import io.bagoftricks.api.Box;
import io.bagoftricks.api.EvaluateHook;
import io.bagoftricks.api.Evaluation;
import io.bagoftricks.api.Sample;
import io.bagoftricks.api.Slot;
import io.bagoftricks.api.Uses;
import io.bagoftricks.api.network.Size;
import jakarta.inject.Inject;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Resizes an image that is evaluated so that its shorter side is the input's divided by {@code
 * cropPct}, keeping its aspect, and cuts the center out.
 *
 * <p>He et al. 2019 (arXiv:1812.01187), section 2.1; sizes and center as in torchvision's {@code
 * Resize} and {@code CenterCrop}, the side from {@code crop_pct} as in timm.
 */
public final class ResizeCenterCrop implements EvaluateHook {
  private static final int COLUMNS = 3;

  private final ResizeCenterCropConfig config;

  /** Builds the trick from its settings. */
  @Inject
  public ResizeCenterCrop(ResizeCenterCropConfig config) {
    this.config = config;
  }

  @Override
  @Uses(replaces = Slot.EVALUATED_SAMPLE, adds = Slot.EVALUATED_VIEWS)
  public void onEvaluate(Evaluation evaluation) {
    evaluation.prepare(this::prepare);
    if (config.testTimeFlip()) {
      evaluation.addView(ResizeCenterCrop::mirrored);
    }
  }

  private void prepare(Sample sample) {
    Size image = sample.size();
    Size target = sample.target();
    Size resized = resized(image, target, config.cropPct());
    sample.crop(
        new Box(0, 0, image.height(), image.width()), resized, config.interpolation().filter());
    sample.crop(center(resized, target), target, config.interpolation().filter());
  }

  /** The size that an image gets before its center is cut out. */
  static Size resized(Size image, Size target, double cropPct) {
    int height = (int) Math.floor(target.height() / cropPct);
    int width = (int) Math.floor(target.width() / cropPct);
    // The side that needs the larger factor fits exactly; the other follows, rounded down.
    if ((long) image.height() * width >= (long) image.width() * height) {
      return new Size((int) ((long) width * image.height() / image.width()), width);
    }
    return new Size(height, (int) ((long) height * image.width() / image.height()));
  }

  /** The part of the target's size around the center. */
  static Box center(Size resized, Size target) {
    return new Box(
        Math.rint((resized.height() - target.height()) / 2.0),
        Math.rint((resized.width() - target.width()) / 2.0),
        target.height(),
        target.width());
  }

  private static INDArray mirrored(INDArray inputs) {
    INDArray mirrored = inputs.ulike();
    long columns = inputs.size(COLUMNS);
    for (long i = 0; i < columns; i++) {
      mirrored.slice(i, COLUMNS).assign(inputs.slice(columns - 1 - i, COLUMNS));
    }
    return mirrored;
  }
}
