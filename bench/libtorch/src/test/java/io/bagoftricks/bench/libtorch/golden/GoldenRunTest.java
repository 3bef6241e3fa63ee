package io.bagoftricks.bench.libtorch.golden;

import static org.assertj.core.api.Assertions.assertThat;

import io.bagoftricks.bench.libtorch.Numerics;
import io.bagoftricks.bench.measure.Layout;
import io.bagoftricks.bench.measure.NumberType;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Network, casts and update of the peer, against the golden file. */
final class GoldenRunTest {
  private static final Numerics EXACT = new Numerics(NumberType.F64, Layout.NCHW);

  @Test
  void isTheGoldenFileInFloat64AndNearItInBf16() throws IOException {
    GoldenFile golden =
        GoldenFile.read(
            Path.of("../../recipes/product-tests/src/test/resources/golden/cifar_resnet20.json"));
    GoldenOutcome exact = GoldenRun.of(golden, EXACT, 1024);
    GoldenReport report = new GoldenComparison(golden, exact, exact).report(EXACT, 1024);

    assertThat(report.logits()).isLessThan(1e-8);
    assertThat(report.losses()).isLessThan(1e-8);
    assertThat(report.gradients()).isLessThan(1e-8);
    assertThat(report.runningStatistics()).isLessThan(1e-8);
    assertThat(report.weightNorms()).isLessThan(1e-8);
    assertThat(report.logitsAfterSixSteps()).isLessThan(1e-8);
    assertThat(report.smallestCosine()).isBetween(1 - 1e-12, 1 + 1e-12);
    assertThat(report.zeroGradients()).isZero();

    Numerics half = new Numerics(NumberType.BF16, Layout.CHANNELS_LAST);
    GoldenOutcome rounded = GoldenRun.of(golden, half, 1);
    GoldenReport coarse = new GoldenComparison(golden, rounded, exact).report(half, 1);

    assertThat(coarse.logits()).isBetween(1e-4, 5e-2);
    assertThat(coarse.smallestCosine()).isBetween(0.5, 0.9999);
  }
}
