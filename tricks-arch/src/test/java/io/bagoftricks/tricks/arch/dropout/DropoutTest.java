package io.bagoftricks.tricks.arch.dropout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.bagoftricks.api.network.Conv2d;
import io.bagoftricks.api.network.GlobalAvgPool;
import io.bagoftricks.api.network.Identity;
import io.bagoftricks.api.network.Network;
import io.bagoftricks.testkit.Golden;
import io.bagoftricks.testkit.NetworkAfter;
import io.bagoftricks.testkit.TrickBench;
import io.bagoftricks.testkit.TrickContract;
import io.bagoftricks.tricks.arch.LayerPass;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

final class DropoutTest {
  private static final TrickBench BENCH = TrickBench.of(new DropoutProvider());

  @TestFactory
  Stream<DynamicTest> keepsTheContract() {
    return TrickContract.of(BENCH).tests();
  }

  @Test
  void standsBeforeTheLayerThatGivesTheLogits() {
    NetworkAfter after = BENCH.with("rate", 0.2).network();

    assertThat(after.layer("head_drop")).isEqualTo(new DropoutLayer(0.2));
    assertThat(after.network().find("head_drop").orElseThrow().inputs())
        .containsExactly("global_pool");
    assertThat(after.network().output().inputs()).containsExactly("head_drop");
    assertThat(after.network().evaluated(Set.of()).vertices())
        .noneMatch(v -> v.name().equals("head_drop") || v.layer() instanceof Identity);
  }

  /** Within 4 standard errors of the rate, sqrt(p (1 - p) / n). */
  @Test
  @Golden(trick = "dropout", source = "sqrt(p (1 - p) / n)")
  void dropsEachValueByItselfAndScalesTheOthers() {
    INDArray input = Nd4j.rand(DataType.DOUBLE, 50, 200, 1, 1).addi(1);
    try (LayerPass pass = new LayerPass(new DropoutLayer(0.2), input)) {
      double[] factors = pass.forward(1, 0).div(input).reshape(10_000).toDoubleVector();

      assertThat(Arrays.stream(factors).boxed())
          .allMatch(f -> f == 0 || Math.abs(f - 1.25) < 1e-12);
      assertThat(Arrays.stream(factors).filter(f -> f == 0).count() / 10_000.0)
          .isCloseTo(0.2, within(4 * Math.sqrt(0.2 * 0.8 / 10_000)));
      assertThat(pass.backward(input).div(input).reshape(10_000).toDoubleVector())
          .containsExactly(factors, within(1e-12));
      assertThat(Arrays.copyOf(factors, 200)).isNotEqualTo(Arrays.copyOfRange(factors, 200, 400));
    }
  }

  @Test
  void hasNoEffectWhereTheLastLayerIsNotLinearAndSaysSo() {
    TrickBench bench =
        BENCH.model(
            network ->
                network.add(
                    "pool",
                    new GlobalAvgPool(),
                    network.add("conv", Conv2d.of(network.classes(), 3, 1), Network.INPUT)));

    assertThatThrownBy(bench::network).hasMessageContaining("recipe/no-effect");
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 1, -0.1, Double.NaN})
  void refusesARateThatIsNotOne(double rate) {
    assertThatThrownBy(() -> new DropoutConfig(rate).rate())
        .hasMessageContaining("rate must be above 0 and below 1");
  }
}
