package io.bagoftricks.engine.internal.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bagoftricks.api.Metrics;
import io.bagoftricks.api.Moment;
import io.bagoftricks.api.data.Split;
import io.bagoftricks.engine.split.SplitRoles;
import io.bagoftricks.engine.train.EpochReport;
import io.bagoftricks.engine.train.NoResultException;
import io.bagoftricks.engine.train.TrainingResult;
import io.bagoftricks.engine.train.UpdateReport;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The sums of a run step by step and epoch by epoch, and whether they are a result. */
final class RunProgressTest {
  private static final SplitRoles ROLES = new SplitRoles(Split.TEST, Optional.empty());
  private static final Metrics METRICS = new Metrics(0.5, 1, 2, 0, 10);

  private static UpdateReport update(boolean updated, boolean overflowed, double scale) {
    return new UpdateReport(
        new Moment(0, 0, 4),
        Map.of("hard", 1.0),
        0,
        0.25,
        updated,
        overflowed,
        scale,
        OptionalDouble.of(0.5),
        updated ? Optional.empty() : Optional.of("it was asked to"),
        Optional.empty(),
        10,
        4,
        Set.of());
  }

  private static RunProgress step(RunProgress from, UpdateReport update) {
    return from.after(update, from.totals().and(update, 2, 0.5), Set.of("mixup"), 3);
  }

  private static RunProgress epoch(RunProgress from, @Nullable Metrics evaluation) {
    return from.afterEpoch(
        from.totals().report(from.epoch(), evaluation), Set.of("mixup", "ema"), 5);
  }

  @Test
  void countsSteps() {
    RunProgress progress = step(RunProgress.start(), update(true, false, 1));
    progress = step(progress, update(false, true, 1));
    progress = step(progress, update(false, true, 8));
    assertThat(progress.updates()).isEqualTo(3);
    assertThat(progress.weightUpdates()).isEqualTo(1);
    assertThat(progress.overflowsInARow()).isEqualTo(2);
    assertThat(progress.totals().examples()).isEqualTo(30);
    assertThat(progress.effective()).containsExactly("mixup");
    assertThat(progress.seconds()).isEqualTo(9);
    assertThat(progress.epoch()).isZero();
    assertThat(step(progress, update(true, false, 1)).overflowsInARow()).isZero();
  }

  @Test
  void anEpochBeginsNewSums() {
    RunProgress progress = epoch(step(RunProgress.start(), update(true, false, 8)), METRICS);
    assertThat(progress.epoch()).isEqualTo(1);
    assertThat(progress.updates()).isEqualTo(1);
    assertThat(progress.totals()).isEqualTo(EpochTotals.none());
    assertThat(progress.lastEvaluation()).contains(METRICS);
    assertThat(progress.effective()).containsExactly("ema", "mixup");
    assertThat(progress.seconds()).isEqualTo(8);
    assertThat(progress.epochs().get(0).zeroGradients()).hasValue(0.5);
    RunProgress next = epoch(step(progress, update(true, false, 1)), null);
    assertThat(next.epoch()).isEqualTo(2);
    assertThat(next.lastEvaluation()).contains(METRICS);
  }

  @Test
  void rateAndScaleAreThoseOfTheLastStep() {
    assertThat(RunProgress.start().learningRate()).isZero();
    assertThat(RunProgress.start().lossScale()).isEqualTo(1);
    RunProgress middle = step(RunProgress.start(), update(true, false, 8));
    assertThat(middle.learningRate()).isEqualTo(0.25);
    assertThat(middle.lossScale()).isEqualTo(8);
    RunProgress after = epoch(middle, METRICS);
    assertThat(after.learningRate()).isEqualTo(0.25);
    assertThat(after.lossScale()).isEqualTo(8);
    assertThat(step(after, update(true, false, 2)).lossScale()).isEqualTo(2);
  }

  @Test
  void aRollbackChangesItsNumberAlone() {
    RunProgress progress = epoch(step(RunProgress.start(), update(true, false, 8)), METRICS);
    RunProgress back = progress.rolledBack(2);
    assertThat(back.rollbacks()).isEqualTo(2);
    assertThat(back.rolledBack(0)).isEqualTo(progress);
    assertThat(step(back, update(true, false, 8)).rollbacks()).isEqualTo(2);
    assertThat(epoch(back, null).rollbacks()).isEqualTo(2);
  }

  @Test
  void theResultIsTheLastEvaluation() {
    RunProgress progress = epoch(step(RunProgress.start(), update(true, false, 1)), METRICS);
    assertThat(ResultCheck.metrics(progress)).isEqualTo(METRICS);
    RunProgress spoilt =
        epoch(
            step(RunProgress.start(), update(true, false, 1)), new Metrics(0, 0, Double.NaN, 0, 1));
    assertThatThrownBy(() -> ResultCheck.metrics(spoilt))
        .isInstanceOf(NoResultException.class)
        .hasMessageStartingWith(
            "[train/no-result] The last evaluation, after epoch 1, is not finite: its loss is NaN."
                + " The run has no result.");
  }

  @Test
  void aRunWhoseWeightsNeverChangedHasNoResult() {
    assertThatThrownBy(
            () ->
                ResultCheck.metrics(
                    epoch(step(RunProgress.start(), update(false, false, 1)), METRICS)))
        .isInstanceOf(NoResultException.class)
        .hasMessage(
            "[train/no-result] None of the 1 steps changed the weights: the first was left out"
                + " because it was asked to. The run has learned nothing, and has no result. Look at"
                + " the settings of the tricks that skip steps, and lower optimizer.learningRate.");
    RunProgress scaled = epoch(step(RunProgress.start(), update(false, true, 65536)), METRICS);
    assertThatThrownBy(() -> ResultCheck.metrics(scaled))
        .hasMessageEndingWith(" The loss scale was 65536.000 in the last; use a smaller one.");
    assertThatThrownBy(() -> ResultCheck.metrics(RunProgress.start()))
        .hasMessageStartingWith("[train/no-result] None of the 0 steps changed the weights. The");
  }

  @Test
  void ratesOfImagesAreThoseOfTheTimeInSteps() {
    RunProgress progress = epoch(step(RunProgress.start(), update(true, false, 1)), METRICS);
    progress = epoch(step(progress, update(false, true, 1)), METRICS);
    List<EpochReport> epochs = progress.epochs();
    assertThat(epochs.get(0).imagesPerSecond()).isEqualTo(5);
    TrainingResult result =
        new TrainingResult(ROLES, METRICS, Optional.empty(), epochs, 9, List.of());
    assertThat(result.imagesPerSecond()).isEqualTo(20 / 4.0);
    assertThat(result.overflows()).isEqualTo(1);
  }
}
