package io.bagoftricks.tricks.data.randomresizedcrop;

import io.bagoftricks.api.Box;
import io.bagoftricks.api.Sample;
import io.bagoftricks.api.SampleHook;
import io.bagoftricks.api.Slot;
import io.bagoftricks.api.Stage;
import io.bagoftricks.api.Uses;
import io.bagoftricks.api.network.Size;
import io.bagoftricks.api.random.Draws;
import io.bagoftricks.tricks.data.randomresizedcrop.RandomResizedCropConfig.Profile;
import jakarta.inject.Inject;
import java.util.Locale;

/**
 * Cuts out a part of random area and aspect and resizes it to what the network receives. Ten draws
 * are tried; if none fits into the image, its center is taken.
 *
 * <p>He et al. 2019 (arXiv:1812.01187), section 2.1, step 2. Rounding and the center as in
 * torchvision's {@code RandomResizedCrop.get_params}; in the profile {@code GLUONCV} as in MXNet's
 * {@code image_aug_default.cc}, but for the resizing, which does not smooth there.
 */
public final class RandomResizedCrop implements SampleHook {
  private static final int TRIES = 10;

  private final RandomResizedCropConfig config;

  /** Builds the trick from its settings. */
  @Inject
  public RandomResizedCrop(RandomResizedCropConfig config) {
    this.config = config;
  }

  @Override
  @Uses(changes = Slot.GEOMETRY, stage = Stage.CROP)
  public void onSample(Sample sample) {
    Box box = box(config, sample.size(), sample.target(), sample.draws());
    sample.crop(box, sample.target(), config.interpolation().filter());
    sample.note(
        () ->
            String.format(
                Locale.ROOT,
                "crop %.0fx%.0f at %.0f, %.0f",
                box.width(),
                box.height(),
                box.left(),
                box.top()));
  }

  /** The part to keep, in whole pixels. */
  static Box box(RandomResizedCropConfig config, Size image, Size target, Draws draws) {
    double pixels = (double) image.height() * image.width();
    for (int i = 0; i < TRIES; i++) {
      double area = pixels * draws.uniform(config.minArea(), config.maxArea());
      double aspect = aspect(config, draws);
      int width = (int) StrictMath.rint(StrictMath.sqrt(area * aspect));
      int height = (int) StrictMath.rint(StrictMath.sqrt(area / aspect));
      if (width > 0 && width <= image.width() && height > 0 && height <= image.height()) {
        int top = draws.below(image.height() - height + 1);
        int left = draws.below(image.width() - width + 1);
        return new Box(top, left, height, width);
      }
    }
    return config.profile() == Profile.PAPER
        ? center(image, config.minAspect(), config.maxAspect())
        : unresizedCenter(image, target);
  }

  private static double aspect(RandomResizedCropConfig config, Draws draws) {
    double least = config.minAspect();
    double largest = config.maxAspect();
    if (config.profile() == Profile.PAPER) {
      return StrictMath.exp(draws.uniform(StrictMath.log(least), StrictMath.log(largest)));
    }
    double drawn = draws.uniform(least, largest);
    return draws.chance(0.5) ? 1 / drawn : drawn;
  }

  private static double aspectOf(Size size) {
    return (double) size.width() / size.height();
  }

  /** A part of the network's size, not resized; of a smaller image the largest of its aspect. */
  private static Box unresizedCenter(Size image, Size target) {
    if (image.height() < target.height() || image.width() < target.width()) {
      return center(image, aspectOf(target), aspectOf(target));
    }
    int top = (image.height() - target.height()) / 2;
    int left = (image.width() - target.width()) / 2;
    return new Box(top, left, target.height(), target.width());
  }

  /** The largest part around the center whose aspect is in a range. */
  static Box center(Size image, double minAspect, double maxAspect) {
    int width = image.width();
    int height = image.height();
    double aspect = aspectOf(image);
    if (aspect < minAspect) {
      height = Math.max(1, (int) StrictMath.rint(width / minAspect));
    } else if (aspect > maxAspect) {
      width = Math.max(1, (int) StrictMath.rint(height * maxAspect));
    }
    int top = (image.height() - height) / 2;
    int left = (image.width() - width) / 2;
    return new Box(top, left, height, width);
  }
}
