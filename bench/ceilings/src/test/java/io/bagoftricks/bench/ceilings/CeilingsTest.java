package io.bagoftricks.bench.ceilings;

import static org.assertj.core.api.Assertions.assertThat;

import io.bagoftricks.bench.measure.NumberType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class CeilingsTest {
  private static final Bandwidth NEAR = new Bandwidth("L2", 1000, 500, 50, 40);
  private static final Bandwidth FAR = new Bandwidth("memory", Long.MAX_VALUE, 9000, 10, 8);
  private static final Ceilings CEILINGS =
      new Ceilings(2, Map.of(Peak.F32, 100.0, Peak.BF16, 300.0), List.of(NEAR, FAR));

  @Test
  void productsOrMemoryAreTheRoof() {
    assertThat(CEILINGS.seconds(new Work(800, 100, NumberType.F32))).isEqualTo(8);
    assertThat(CEILINGS.seconds(new Work(100, 100, NumberType.F32))).isEqualTo(2);
    assertThat(CEILINGS.seconds(Work.NONE)).isZero();
  }

  @Test
  void memoryIsTheNearestThatHoldsAll() {
    assertThat(CEILINGS.seconds(new Work(1, 1000, NumberType.F32))).isEqualTo(20);
    assertThat(CEILINGS.seconds(new Work(1, 1001, NumberType.F32))).isEqualTo(100.1);
  }

  @Test
  void aTypeHasTheFastestPeakThatComputesIt() {
    assertThat(CEILINGS.peak(NumberType.F32)).isEqualTo(100);
    assertThat(CEILINGS.peak(NumberType.BF16)).isEqualTo(300);
    assertThat(CEILINGS.peak(NumberType.FP16)).isEqualTo(100);
  }

  @Test
  void theBetterOfEachOfTwoMeasurementsCounts() {
    Ceilings other =
        new Ceilings(
            2,
            Map.of(Peak.F32, 120.0, Peak.BF16, 200.0),
            List.of(new Bandwidth("L2", 1000, 500, 40, 60), FAR));

    assertThat(Ceilings.best(CEILINGS, other))
        .isEqualTo(
            new Ceilings(
                2,
                Map.of(Peak.F32, 120.0, Peak.BF16, 300.0),
                List.of(new Bandwidth("L2", 1000, 500, 50, 60), FAR)));
  }
}
