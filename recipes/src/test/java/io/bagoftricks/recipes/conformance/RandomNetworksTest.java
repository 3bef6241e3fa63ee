package io.bagoftricks.recipes.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.bagoftricks.api.random.Draws;
import io.bagoftricks.backends.spi.Accumulate;
import io.bagoftricks.backends.spi.Backend;
import io.bagoftricks.backends.spi.Phase;
import io.bagoftricks.backends.spi.Plan;
import io.bagoftricks.backends.spi.Weights;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Every backend against the reference in 64 bits. The build's properties {@code
 * random.networks.first} and {@code random.networks} choose the seeds: {@code
 * -Drandom.networks.first=17 -Drandom.networks=1} runs one again.
 */
final class RandomNetworksTest {
  private static final long FIRST = Long.getLong("random.networks.first", 0);
  private static final int COUNT = Integer.getInteger("random.networks", 250);

  static List<Backend> backends() {
    return TestBackends.underTest();
  }

  @ParameterizedTest
  @MethodSource("backends")
  @Tag("isa")
  @Timeout(value = 8, unit = TimeUnit.HOURS) // thousands of them with the profile long
  void errorIsThatOfTheReferenceIn32Bits(Backend backend) {
    RandomTrials trials = RandomTrials.run(backend, FIRST, COUNT);

    assertThat(trials.failures())
        .describedAs(
            "%s: of %d networks, %d compared, %d excluded",
            backend.id(), COUNT, trials.compared(), trials.excluded().size())
        .isEmpty();
    assertThat(trials.excluded())
        .describedAs("networks in doubt whatever their numbers")
        .hasSizeLessThanOrEqualTo(1 + COUNT / 50);
  }

  /** Mistakes of backends that the comparison must find. */
  enum Mistake implements AlteredBackend.Alteration {
    LOSES_AN_EXAMPLE {
      @Override
      public void backward(Plan plan, Weights weights, INDArray gradient, Accumulate mode) {
        INDArray others = gradient.dup();
        others.getRow(0).assign(0);
        plan.backward(others, mode);
      }
    },
    ADD_OVERWRITES {
      @Override
      public void backward(Plan plan, Weights weights, INDArray gradient, Accumulate mode) {
        plan.backward(gradient, Accumulate.OVERWRITE);
      }
    },
    STATISTICS_MOVE_IN_EVALUATION {
      @Override
      public INDArray forward(Plan plan, Weights weights, INDArray input, Draws draws) {
        if (plan.spec().phase() == Phase.EVALUATION && weights.layout().statisticsElements() > 0) {
          weights.edit(editable -> editable.statistics().muli(1.001));
        }
        return plan.forward(input, draws);
      }
    },
    FORGETS_THE_DRAWS {
      @Override
      public INDArray forward(Plan plan, Weights weights, INDArray input, Draws draws) {
        return plan.forward(input, draws.stream("another"));
      }
    }
  }

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

    RandomTrials trials =
        RandomTrials.run(new AlteredBackend(TestBackends.reference(), onePercent), 0, 10);

    // In some networks the parameter is none that the logits feel.
    assertThat(trials.failures()).hasSizeGreaterThan(trials.compared() * 2 / 3);
  }

  @ParameterizedTest
  @EnumSource
  void aMistakeIsFound(Mistake mistake) {
    Backend wrong = new AlteredBackend(TestBackends.reference(), mistake);

    RandomTrials trials = RandomTrials.untilFailure(wrong, 40);

    assertThat(trials.failures()).isNotEmpty();
  }

  @Test
  void anotherRoundingIsNoMistake() {
    Backend other = new AlteredBackend(TestBackends.reference(), new OtherRounding(99));

    RandomTrials trials = RandomTrials.run(other, 0, 15);

    assertThat(trials.failures()).isEmpty();
    assertThat(trials.compared()).isGreaterThanOrEqualTo(10);
  }
}
