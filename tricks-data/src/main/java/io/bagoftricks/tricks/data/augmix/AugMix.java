package io.bagoftricks.tricks.data.augmix;

import io.bagoftricks.api.Filter;
import io.bagoftricks.api.Pixels;
import io.bagoftricks.api.Sample;
import io.bagoftricks.api.SampleHook;
import io.bagoftricks.api.Slot;
import io.bagoftricks.api.Stage;
import io.bagoftricks.api.Uses;
import io.bagoftricks.api.image.Rgb;
import io.bagoftricks.api.random.Draws;
import io.bagoftricks.tricks.data.Magnitudes;
import io.bagoftricks.tricks.data.Operation;
import io.bagoftricks.tricks.data.WarpStyle;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Mixes an image with chains of operations on it: {@code (1 - m) image + m sum of w_i chain_i}, m
 * from Beta(alpha, alpha) and w from the Dirichlet distribution.
 *
 * <p>Hendrycks et al. 2020 (arXiv:1912.02781), algorithm 1, without the consistency loss;
 * operations and magnitudes of the authors' program.
 */
public final class AugMix implements SampleHook {
  private static final int DEPTHS = 3;
  private static final double LEVELS = 10;
  private static final WarpStyle STYLE = new WarpStyle(Filter.BILINEAR, Rgb.BLACK);
  private static final List<Operation> NINE =
      List.of(
          Operation.AUTO_CONTRAST,
          Operation.EQUALIZE,
          Operation.POSTERIZE,
          Operation.ROTATE,
          Operation.SOLARIZE,
          Operation.SHEAR_X,
          Operation.SHEAR_Y,
          Operation.TRANSLATE_X,
          Operation.TRANSLATE_Y);
  private static final List<Operation> THIRTEEN = thirteen();

  private final AugMixConfig config;
  private final List<Operation> operations;

  /** Builds the trick from its settings. */
  @Inject
  public AugMix(AugMixConfig config) {
    this.config = config;
    this.operations = config.allOperations() ? THIRTEEN : NINE;
  }

  private static List<Operation> thirteen() {
    List<Operation> all = new ArrayList<>(NINE);
    all.addAll(
        List.of(Operation.COLOR, Operation.CONTRAST, Operation.BRIGHTNESS, Operation.SHARPNESS));
    return List.copyOf(all);
  }

  @Override
  @Uses(changes = Slot.COLOR, stage = Stage.POLICY)
  public void onSample(Sample sample) {
    Draws draws = sample.draws();
    double[] weights = dirichlet(draws, config.width(), config.alpha());
    double mixed = draws.beta(config.alpha(), config.alpha());
    sample.note(() -> String.format(Locale.ROOT, "mixed %.2f", mixed));
    List<Sample> chains = new ArrayList<>();
    for (int i = 0; i < config.width(); i++) {
      Sample chain = sample.branch();
      int depth = config.depth() > 0 ? config.depth() : 1 + draws.below(DEPTHS);
      for (int step = 0; step < depth; step++) {
        Operation operation = operations.get(draws.below(operations.size()));
        double level = draws.uniform(AugMixConfig.LEAST_SEVERITY, config.severity()) / LEVELS;
        double argument = Magnitudes.AUG_MIX.draw(operation, level, chain.size(), draws);
        operation.apply(chain, argument, STYLE);
      }
      chains.add(chain);
    }
    Pixels pixels = sample.pixels();
    scale(pixels, (float) (1 - mixed));
    for (int i = 0; i < chains.size(); i++) {
      add(pixels, chains.get(i).pixels(), (float) (mixed * weights[i]));
    }
  }

  /** Weights that sum to one, by breaking a stick: what is left is cut by a Beta draw each time. */
  static double[] dirichlet(Draws draws, int count, double alpha) {
    double[] weights = new double[count];
    double left = 1;
    for (int i = 0; i < count - 1; i++) {
      weights[i] = left * draws.beta(alpha, alpha * (count - 1 - i));
      left -= weights[i];
    }
    weights[count - 1] = left;
    return weights;
  }

  private static void scale(Pixels pixels, float factor) {
    for (int channel = 0; channel < pixels.channels(); channel++) {
      float[] plane = pixels.plane(channel);
      for (int i = 0; i < plane.length; i++) {
        plane[i] *= factor;
      }
    }
  }

  private static void add(Pixels pixels, Pixels chain, float weight) {
    for (int channel = 0; channel < pixels.channels(); channel++) {
      float[] plane = pixels.plane(channel);
      float[] added = chain.plane(channel);
      for (int i = 0; i < plane.length; i++) {
        plane[i] += weight * added[i];
      }
    }
  }
}
