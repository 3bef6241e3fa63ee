package io.bagoftricks.tricks.arch.stochasticdepth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.bagoftricks.api.network.Identity;
import io.bagoftricks.testkit.Golden;
import io.bagoftricks.testkit.NetworkAfter;
import io.bagoftricks.testkit.TrickBench;
import io.bagoftricks.testkit.TrickContract;
import io.bagoftricks.tricks.arch.LayerPass;
import io.bagoftricks.tricks.arch.stochasticdepth.StochasticDepthConfig.Mode;
import io.bagoftricks.tricks.arch.stochasticdepth.StochasticDepthConfig.Profile;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

final class StochasticDepthTest {
  private static final TrickBench BENCH = TrickBench.of(new StochasticDepthProvider());

  @TestFactory
  Stream<DynamicTest> keepsTheContract() {
    return TrickContract.of(BENCH.with("mode", "row")).tests();
  }

  /**
   * By hand, for the three blocks of a ResNet of depth 8: Huang et al., equation 4; timm's {@code
   * drop_path_rate * net_block_idx / (net_num_blocks - 1)}; torchvision's EfficientNet, {@code
   * stochastic_depth_prob * stage_block_id / total_stage_blocks}.
   */
  @ParameterizedTest
  @CsvSource({
    "paper, 0.1, 0.2, 0.3",
    "timm, 0, 0.15, 0.3",
    "torchvision, 0, 0.1, 0.2",
  })
  @Golden(
      trick = "stochastic-depth",
      profiles = {"paper", "timm", "torchvision"},
      source = "the formulas of the paper, timm and torchvision by hand")
  void theRateGrowsWithDepth(String profile, double first, double second, double third) {
    NetworkAfter after = BENCH.with("rate", 0.3).with("profile", profile).network();

    assertThat(DoubleStream.of(1, 2, 3).map(layer -> rate(after, (int) layer)).toArray())
        .containsExactly(new double[] {first, second, third}, within(1e-12));
    int dropped = first > 0 ? 3 : 2;
    assertThat(after.receipts())
        .containsExactly(dropped + " of 3 residual branches are dropped at random");
  }

  @Test
  void theBranchIsDroppedAndNotTheShortcut() {
    NetworkAfter after = BENCH.network();

    assertThat(after.network().find("layer2.0.drop_path").orElseThrow().inputs())
        .containsExactly("layer2.0.bn2");
    assertThat(after.network().find("layer2.0.add").orElseThrow().inputs())
        .containsExactly("layer2.0.drop_path", "layer2.0.downsample.1");
  }

  @Test
  void nothingIsLeftOfItInEvaluation() {
    assertThat(BENCH.network().network().evaluated(Set.of()).vertices())
        .noneMatch(v -> v.name().contains("drop_path") || v.layer() instanceof Identity);
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void anExampleIsDroppedOrScaledWhole(Mode mode) {
    INDArray input = Nd4j.rand(DataType.DOUBLE, 64, 2, 3, 3).addi(1);
    try (LayerPass pass = new LayerPass(new DropPath(0.2, mode), input)) {
      double[] factors = factors(pass.forward(1, 0), input);
      double[] ofGradient = factors(pass.backward(input), input);

      assertThat(Arrays.stream(factors).boxed())
          .allMatch(f -> f == 0 || Math.abs(f - 1.25) < 1e-12);
      assertThat(ofGradient).containsExactly(factors, within(1e-12));
      assertThat(Arrays.stream(factors).distinct().count()).isEqualTo(mode == Mode.ROW ? 2 : 1);
    }
  }

  /** Within 4 standard errors, sqrt(p (1 - p) / n): 0.02 for 6,400 draws. */
  @ParameterizedTest
  @EnumSource(Mode.class)
  void asManyAreDroppedAsTheRateSays(Mode mode) {
    INDArray input = Nd4j.ones(DataType.DOUBLE, mode == Mode.ROW ? 64 : 1, 1, 1, 1);
    int passes = 6400 / (int) input.size(0);
    double dropped = 0;
    try (LayerPass pass = new LayerPass(new DropPath(0.2, mode), input)) {
      for (int step = 0; step < passes; step++) {
        dropped += Arrays.stream(factors(pass.forward(step, 0), input)).filter(f -> f == 0).count();
      }
    }
    assertThat(dropped / 6400).isCloseTo(0.2, within(0.02));
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void microBatchesDropWhatTheWholeBatchDrops(Mode mode) {
    INDArray input = Nd4j.ones(DataType.DOUBLE, 32, 1, 1, 1);
    INDArray half = Nd4j.ones(DataType.DOUBLE, 16, 1, 1, 1);
    try (LayerPass pass = new LayerPass(new DropPath(0.5, mode), input);
        LayerPass part = new LayerPass(new DropPath(0.5, mode), half)) {
      for (int step = 0; step < 4; step++) {
        double[] whole = factors(pass.forward(step, 0), input);
        assertThat(factors(part.forward(step, 0), half)).isEqualTo(Arrays.copyOf(whole, 16));
        assertThat(factors(part.forward(step, 16), half))
            .isEqualTo(Arrays.copyOfRange(whole, 16, 32));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 1, -0.1, Double.NaN})
  void refusesARateThatIsNotOne(double rate) {
    assertThatThrownBy(() -> new StochasticDepthConfig(rate, Mode.ROW, Profile.TIMM).rate())
        .hasMessageContaining("rate must be above 0 and below 1");
  }

  private static double rate(NetworkAfter after, int layer) {
    return after
        .network()
        .find("layer" + layer + ".0.drop_path")
        .map(vertex -> ((DropPath) vertex.layer()).rate())
        .orElse(0.0);
  }

  /** The factor of each example; all its values must agree. */
  private static double[] factors(INDArray output, INDArray input) {
    INDArray ratios = output.div(input).reshape(input.size(0), input.length() / input.size(0));
    assertThat(ratios.max(1).sub(ratios.min(1)).maxNumber().doubleValue()).isLessThan(1e-12);
    return ratios.getColumn(0).toDoubleVector();
  }
}
