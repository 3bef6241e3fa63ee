package io.bagoftricks.backends.testkit.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.bagoftricks.backends.nd4j.Nd4jBackendProvider;
import io.bagoftricks.backends.spi.Accumulate;
import io.bagoftricks.backends.spi.Backend;
import io.bagoftricks.backends.spi.Plan;
import io.bagoftricks.backends.spi.Weights;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Random networks find mistakes, and nothing else. */
final class RandomNetworksPowerTest {
  @Test
  void aWrongGradientIsFound() {
    AlteredBackend.Alteration onePercent =
        new AlteredBackend.Alteration() {
          @Override
          public void backward(Plan plan, Weights weights, INDArray gradient, Accumulate mode) {
            plan.backward(gradient, mode);
            weights.layout().parameters().keySet().stream()
                .findFirst()
                .ifPresent(first -> weights.gradient(first).muli(1.01));
          }
        };

    RandomTrials trials = RandomTrials.run(altered(onePercent), 0, 10);

    // In some networks the parameter is none that the logits feel.
    assertThat(trials.failures()).hasSizeGreaterThan(trials.compared() * 2 / 3);
  }

  @ParameterizedTest
  @EnumSource
  void aMistakeIsFound(Mistake mistake) {

    RandomTrials trials = RandomTrials.untilFailure(altered(mistake), 40);

    assertThat(trials.failures()).isNotEmpty();
  }

  @Test
  void anotherRoundingIsNoMistake() {

    RandomTrials trials = RandomTrials.run(altered(new OtherRounding(99)), 0, 15);

    assertThat(trials.failures()).isEmpty();
    assertThat(trials.compared()).isGreaterThanOrEqualTo(10);
  }

  private static Tested altered(AlteredBackend.Alteration alteration) {
    Backend reference = Tested.open(new Nd4jBackendProvider()).reference();
    return new Tested(new AlteredBackend(reference, alteration), reference);
  }
}
