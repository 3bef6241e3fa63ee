package io.bagoftricks.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.bagoftricks.engine.plugin.TrickRegistry;
import io.bagoftricks.engine.recipe.TrainingConfig;
import io.bagoftricks.engine.toys.TinyRuns;
import io.bagoftricks.engine.train.EpochReport;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The floor of the training loss, epoch by epoch, on ten classes. */
final class TargetEntropyInTrainingTest {
  private static final TrickRegistry TRICKS = TinyRuns.tricks();

  @Test
  void isZeroOnHardLabels() {
    assertThat(epochs()).extracting(EpochReport::targetEntropy).containsOnly(0.0);
  }

  /** 0.9 and nine of 0.1 / 9: 0.5448054, whatever the sizes of micro-batches, here 6, 6 and 4. */
  @Test
  void isTheEntropyOfSmoothedLabels() {
    List<EpochReport> epochs = epochs("label-smoothing");
    assertThat(epochs).hasSize(2);
    assertThat(epochs)
        .allSatisfy(
            epoch -> {
              assertThat(epoch.targetEntropy()).isCloseTo(0.5448054, within(1e-6));
              assertThat(epoch.loss()).isGreaterThan(epoch.targetEntropy());
            });
  }

  /**
   * Two classes in parts lambda and 1 - lambda: at most log 2, and more where they are smoothed.
   */
  @Test
  void isOfTheTargetsAsTheLastTrickLeavesThem() {
    List<EpochReport> mixed = epochs("mixup");
    List<EpochReport> both = epochs("mixup", "label-smoothing");
    for (int epoch = 0; epoch < 2; epoch++) {
      assertThat(mixed.get(epoch).targetEntropy()).isBetween(1e-6, StrictMath.log(2));
      assertThat(both.get(epoch).targetEntropy())
          .isGreaterThan(mixed.get(epoch).targetEntropy())
          .isGreaterThan(0.5448054 - 1e-6);
    }
  }

  private static List<EpochReport> epochs(String... tricks) {
    return TinyRuns.train(
            TRICKS,
            TinyRuns.with(
                TinyRuns.recipe(TRICKS, tricks), new TrainingConfig(2, 16, 6, 7, true, 1, 1)))
        .result()
        .epochs();
  }
}
