package io.bagoftricks.tricks.data.mixup;

import io.bagoftricks.api.Batch;
import io.bagoftricks.api.BatchHook;
import io.bagoftricks.api.Examples;
import io.bagoftricks.api.Slot;
import io.bagoftricks.api.Stage;
import io.bagoftricks.api.Uses;
import io.bagoftricks.api.random.Draws;
import io.bagoftricks.tricks.data.Blend;
import io.bagoftricks.tricks.data.mixup.MixupConfig.Profile;
import jakarta.inject.Inject;
import java.util.Arrays;

/**
 * Blends each example of a batch with another: {@code x = lambda x_i + (1 - lambda) x_j}, targets
 * likewise, lambda from Beta(alpha, alpha).
 *
 * <p>Zhang et al. 2018 (arXiv:1710.09412); He et al. 2019 (arXiv:1812.01187), section 5.4.
 */
public final class Mixup implements BatchHook {
  private final MixupConfig config;

  /** Builds the trick from its settings. */
  @Inject
  public Mixup(MixupConfig config) {
    this.config = config;
  }

  @Override
  @Uses(
      changes = {Slot.INPUT, Slot.TARGET},
      stage = Stage.MIX)
  public void onBatch(Batch batch) {
    double[] lambdas = lambdas(batch.size(), config, batch.draws());
    if (Arrays.stream(lambdas).allMatch(lambda -> lambda == 1)) {
      return;
    }
    int[] order =
        config.profile() == Profile.PAPER
            ? Blend.random(batch.size(), batch.draws())
            : Blend.reversed(batch.size());
    Examples partners = batch.reordered(order);
    Blend.rows(batch.editInputs(), partners.inputs(), lambdas);
    Blend.rows(batch.editTargets(), partners.targets(), lambdas);
  }

  /** One lambda per row: the same for all, for a row and its mirror image, or for none. */
  static double[] lambdas(int size, MixupConfig config, Draws draws) {
    return config.mode().perRow(size, draws, from -> lambda(config, from)).stream()
        .mapToDouble(lambda -> lambda)
        .toArray();
  }

  /** 1 where nothing is to be blended. */
  private static double lambda(MixupConfig config, Draws draws) {
    // No draw where it always acts: recipes from before this setting keep their bits.
    boolean blends = config.prob() == 1 || draws.chance(config.prob());
    return blends ? draws.beta(config.alpha(), config.alpha()) : 1;
  }
}
