package io.bagoftricks.backends.nd4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bagoftricks.api.network.Add;
import io.bagoftricks.api.network.BatchNorm2d;
import io.bagoftricks.api.network.Conv2d;
import io.bagoftricks.api.network.GlobalAvgPool;
import io.bagoftricks.api.network.Linear;
import io.bagoftricks.api.network.Network;
import io.bagoftricks.api.network.Precision;
import io.bagoftricks.api.network.Relu;
import io.bagoftricks.backends.spi.Accumulate;
import io.bagoftricks.backends.spi.Backend;
import io.bagoftricks.backends.spi.Phase;
import io.bagoftricks.backends.spi.Plan;
import io.bagoftricks.backends.spi.PlanSpec;
import io.bagoftricks.backends.spi.Weights;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Which arrays are stored in 16 bits, which are not, and the effect of it on results. */
final class SixteenBitsTest {
  private static final Set<String> EVERY_LAYER =
      Set.of("conv", "norm", "relu", "conv2", "add", "pool", "fc");

  private final Network network =
      TestNetwork.of(2, 6, 6)
          .add("conv", Conv2d.of(4, 3, 1))
          .add("norm", BatchNorm2d.defaults())
          .add("relu", new Relu())
          .add("conv2", Conv2d.of(4, 3, 1))
          .add("add", new Add(), "relu", "conv2")
          .add("pool", new GlobalAvgPool())
          .add("fc", Linear.of(3))
          .build();

  /** One weight of a linear layer on one value. */
  private final Network product = TestNetwork.of(1, 1, 1).add("fc", Linear.of(1)).build();

  @ParameterizedTest
  @EnumSource(names = {"BFLOAT16", "FLOAT16"})
  void everyActivationHasAValueOf16Bits(Precision precision) {
    try (Weights weights = TestBackend.filled(network, Precision.FLOAT);
        Plan plan = plan(weights, 4, Phase.TRAINING, precision, EVERY_LAYER);
        Plan exact = plan(weights, 4, Phase.TRAINING, Precision.FLOAT, EVERY_LAYER)) {
      INDArray images = TestBackend.uniform("images", DataType.FLOAT, 4, 2, 6, 6);

      INDArray logits = plan.forward(images, TestBackend.DRAWS);
      exact.forward(images, TestBackend.DRAWS);

      assertThat(rounded(logits, precision)).containsExactly(values(logits));
      for (String layer : EVERY_LAYER) {
        float[] values = values(plan.tap(layer));
        assertThat(rounded(plan.tap(layer), precision)).describedAs(layer).containsExactly(values);
        assertThat(values).describedAs(layer).isNotEqualTo(values(exact.tap(layer)));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"BFLOAT16", "FLOAT16"})
  void gradientsFollowThoseOf32BitsWithinTheirDigits(Precision precision) {
    double relative = precision == Precision.FLOAT16 ? 0x1p-10 : 0x1p-7;
    try (Weights weights = TestBackend.filled(network, Precision.FLOAT);
        Plan plan = plan(weights, 4, Phase.TRAINING, precision, Set.of());
        Plan exact = plan(weights, 4, Phase.TRAINING, Precision.FLOAT, Set.of())) {
      INDArray images = TestBackend.uniform("images", DataType.FLOAT, 4, 2, 6, 6);
      INDArray gradient = TestBackend.uniform("gradient", DataType.FLOAT, 4, 3);
      exact.forward(images, TestBackend.DRAWS);
      exact.backward(gradient, Accumulate.OVERWRITE);
      INDArray expected = weights.gradients().dup();

      plan.forward(images, TestBackend.DRAWS);
      plan.backward(gradient, Accumulate.OVERWRITE);

      double error =
          weights.gradients().sub(expected).norm2Number().doubleValue()
              / expected.norm2Number().doubleValue();
      assertThat(error).isBetween(relative / 100, 10 * relative);
    }
  }

  @Test
  void weightsAreRoundedForComputingAndMastersAreNot() {
    try (Weights weights = one(1 + 0x1p-12f, 0x1p-3f + 0x1p-20f);
        Plan plan = plan(weights, 1, Phase.EVALUATION, Precision.FLOAT16, Set.of())) {
      INDArray image = Nd4j.ones(DataType.FLOAT, 1, 1, 1, 1);

      assertThat(plan.forward(image, TestBackend.DRAWS).getFloat(0)).isEqualTo(1.125f);
      assertThat(weights.parameter("fc.weight").getFloat(0)).isEqualTo(1 + 0x1p-12f);

      weights.edit(editable -> editable.parameter("fc.weight").assign(2 + 0x1p-9f));

      assertThat(plan.forward(image, TestBackend.DRAWS).getFloat(0)).isEqualTo(2.125f + 0x1p-9f);
    }
  }

  /** 2 x (1 + 2^-12) is 2 in fp16's digits if the product rounds, the bias does not. */
  @Test
  void biasesAreNotRounded() {
    try (Weights weights = one(0, 0x1p-11f + 0x1p-12f);
        Plan plan = plan(weights, 1, Phase.EVALUATION, Precision.BFLOAT16, Set.of())) {
      weights.edit(editable -> editable.parameter("fc.weight").assign(1));
      INDArray image = Nd4j.ones(DataType.FLOAT, 1, 1, 1, 1).muli(-0x1p-11f);

      assertThat(plan.forward(image, TestBackend.DRAWS).getFloat(0)).isEqualTo(0x1p-12f);
    }
  }

  @Test
  void theImagesAreRounded() {
    try (Weights weights = one(1, 0);
        Plan plan = plan(weights, 1, Phase.EVALUATION, Precision.BFLOAT16, Set.of())) {
      INDArray image = Nd4j.ones(DataType.FLOAT, 1, 1, 1, 1).muli(1 + 0x1.8p-8f);

      assertThat(plan.forward(image, TestBackend.DRAWS).getFloat(0)).isEqualTo(1 + 0x1p-7f);
      assertThat(image.getFloat(0)).isEqualTo(1 + 0x1.8p-8f);
    }
  }

  @Test
  void whatIsTooLargeForFp16IsInfiniteAndNotForBf16() {
    try (Weights weights = one(300, 0);
        Plan half = plan(weights, 1, Phase.TRAINING, Precision.FLOAT16, Set.of());
        Plan brain = plan(weights, 1, Phase.TRAINING, Precision.BFLOAT16, Set.of())) {
      INDArray image = Nd4j.ones(DataType.FLOAT, 1, 1, 1, 1).muli(256);

      assertThat(half.forward(image, TestBackend.DRAWS).getFloat(0)).isInfinite();
      assertThat(brain.forward(image, TestBackend.DRAWS).getFloat(0)).isEqualTo(76800f);

      half.backward(Nd4j.ones(DataType.FLOAT, 1, 1).muli(0x1p17), Accumulate.OVERWRITE);
      assertThat(weights.gradientsFinite()).isFalse();
      brain.backward(Nd4j.ones(DataType.FLOAT, 1, 1).muli(0x1p17), Accumulate.OVERWRITE);
      assertThat(weights.gradientsFinite()).isTrue();
    }
  }

  @Test
  void anOverflowMovesNoRunningStatistics() {
    try (Weights weights = TestBackend.filled(network, Precision.FLOAT);
        Plan plan = plan(weights, 4, Phase.TRAINING, Precision.FLOAT16, Set.of())) {
      float[] before = values(weights.statistics());
      INDArray images = TestBackend.uniform("images", DataType.FLOAT, 4, 2, 6, 6).muli(1e5);

      plan.forward(images, TestBackend.DRAWS);

      assertThat(values(weights.statistics())).containsExactly(before);
    }
  }

  @Test
  void whatIsTooSmallForFp16IsZeroAndIsCounted() {
    try (Weights weights = TestBackend.filled(network, Precision.FLOAT);
        Plan half = plan(weights, 4, Phase.TRAINING, Precision.FLOAT16, Set.of());
        Plan brain = plan(weights, 4, Phase.TRAINING, Precision.BFLOAT16, Set.of())) {
      assertThat(zeroShare(half, 0x1p-27)).isEqualTo(1);
      double small = zeroShare(half, 0x1p-16);
      double scaled = zeroShare(half, 0x1p-6);
      assertThat(small).isBetween(scaled + 0.05, 0.95);
      // A ReLU's mask is zero too.
      assertThat(scaled).isBetween(0.05, 0.4);
      assertThat(zeroShare(brain, 0x1p-27)).isEqualTo(zeroShare(brain, 1));
    }
  }

  @Test
  void countsEveryGradientOfALayersOutputOnceUntilItIsToldToStop() {
    long[] counted = new long[2];
    try (Weights weights = TestBackend.filled(network, Precision.FLOAT);
        Plan plan = plan(weights, 2, Phase.TRAINING, Precision.FLOAT, Set.of())) {
      plan.forward(TestBackend.uniform("i", DataType.FLOAT, 2, 2, 6, 6), TestBackend.DRAWS);
      plan.countZeros(
          (zeros, values) -> {
            counted[0] += zeros;
            counted[1] += values;
          });
      plan.backward(Nd4j.zeros(DataType.FLOAT, 2, 3), Accumulate.OVERWRITE);
      plan.countZeros(null);
      plan.forward(TestBackend.uniform("i", DataType.FLOAT, 2, 2, 6, 6), TestBackend.DRAWS);
      plan.backward(Nd4j.zeros(DataType.FLOAT, 2, 3), Accumulate.OVERWRITE);
    }
    // Five layers of 4 x 6 x 6, a pool of 4 and 3 logits, for two images.
    long values = 2 * (5 * 4 * 6 * 6 + 4 + 3);
    assertThat(counted).containsExactly(values, values);
  }

  @Test
  void doesNotTakeSmallNumbersForZero() {
    long[] zeros = new long[1];
    try (Weights weights = one(1, 0);
        Plan plan = plan(weights, 1, Phase.TRAINING, Precision.FLOAT16, Set.of())) {
      plan.forward(Nd4j.ones(DataType.FLOAT, 1, 1, 1, 1), TestBackend.DRAWS);
      plan.countZeros((zero, values) -> zeros[0] += zero);

      plan.backward(Nd4j.ones(DataType.FLOAT, 1, 1).muli(0x1p-24), Accumulate.OVERWRITE);
      assertThat(zeros[0]).isZero();
      assertThat(weights.gradient("fc.weight").getFloat(0)).isEqualTo(0x1p-24f);

      plan.forward(Nd4j.ones(DataType.FLOAT, 1, 1, 1, 1), TestBackend.DRAWS);
      plan.backward(Nd4j.ones(DataType.FLOAT, 1, 1).muli(0x1p-25), Accumulate.OVERWRITE);
      assertThat(zeros[0]).isEqualTo(1);
      assertThat(weights.gradient("fc.weight").getFloat(0)).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"BFLOAT16", "FLOAT16"})
  void saysThatNothingGetsFaster(Precision precision) {
    Backend backend = TestBackend.open();
    assertThat(backend.remark(precision))
        .hasValueSatisfying(
            remark ->
                assertThat(remark).contains(precision.name()).contains("nothing gets faster"));
    assertThat(backend.remark(Precision.FLOAT)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"BFLOAT16", "FLOAT16"})
  void mastersHaveMoreBits(Precision precision) {
    assertThatThrownBy(() -> TestBackend.open().allocate(network, precision))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(precision.name())
        .hasMessageContaining("FLOAT");
    try (Weights weights = TestBackend.weights(network, Precision.DOUBLE)) {
      assertThatThrownBy(() -> plan(weights, 1, Phase.TRAINING, precision, Set.of()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("masters of DOUBLE");
    }
  }

  private Weights one(float weight, float bias) {
    Weights weights = TestBackend.weights(product, Precision.FLOAT);
    weights.edit(
        editable -> {
          editable.parameter("fc.weight").assign(weight);
          editable.parameter("fc.bias").assign(bias);
        });
    return weights;
  }

  private static double zeroShare(Plan plan, double scale) {
    long[] counted = new long[2];
    plan.forward(TestBackend.uniform("images", DataType.FLOAT, 4, 2, 6, 6), TestBackend.DRAWS);
    plan.countZeros(
        (zeros, values) -> {
          counted[0] += zeros;
          counted[1] += values;
        });
    plan.backward(
        TestBackend.uniform("gradient", DataType.FLOAT, 4, 3).muli(scale), Accumulate.OVERWRITE);
    return (double) counted[0] / counted[1];
  }

  private static float[] rounded(INDArray array, Precision precision) {
    return values(array.castTo(Storage.type(precision)).castTo(DataType.FLOAT));
  }

  private static float[] values(INDArray array) {
    return array.reshape('c', new long[] {array.length()}).toFloatVector();
  }

  private static Plan plan(
      Weights weights, int batch, Phase phase, Precision precision, Set<String> taps) {
    return TestBackend.open()
        .plan(weights, new PlanSpec(batch, weights.network().input(), phase, precision, taps));
  }
}
