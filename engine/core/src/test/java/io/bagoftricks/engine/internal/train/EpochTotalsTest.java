package io.bagoftricks.engine.internal.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.bagoftricks.api.Moment;
import io.bagoftricks.engine.train.EpochReport;
import io.bagoftricks.engine.train.UpdateReport;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Sums of unequal updates. */
final class EpochTotalsTest {
  private static UpdateReport update(
      Map<String, Double> losses, int examples, int correct, Optional<String> skipReason) {
    return new UpdateReport(
        new Moment(0, 0, 4),
        losses,
        0.25 * examples,
        0.1 * examples,
        skipReason.isEmpty(),
        skipReason.isPresent(),
        examples,
        OptionalDouble.empty(),
        skipReason,
        Optional.empty(),
        examples,
        correct,
        Set.of());
  }

  @Test
  void anUpdateCountsByItsExamples() {
    EpochReport report =
        EpochTotals.none()
            .and(update(Map.of("hard", 1.0, "soft", 0.5), 30, 15, Optional.empty()), 2, 0.5)
            .and(update(Map.of("hard", 5.0, "soft", 1.5), 10, 0, Optional.empty()), 3, 0.25)
            .report(7, null);

    assertThat(report.losses()).isEqualTo(Map.of("hard", 2.0, "soft", 0.75));
    assertThat(report.loss()).isEqualTo(2.75);
    assertThat(report.targetEntropy()).isEqualTo((7.5 * 30 + 2.5 * 10) / 40);
    assertThat(report.top1()).isEqualTo(15 / 40.0);
    assertThat(report.examples()).isEqualTo(40);
    assertThat(report.epoch()).isEqualTo(7);
    assertThat(report.learningRate()).isEqualTo(1);
    assertThat(report.lossScale()).isEqualTo(10);
    assertThat(report.seconds()).isEqualTo(5);
    assertThat(report.loaderWaitSeconds()).isEqualTo(0.75);
    assertThat(report.skippedUpdates()).isZero();
  }

  @Test
  void aLossThatIsNotFiniteIsLeftOutOfTheMean() {
    EpochReport report =
        EpochTotals.none()
            .and(update(Map.of("hard", 2.0), 10, 5, Optional.empty()), 0, 0)
            .and(update(Map.of("hard", Double.NaN), 10, 0, Optional.of("first")), 0, 0)
            .and(update(Map.of("hard", 4.0), 10, 4, Optional.of("second")), 0, 0)
            .report(0, null);

    assertThat(report.loss()).isEqualTo(3);
    assertThat(report.losses()).isEqualTo(Map.of("hard", 3.0));
    assertThat(report.top1()).isEqualTo(9 / 30.0);
    assertThat(report.skippedUpdates()).isEqualTo(2);
    assertThat(report.overflows()).isEqualTo(2);
    assertThat(report.skipReason()).contains("first");
  }
}
