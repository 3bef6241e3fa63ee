package io.bagoftricks.tricks.data;

import io.bagoftricks.api.Filter;
import io.bagoftricks.api.RunFacts;
import io.bagoftricks.api.image.Rgb;
import io.bagoftricks.api.network.Normalization;
import java.util.List;

/**
 * How operations of a policy turn, shear and shift.
 *
 * @param filter how pixels are resampled
 * @param fill the color of what comes from outside the image
 */
public record WarpStyle(Filter filter, Rgb fill) {
  /** torchvision's: the nearest pixel, black outside. */
  public static final WarpStyle TORCHVISION = new WarpStyle(Filter.NEAREST, Rgb.BLACK);

  private static final Rgb GRAY = Rgb.gray(128);

  /**
   * {@return timm's: linear, with the mean color of the normalization outside, 128 without one}
   *
   * @param facts of the run
   */
  public static WarpStyle timm(RunFacts facts) {
    List<Double> mean =
        facts
            .normalization()
            .filter(normalization -> !normalization.equals(unit(facts)))
            .map(Normalization::mean)
            .orElse(List.of());
    Rgb fill =
        switch (mean.size()) {
          case 1 -> Rgb.gray(mean.get(0));
          case 3 -> new Rgb(mean.get(0), mean.get(1), mean.get(2));
          default -> GRAY;
        };
    return new WarpStyle(Filter.BILINEAR, fill);
  }

  /** Of a run in which no trick sets another. */
  private static Normalization unit(RunFacts facts) {
    return Normalization.unit(facts.input().channels());
  }
}
