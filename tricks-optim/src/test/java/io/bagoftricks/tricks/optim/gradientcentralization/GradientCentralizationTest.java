package io.bagoftricks.tricks.optim.gradientcentralization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.bagoftricks.api.model.NetworkBuilder;
import io.bagoftricks.api.network.Conv2d;
import io.bagoftricks.api.network.GlobalAvgPool;
import io.bagoftricks.api.network.Linear;
import io.bagoftricks.api.network.Network;
import io.bagoftricks.testkit.Golden;
import io.bagoftricks.testkit.TrickBench;
import io.bagoftricks.testkit.TrickContract;
import io.bagoftricks.testkit.TrickRun;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

final class GradientCentralizationTest {
  @TestFactory
  Stream<DynamicTest> keepsTheContract() {
    return TrickContract.of(new GradientCentralizationProvider()).tests();
  }

  /** The first filter, 3x3 on one channel: 1 to 9, whose mean is 5; the second 9 and zeros. */
  @Test
  @Golden(trick = "gradient-centralization", source = "by hand")
  void takesTheMeanOffEachFilter() {
    try (TrickRun run = bench().start()) {
      double[] gradients = run.onStep(1, 2, 3, 4, 5, 6, 7, 8, 9, 9).gradients(18);
      assertThat(Arrays.copyOf(gradients, 9)).containsExactly(-4, -3, -2, -1, 0, 1, 2, 3, 4);
      assertThat(Arrays.copyOfRange(gradients, 9, 18))
          .containsExactly(new double[] {8, -1, -1, -1, -1, -1, -1, -1, -1}, within(1e-12));
    }
  }

  /** Of gradients that are all 1, those of the 4 biases stay, and of the 4x4 linear weights. */
  @Test
  void leavesOthersAlone() {
    assertThat(sumOfOnes(bench())).isCloseTo(4, within(1e-9));
    assertThat(sumOfOnes(bench().with("convolutionsOnly", true))).isCloseTo(4 + 16, within(1e-9));
  }

  /** A filter of 1x1 on a gray image is a single value. */
  @Test
  void keepsTheGradientOfSingleValues() {
    try (TrickRun run = bench().model(GradientCentralizationTest::pointwise).start()) {
      assertThat(run.onStep(3, 4, 5).gradients(3)).containsExactly(3, 4, 5);
    }
  }

  private static void pointwise(NetworkBuilder network) {
    String flow = network.add("conv1", Conv2d.of(3, 1, 1), Network.INPUT);
    flow = network.add("global_pool", new GlobalAvgPool(), flow);
    network.add("fc", Linear.of(network.classes()), flow);
  }

  private static double sumOfOnes(TrickBench bench) {
    try (TrickRun run = bench.start()) {
      int parameters = run.weights().length;
      double[] ones = new double[parameters];
      Arrays.fill(ones, 1);
      return Arrays.stream(run.onStep(ones).gradients(parameters)).sum();
    }
  }

  private static TrickBench bench() {
    return TrickBench.of(new GradientCentralizationProvider()).withoutBatchNorm().in64Bits();
  }
}
