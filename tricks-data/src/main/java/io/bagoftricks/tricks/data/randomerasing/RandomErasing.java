package io.bagoftricks.tricks.data.randomerasing;

import io.bagoftricks.api.Pixels;
import io.bagoftricks.api.RunFacts;
import io.bagoftricks.api.Sample;
import io.bagoftricks.api.SampleHook;
import io.bagoftricks.api.Slot;
import io.bagoftricks.api.Stage;
import io.bagoftricks.api.Uses;
import io.bagoftricks.api.image.Erase;
import io.bagoftricks.api.network.Normalization;
import io.bagoftricks.api.network.Size;
import io.bagoftricks.api.random.Draws;
import io.bagoftricks.tricks.data.randomerasing.RandomErasingConfig.Profile;
import jakarta.inject.Inject;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Hides a rectangle of random area, aspect and place.
 *
 * <p>Zhong et al. 2020 (arXiv:1708.04896), section 3.2, with places as in the authors' program and
 * in timm: drawn among those where the rectangle fits, once its sides are smaller than the image's.
 * Algorithm 1 of the paper draws them in the whole image, and begins again where the rectangle
 * reaches beyond. timm's {@code RandomErasing} acts after normalization: {@code MEAN}, {@code
 * COLOR} and {@code NOISE} are its modes {@code const}, {@code rand} and {@code pixel}.
 */
public final class RandomErasing implements SampleHook {
  private static final int TRIES = 100;
  private static final int TRIES_OF_TIMM = 10;

  private final RandomErasingConfig config;
  private final Normalization normalization;

  /** Where and how much is hidden, in whole pixels. */
  record Patch(int top, int left, int height, int width) {}

  /** Builds the trick from its settings and the normalization of the run. */
  @Inject
  public RandomErasing(RandomErasingConfig config, RunFacts facts) {
    this.config = config;
    this.normalization =
        facts.normalization().orElseGet(() -> Normalization.unit(facts.input().channels()));
  }

  @Override
  @Uses(changes = Slot.OCCLUSION, stage = Stage.OCCLUDE)
  public void onSample(Sample sample) {
    Draws draws = sample.draws();
    if (!draws.chance(config.probability())) {
      return;
    }
    patch(config, sample.size(), draws)
        .ifPresent(
            patch -> {
              Pixels pixels = sample.pixels();
              Erase.fill(
                  pixels,
                  patch.top,
                  patch.left,
                  patch.height,
                  patch.width,
                  values(pixels.channels(), draws));
              sample.note(
                  () ->
                      String.format(
                          Locale.ROOT,
                          "erased %dx%d at %d, %d",
                          patch.width,
                          patch.height,
                          patch.left,
                          patch.top));
            });
  }

  /** The next value of a channel. */
  private IntToDoubleFunction values(int channels, Draws draws) {
    IntToDoubleFunction noise =
        channel ->
            normalization.mean().get(channel)
                + normalization.standardDeviation().get(channel) * draws.normal();
    return switch (config.fill()) {
      case RANDOM -> channel -> draws.uniform(0, 255);
      case MEAN -> channel -> normalization.mean().get(channel);
      case COLOR -> {
        double[] color = IntStream.range(0, channels).mapToDouble(noise).toArray();
        yield channel -> color[channel];
      }
      case NOISE -> noise;
    };
  }

  /** A rectangle that is smaller than the image on both sides, if one of the draws is. */
  static Optional<Patch> patch(RandomErasingConfig config, Size image, Draws draws) {
    boolean paper = config.profile() == Profile.PAPER;
    double pixels = (double) image.height() * image.width();
    for (int i = 0; i < (paper ? TRIES : TRIES_OF_TIMM); i++) {
      double area = pixels * draws.uniform(config.minArea(), config.maxArea());
      double least = config.minAspect();
      double aspect =
          paper
              ? draws.uniform(least, 1 / least)
              : StrictMath.exp(draws.uniform(StrictMath.log(least), -StrictMath.log(least)));
      int height = (int) StrictMath.rint(StrictMath.sqrt(area * aspect));
      int width = (int) StrictMath.rint(StrictMath.sqrt(area / aspect));
      if (height > 0 && height < image.height() && width > 0 && width < image.width()) {
        int top = draws.below(image.height() - height + 1);
        int left = draws.below(image.width() - width + 1);
        return Optional.of(new Patch(top, left, height, width));
      }
    }
    return Optional.empty();
  }
}
