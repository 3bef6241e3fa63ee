package io.bagoftricks.engine.internal.train;

import io.bagoftricks.api.Metrics;
import io.bagoftricks.engine.train.EpochReport;
import io.bagoftricks.engine.train.NoResultException;
import java.util.Locale;
import java.util.Optional;

/** Checks whether a run that has made all its steps has a result. */
final class ResultCheck {
  private ResultCheck() {}

  /**
   * The metrics of the last evaluation.
   *
   * @throws NoResultException if its loss is not finite, or no step has changed the weights
   */
  static Metrics metrics(RunProgress progress) {
    if (progress.weightUpdates() == 0) {
      throw new NoResultException(noUpdate(progress));
    }
    Metrics metrics = progress.lastEvaluation().orElseThrow();
    if (!Double.isFinite(metrics.loss())) {
      throw new NoResultException(
          String.format(
              Locale.ROOT,
              "[train/no-result] The last evaluation, after epoch %d, is not finite: its loss is %s. The run has no result. Lower optimizer.learningRate, warm up longer, or clip gradients.",
              progress.epoch(),
              metrics.loss()));
    }
    return metrics;
  }

  private static String noUpdate(RunProgress progress) {
    Optional<String> reason =
        progress.epochs().stream().flatMap(epoch -> epoch.skipReason().stream()).findFirst();
    double scale =
        progress.epochs().stream().mapToDouble(EpochReport::lossScale).reduce(1, (a, b) -> b);
    return String.format(
        Locale.ROOT,
        "[train/no-result] None of the %d steps changed the weights%s. The run has learned nothing, and has no result. %s",
        progress.updates(),
        reason.map(why -> ": the first was left out because " + why).orElse(""),
        scale > 1
            ? String.format(
                Locale.ROOT, "The loss scale was %.8g in the last; use a smaller one.", scale)
            : "Look at the settings of the tricks that skip steps, and lower"
                + " optimizer.learningRate.");
  }
}
