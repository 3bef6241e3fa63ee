package io.bagoftricks.backends.testkit.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.bagoftricks.api.network.Network;
import io.bagoftricks.api.network.Precision;
import io.bagoftricks.api.random.Draws;
import io.bagoftricks.backends.spi.Accumulate;
import io.bagoftricks.backends.spi.Phase;
import io.bagoftricks.backends.spi.Plan;
import io.bagoftricks.backends.spi.Weights;
import io.bagoftricks.backends.testkit.conformance.internal.network.Fill;
import io.bagoftricks.backends.testkit.conformance.internal.network.SmallNetworks;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A backend stores activations as it says, at least as exactly as it is asked to. */
@Tag("isa")
abstract class StoredPrecisionContract extends Contract {
  private static final int BATCH = 4;

  Stream<Subject> subjects() {
    return Stream.concat(tested().sixteenBits(), tested().exact());
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void loseNeitherDigitsNorRange(Subject subject) {
    Precision stored = subject.stored();

    assertThat(subject.backend().precisions()).contains(stored);
    assertThat(digits(stored)).isGreaterThanOrEqualTo(digits(subject.precision()));
    assertThat(exponent(stored)).isGreaterThanOrEqualTo(exponent(subject.precision()));
    assertThat(stored.masters()).isEqualTo(subject.masters());
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void giveTheBitsOfWhatIsStored(Subject subject) {
    Subject stored = new Subject(subject.backend(), subject.stored());

    assertThat(stored.stored()).isEqualTo(stored.precision());
    assertThat(run(subject)).isDeepEqualTo(run(stored));
  }

  private static double[][] run(Subject subject) {
    Network network = SmallNetworks.residual();
    try (Weights weights = subject.filled(network);
        Plan training = subject.plan(weights, BATCH, Phase.TRAINING);
        Plan evaluation = subject.plan(weights, BATCH, Phase.EVALUATION)) {
      assertThat(training.spec().precision()).isEqualTo(subject.precision());
      var images = Fill.images("x", subject.type(), BATCH, network.input());
      double[] logits = Fill.doubles(training.forward(images, Draws.of(1)));
      training.backward(
          Fill.uniform("gradient", subject.type(), BATCH, network.classes()), Accumulate.OVERWRITE);
      return new double[][] {
        logits,
        Fill.doubles(weights.gradients()),
        Fill.doubles(evaluation.forward(images, Draws.of(1)))
      };
    }
  }

  private static int digits(Precision precision) {
    return switch (precision) {
      case DOUBLE -> 53;
      case FLOAT -> 24;
      case BFLOAT16 -> 8;
      case FLOAT16 -> 11;
    };
  }

  /** Of the largest number. */
  private static int exponent(Precision precision) {
    return switch (precision) {
      case DOUBLE -> Double.MAX_EXPONENT;
      case FLOAT, BFLOAT16 -> Float.MAX_EXPONENT;
      case FLOAT16 -> 15;
    };
  }
}
