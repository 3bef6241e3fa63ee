package io.bagoftricks.engine.internal.train.hook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.bagoftricks.api.Metrics;
import io.bagoftricks.api.Slot;
import io.bagoftricks.api.Step;
import io.bagoftricks.api.StepParameter;
import io.bagoftricks.api.network.Parameter;
import io.bagoftricks.api.network.Role;
import io.bagoftricks.backends.spi.Weights;
import io.bagoftricks.engine.plan.RunPlan;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A step at the rate 0.5, gradients all 1 and weights all 2; of the weights alone decay. */
final class StepContextTest {
  private final RunPlan plan = Contexts.plan();
  private final Weights weights = Contexts.weights(plan);
  private final StepContext step = context(null);

  private StepContextTest() {
    weights.masters().assign(2);
    weights.gradients().assign(1);
  }

  private StepContext context(@Nullable Metrics last) {
    return new StepContext(
        plan,
        Contexts.MOMENT,
        weights,
        0.5,
        1,
        change -> {
          change.accept(weights.masters());
          weights.gradients().assign(4);
        },
        last);
  }

  private void in(Consumer<Step> hook) {
    Contexts.call(step, hook::accept);
  }

  private static StepParameter named(Step step, String name) {
    return step.parameters().stream()
        .filter(each -> each.parameter().name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** In place of the schedule's and of earlier factors; halved after a rollback as that is. */
  @Test
  void aTrickSetsTheRate() {
    StepContext later =
        new StepContext(plan, Contexts.MOMENT, weights, 0.5, 0.25, change -> {}, null);
    assertThat(later.learningRate()).isEqualTo(0.125);
    Contexts.call(
        later,
        s -> {
          s.multiplyLearningRate(3);
          s.setLearningRate(0.2);
          assertThat(s.learningRate()).isEqualTo(0.05);
          s.multiplyLearningRate(2);
          for (double wrong : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThatThrownBy(() -> s.setLearningRate(wrong))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A rate is not negative, and finite: " + wrong);
          }
        });
    assertThat(later.learningRate()).isEqualTo(0.1);
    assertThat(later.editors(Slot.STEP_RATE)).containsExactly("average");
  }

  /** A rate of zero is one, and setting it alone is an edit. */
  @Test
  void aTrickStopsAStepByItsRate() {
    in(s -> s.setLearningRate(0));

    assertThat(step.learningRate()).isZero();
    assertThat(step.editors(Slot.STEP_RATE)).containsExactly("average");
  }

  @Test
  void handsOutTheArrays() {
    in(
        s -> {
          assertThat(s.weights()).isSameAs(weights.masters());
          assertThat(s.gradients()).isSameAs(weights.gradients());
          Parameter first = plan.network().parameters().get(0);
          assertThat(s.gradient(first)).isEqualTo(weights.gradient(first.name()));
          assertThat(s.gradientNorm())
              .isCloseTo(Math.sqrt((double) weights.layout().elements()), within(1e-4));
        });
    assertThat(weights.version()).isZero();
    assertThat(step.editors(Slot.GRADIENTS)).isEmpty();
  }

  /** A backend hears of it when the call is over. */
  @Test
  void editsAreHandedBack() {
    in(
        s -> {
          assertThat(s.editGradients()).isSameAs(weights.gradients());
          assertThat(weights.version()).isZero();
        });
    assertThat(weights.version()).isEqualTo(1);
    assertThat(step.editors(Slot.GRADIENTS)).containsExactly("average");
    in(s -> {});
    assertThat(weights.version()).isEqualTo(1);
  }

  @Test
  void gradientsAreScaled() {
    in(s -> s.scaleGradients(0.25));
    assertThat(weights.gradients().meanNumber().doubleValue()).isEqualTo(0.25);
    assertThat(step.editors(Slot.GRADIENTS)).containsExactly("average");
  }

  @Test
  void ratesAreMultiplied() {
    in(
        s -> {
          assertThat(s.learningRate()).isEqualTo(0.5);
          s.multiplyLearningRate(0.5);
          s.multiplyLearningRate(0.25);
          assertThat(s.learningRate()).isEqualTo(0.0625);
        });
    assertThat(step.learningRate()).isEqualTo(0.0625);
    assertThat(step.parameterFactors()).isEmpty();
    assertThat(step.editors(Slot.STEP_RATE)).containsExactly("average");
    in(s -> s.multiplyLearningRate(0));
    assertThat(step.learningRate()).isZero();
  }

  @Test
  void ratesOfSingleParametersAreMultiplied() {
    in(
        s -> {
          StepParameter one = named(s, "fc.weight");
          assertThat(one.learningRate()).isEqualTo(0.5);
          one.multiplyLearningRate(0.5);
          one.multiplyLearningRate(0.5);
          s.multiplyLearningRate(2);
          assertThat(one.learningRate()).isEqualTo(0.25);
          assertThat(named(s, "fc.bias").learningRate()).isEqualTo(1);
        });
    assertThat(step.parameterFactors()).containsOnlyKeys("fc.weight").containsValue(0.25);
    assertThat(step.editors(Slot.STEP_RATE)).containsExactly("average");
  }

  @Test
  void aFactorOfOneParameterIsAnEditOfTheRate() {
    in(s -> named(s, "fc.weight").multiplyLearningRate(0.5));
    assertThat(step.editors(Slot.STEP_RATE)).containsExactly("average");
  }

  @Test
  void theRateOfWhatIsFrozenIsZero() {
    RunPlan frozen = Contexts.plan(List.of("fc.bias"));
    StepContext other =
        new StepContext(frozen, Contexts.MOMENT, weights, 0.5, 1, change -> {}, null);
    Contexts.call(
        other,
        s -> {
          assertThat(named(s, "fc.bias").learningRate()).isZero();
          assertThat(named(s, "fc.weight").learningRate()).isEqualTo(0.5);
        });
  }

  @Test
  void refusesFactorsThatAreNegativeOrNotFinite() {
    for (double wrong : new double[] {-0.1, Double.NaN, Double.POSITIVE_INFINITY}) {
      String message = "A factor on the rate is finite and not negative, but it is " + wrong;
      assertThatThrownBy(() -> in(s -> s.multiplyLearningRate(wrong))).hasMessage(message);
      assertThatThrownBy(() -> in(s -> named(s, "fc.bias").multiplyLearningRate(wrong)))
          .hasMessage(message);
    }
  }

  @Test
  void parametersAreAllOfTheNetworkWithTheirDecay() {
    in(
        s -> {
          List<StepParameter> all = s.parameters();
          assertThat(all)
              .extracting(StepParameter::parameter)
              .isEqualTo(plan.network().parameters());
          for (StepParameter each : all) {
            assertThat(each.weightDecay())
                .isEqualTo(each.parameter().role() == Role.WEIGHT ? 1e-4 : 0);
          }
        });
  }

  @Test
  void aParameterHasItsPartOfTheArrays() {
    weights.parameter("fc.bias").assign(3);
    weights.gradient("fc.bias").assign(-2);
    in(
        s -> {
          StepParameter bias = named(s, "fc.bias");
          assertThat(bias.weight().toFloatVector()).hasSize(10).containsOnly(3);
          assertThat(bias.gradient().toFloatVector()).hasSize(10).containsOnly(-2);
          assertThat(bias.weightNorm()).isCloseTo(3 * Math.sqrt(10), within(1e-5));
          assertThat(bias.gradientNorm()).isCloseTo(2 * Math.sqrt(10), within(1e-5));
          assertThat(weights.version()).isZero();
          bias.editGradient().assign(5);
          assertThat(bias.gradientNorm()).isCloseTo(5 * Math.sqrt(10), within(1e-5));
          assertThat(bias.weightNorm()).isCloseTo(3 * Math.sqrt(10), within(1e-5));
        });
    assertThat(weights.gradient("fc.bias").toFloatVector()).containsOnly(5);
    assertThat(weights.version()).isEqualTo(1);
    assertThat(step.editors(Slot.GRADIENTS)).containsExactly("average");
  }

  /** By hand: a filter of 4 x 3 x 3 equal values has six times their size. */
  @Test
  void rowsHaveNormsOfTheirOwn() {
    String name = "layer3.0.conv2.weight";
    for (int row = 0; row < 4; row++) {
      weights.parameter(name).slice(row).assign(row + 1);
      weights.gradient(name).slice(row).assign(-0.5 * row);
      weights.gradient("fc.bias").putScalar(row, -row);
    }
    in(
        s -> {
          assertThat(named(s, name).weight().shape()).containsExactly(4, 4, 3, 3);
          assertThat(named(s, name).weightRowNorms()).containsExactly(6, 12, 18, 24);
          assertThat(named(s, name).gradientRowNorms()).containsExactly(0, 3, 6, 9);
          assertThat(named(s, "fc.bias").gradientRowNorms())
              .containsExactly(0, 1, 2, 3, 1, 1, 1, 1, 1, 1);
        });
  }

  @Test
  void normsFollowWhatIsWritten() {
    double root = Math.sqrt(10);
    in(
        s -> {
          StepParameter bias = named(s, "fc.bias");
          assertThat(bias.gradientNorm()).isCloseTo(root, within(1e-5));
          s.scaleGradients(2);
          assertThat(bias.gradientNorm()).isCloseTo(2 * root, within(1e-5));
          INDArray gradients = s.editGradients();
          gradients.muli(3);
          assertThat(bias.gradientNorm()).isCloseTo(6 * root, within(1e-5));
          gradients.muli(0.5);
          assertThat(bias.gradientNorm()).isCloseTo(3 * root, within(1e-5));
        });
    weights.gradients().assign(7);
    in(s -> assertThat(named(s, "fc.bias").gradientNorm()).isCloseTo(7 * root, within(1e-5)));
  }

  @Test
  void gradientsAreComputedAgain() {
    in(
        s -> {
          StepParameter bias = named(s, "fc.bias");
          assertThat(bias.gradientNorm()).isCloseTo(Math.sqrt(10), within(1e-5));
          s.recomputeGradients(changed -> changed.muli(2));
          assertThat(bias.gradientNorm()).isCloseTo(4 * Math.sqrt(10), within(1e-5));
        });
    assertThat(weights.masters().meanNumber().doubleValue()).isEqualTo(4);
    assertThat(step.editors(Slot.GRADIENTS)).containsExactly("average");
  }

  /** Writes so far are known before the weights are used. */
  @Test
  void whatWasWrittenIsToldBeforeTheWeightsCompute() {
    in(
        s -> {
          s.editGradients();
          s.recomputeGradients(changed -> assertThat(weights.version()).isEqualTo(1));
          s.editGradients();
          s.gradientNorm();
          assertThat(weights.version()).isEqualTo(2);
        });
  }

  @Test
  void aStepIsLeftOut() {
    assertThat(step.skipReason()).isEmpty();
    in(s -> s.skip("why"));
    assertThat(step.skipReason()).contains("why");
    assertThat(step.editors(Slot.DECISION)).containsExactly("average");
  }

  @Test
  void theLastEvaluationIsThereIfThereWasOne() {
    Metrics metrics = new Metrics(0.5, 1, 0, 0, 10);
    assertThat(step.lastEvaluation()).isEmpty();
    assertThat(context(metrics).lastEvaluation()).contains(metrics);
  }

  @Test
  void whatItDecidesHasAnEffectOfItsOwn() {
    Set<Long> effects = new HashSet<>();
    effects.add(step.effects());
    in(s -> s.multiplyLearningRate(0.5));
    effects.add(step.effects());
    in(s -> named(s, "fc.bias").multiplyLearningRate(0.5));
    effects.add(step.effects());
    in(s -> s.skip("why"));
    effects.add(step.effects());
    assertThat(effects).hasSize(4);
  }
}
