package io.bagoftricks.tricks.arch.weightstandardization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.bagoftricks.api.network.Conv2d;
import io.bagoftricks.testkit.Golden;
import io.bagoftricks.testkit.NetworkAfter;
import io.bagoftricks.testkit.TrickBench;
import io.bagoftricks.testkit.TrickContract;
import io.bagoftricks.tricks.arch.weightstandardization.WeightStandardizationConfig.Profile;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

final class WeightStandardizationTest {
  private static final TrickBench BENCH = TrickBench.of(new WeightStandardizationProvider());

  @TestFactory
  Stream<DynamicTest> keepsTheContract() {
    return TrickContract.of(BENCH).tests();
  }

  /**
   * Of the weights 1, 2, 4, -1, by hand: mean 1.5, mean square of the rest 3.25, so (w - 1.5) /
   * sqrt(3.75) with an epsilon of 0.5; the unbiased deviation is sqrt(13 / 3) = 2.081666, so (w -
   * 1.5) / 2.581666.
   */
  @Test
  @Golden(
      trick = "weight-standardization",
      profiles = {"paper", "authors"},
      source = "by hand, from the formulas of the paper and of the authors' code")
  void standardizesEachChannel() {
    double root = Math.sqrt(3.75);
    assertThat(standardized(0.5, Profile.PAPER))
        .containsExactly(
            new double[] {-0.5 / root, 0.5 / root, 2.5 / root, -2.5 / root}, within(1e-12));
    assertThat(standardized(0.5, Profile.AUTHORS))
        .containsExactly(new double[] {-0.193673, 0.193673, 0.968367, -0.968367}, within(1e-6));
  }

  @ParameterizedTest
  @EnumSource(Profile.class)
  void gradientsAreThoseOfFiniteDifferences(Profile profile) {
    Standardization transform = new Standardization(0.3, profile);
    INDArray raw = Nd4j.rand(DataType.DOUBLE, 3, 2, 2, 2);
    INDArray upstream = Nd4j.rand(DataType.DOUBLE, 3, 2, 2, 2).subi(0.5);
    INDArray effective = raw.ulike();
    INDArray gradient = raw.ulike();
    INDArray before = raw.dup();
    INDArray upstreamBefore = upstream.dup();
    transform.forward(raw, effective);
    transform.backward(raw, effective, upstream, gradient);

    assertThat(raw).isEqualTo(before);
    assertThat(upstream).isEqualTo(upstreamBefore);
    double step = 1e-5;
    for (long i = 0; i < raw.length(); i++) {
      double expected =
          (loss(transform, moved(raw, i, step), upstream)
                  - loss(transform, moved(raw, i, -step), upstream))
              / (2 * step);
      assertThat(gradient.getDouble(i)).isCloseTo(expected, within(1e-8));
    }
  }

  /** Seven of the blocks and their shortcuts, and the stem's two: nine of depth 8. */
  @Test
  void allConvolutionsAreStandardizedAndTheLinearLayerIsNot() {
    NetworkAfter after = BENCH.with("epsilon", 1e-6).network();

    assertThat(after.receipts()).containsExactly("9 of 9 convolutions have standardized weights");
    assertThat(after.names(Conv2d.class))
        .allSatisfy(
            name ->
                assertThat(((Conv2d) after.layer(name)).transform())
                    .contains(new Standardization(1e-6, Profile.PAPER)));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 9e-13, 1.1, Double.NaN})
  void refusesAnEpsilonOutOfRange(double epsilon) {
    assertThatThrownBy(() -> new WeightStandardizationConfig(epsilon, Profile.PAPER).epsilon())
        .hasMessageContaining("epsilon must be between 1e-12 and 1");
  }

  private static double[] standardized(double epsilon, Profile profile) {
    INDArray raw =
        Nd4j.createFromArray(new double[] {1, 2, 4, -1, 1, 2, 4, -1}).reshape('c', 2, 1, 2, 2);
    INDArray effective = raw.ulike();
    new Standardization(epsilon, profile).forward(raw, effective);
    double[] all = effective.dup('c').data().asDouble();
    assertThat(all[4]).isEqualTo(all[0]);
    return Arrays.copyOf(all, 4);
  }

  private static double loss(Standardization transform, INDArray raw, INDArray upstream) {
    INDArray effective = raw.ulike();
    transform.forward(raw, effective);
    return effective.mul(upstream).sumNumber().doubleValue();
  }

  private static INDArray moved(INDArray raw, long index, double by) {
    INDArray moved = raw.dup();
    moved.putScalar(index, raw.getDouble(index) + by);
    return moved;
  }
}
