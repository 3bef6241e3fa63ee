package io.bagoftricks.tricks.loss.labelsmoothing;

import io.bagoftricks.api.LossDraft;
import io.bagoftricks.api.LossHook;
import io.bagoftricks.api.Slot;
import io.bagoftricks.api.Stage;
import io.bagoftricks.api.Uses;
import io.bagoftricks.tricks.loss.labelsmoothing.LabelSmoothingConfig.Profile;
import jakarta.inject.Inject;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Moves a share of each target's mass from its class to the others.
 *
 * <p>Szegedy et al. 2016 (arXiv:1512.00567), section 7; He et al. 2019 (arXiv:1812.01187), section
 * 5.2.
 */
public final class LabelSmoothing implements LossHook {
  private final LabelSmoothingConfig config;

  /** Builds the trick from its settings. */
  @Inject
  public LabelSmoothing(LabelSmoothingConfig config) {
    this.config = config;
  }

  @Override
  @Uses(changes = Slot.TARGET, stage = Stage.SMOOTH)
  public void onLoss(LossDraft loss) {
    if (config.smoothing() > 0) {
      smooth(loss.editTargets(), config.smoothing(), config.profile());
    }
  }

  /**
   * Smooths distributions in place.
   *
   * <p>{@code PAPER}: {@code t (1 - s) + (1 - t) s / (K - 1)}. {@code GLUONCV} and {@code TIMM}:
   * {@code t (1 - s) + s / K}. Both are affine in {@code t} and keep the sum of a row, so smoothing
   * a mixture equals mixing smoothed targets.
   *
   * @param targets shape [batch, classes], a distribution a row; at least two classes
   * @param smoothing the share s, at least 0 and below 1
   */
  public static void smooth(INDArray targets, double smoothing, Profile profile) {
    long classes = targets.size(1);
    switch (profile) {
      case PAPER -> {
        double other = smoothing / (classes - 1);
        targets.muli(1 - smoothing - other).addi(other);
      }
      case GLUONCV, TIMM -> targets.muli(1 - smoothing).addi(smoothing / classes);
    }
  }
}
