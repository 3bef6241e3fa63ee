package io.bagoftricks.tricks.data.mixup;

import io.bagoftricks.api.Batch;
import io.bagoftricks.api.BatchHook;
import io.bagoftricks.api.Examples;
import io.bagoftricks.api.Slot;
import io.bagoftricks.api.Uses;
import io.bagoftricks.api.random.Draws;
import io.bagoftricks.tricks.data.mixup.MixupConfig.Mode;
import io.bagoftricks.tricks.data.mixup.MixupConfig.Profile;
import jakarta.inject.Inject;
import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;

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
  @Uses(changes = {Slot.INPUT, Slot.TARGET})
  public void onBatch(Batch batch) {
    double[] lambdas = lambdas(batch.size(), config.alpha(), config.mode(), batch.draws());
    Examples partners = batch.reordered(partners(batch.size(), config.profile(), batch.draws()));
    mix(batch.editInputs(), partners.inputs(), lambdas);
    mix(batch.editTargets(), partners.targets(), lambdas);
  }

  /**
   * Blends in place: row i becomes {@code lambda_i values_i + (1 - lambda_i) partners_i}.
   *
   * @param values shape [batch, ...]
   * @param partners the same shape; not written
   * @param lambdas one per row, from 0 to 1
   */
  public static void mix(INDArray values, INDArray partners, double[] lambdas) {
    if (Arrays.stream(lambdas).allMatch(lambda -> lambda == lambdas[0])) {
      mix(values, partners, lambdas[0]);
      return;
    }
    for (int row = 0; row < lambdas.length; row++) {
      mix(values.slice(row), partners.slice(row), lambdas[row]);
    }
  }

  private static void mix(INDArray values, INDArray partners, double lambda) {
    try (INDArray share = partners.mul(1 - lambda)) {
      values.muli(lambda).addi(share);
    }
  }

  /** For each row the row it is blended with: a random permutation, or the batch from its end. */
  static int[] partners(int size, Profile profile, Draws draws) {
    if (profile == Profile.PAPER) {
      return draws.permutation(size);
    }
    int[] reversed = new int[size];
    Arrays.setAll(reversed, row -> size - 1 - row);
    return reversed;
  }

  /** One lambda per row: the same for all, for a row and its mirror image, or for none. */
  static double[] lambdas(int size, double alpha, Mode mode, Draws draws) {
    double[] lambdas = new double[size];
    switch (mode) {
      case BATCH -> Arrays.fill(lambdas, draws.beta(alpha, alpha));
      case PAIR -> {
        for (int row = 0; row < (size + 1) / 2; row++) {
          lambdas[row] = draws.beta(alpha, alpha);
          lambdas[size - 1 - row] = lambdas[row];
        }
      }
      case ELEM -> Arrays.setAll(lambdas, row -> draws.beta(alpha, alpha));
    }
    return lambdas;
  }
}
