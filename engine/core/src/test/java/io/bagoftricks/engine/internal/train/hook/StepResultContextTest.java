package io.bagoftricks.engine.internal.train.hook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.bagoftricks.api.FlatValues;
import io.bagoftricks.api.Slot;
import io.bagoftricks.api.StepResult;
import io.bagoftricks.api.StepResultParameter;
import io.bagoftricks.backends.spi.Weights;
import io.bagoftricks.engine.internal.state.StoredState;
import io.bagoftricks.engine.plan.RunPlan;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** After a step: weights all 2, statistics all 4. */
final class StepResultContextTest {
  private final RunPlan plan = Contexts.plan();
  private final Weights weights = Contexts.weights(plan);
  private final StepResultContext result =
      new StepResultContext(Contexts.MOMENT, weights, true, false, Set.of());

  private StepResultContextTest() {
    weights.masters().assign(2);
    weights.statistics().assign(4);
  }

  private void in(Consumer<StepResult> hook) {
    Contexts.call(result, hook::accept);
  }

  @Test
  void saysWhatBecameOfTheStep() {
    assertThat(result.updated()).isTrue();
    assertThat(result.overflowed()).isFalse();
    StepResultContext other =
        new StepResultContext(Contexts.MOMENT, weights, false, true, Set.of());
    assertThat(other.updated()).isFalse();
    assertThat(other.overflowed()).isTrue();
  }

  @Test
  void saysWhichParametersWereUpdated() {
    Set<String> leftOut = Set.of("fc.bias");
    StepResultContext step = new StepResultContext(Contexts.MOMENT, weights, true, false, leftOut);
    Contexts.call(
        step,
        r ->
            assertThat(r.parameters())
                .allMatch(each -> each.updated() != each.parameter().name().equals("fc.bias")));
    StepResultContext skipped =
        new StepResultContext(Contexts.MOMENT, weights, false, false, Set.of());
    Contexts.call(skipped, r -> assertThat(r.parameters()).noneMatch(StepResultParameter::updated));
  }

  @Test
  void handsOutTheArrays() {
    in(
        r -> {
          assertThat(r.weights()).isSameAs(weights.masters());
          assertThat(r.statistics()).isSameAs(weights.statistics());
        });
    assertThat(weights.version()).isZero();
    in(r -> assertThat(r.editWeights()).isSameAs(weights.masters()));
    assertThat(weights.version()).isEqualTo(1);
    assertThat(result.editors(Slot.WEIGHTS)).containsExactly("average");
  }

  @Test
  void parametersAreWrittenOneByOne() {
    in(
        r -> {
          assertThat(r.parameters())
              .extracting(StepResultParameter::parameter)
              .isEqualTo(plan.network().parameters());
          StepResultParameter bias = bias(r);
          assertThat(bias.weightNorm()).isCloseTo(2 * Math.sqrt(10), within(1e-5));
          bias.editWeight().muli(3);
          assertThat(bias.weightNorm()).isCloseTo(6 * Math.sqrt(10), within(1e-5));
        });
    assertThat(weights.parameter("fc.bias").toFloatVector()).containsOnly(6);
    assertThat(weights.version()).isEqualTo(1);
    assertThat(result.editors(Slot.WEIGHTS)).containsExactly("average");
  }

  private static StepResultParameter bias(StepResult r) {
    return r.parameters().stream()
        .filter(each -> each.parameter().name().equals("fc.bias"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void normsFollowWhatIsWritten() {
    in(
        r -> {
          StepResultParameter bias = bias(r);
          assertThat(bias.weightNorm()).isCloseTo(2 * Math.sqrt(10), within(1e-5));
          r.editWeights().muli(2);
          assertThat(bias.weightNorm()).isCloseTo(4 * Math.sqrt(10), within(1e-5));
        });
    weights.masters().assign(1);
    in(r -> assertThat(bias(r).weightNorm()).isCloseTo(Math.sqrt(10), within(1e-5)));
  }

  /** From 0, a quarter of the way to 2 and to 4. */
  @Test
  void averagesMoveTowardsWeightsAndStatistics() {
    INDArray mean = Nd4j.zeros(DataType.FLOAT, weights.layout().elements());
    INDArray statistics = Nd4j.zeros(DataType.FLOAT, weights.layout().statisticsElements());
    in(
        r -> {
          r.lerpWeightsInto(mean, 0.25);
          r.lerpStatisticsInto(statistics, 0.25);
        });
    assertThat(mean.toFloatVector()).containsOnly(0.5f);
    assertThat(statistics.toFloatVector()).containsOnly(1f);
    in(
        r -> {
          r.lerpWeightsInto(FlatValues.of(mean), 1);
          r.lerpStatisticsInto(FlatValues.of(statistics), 1);
        });
    assertThat(mean.toFloatVector()).containsOnly(2f);
    assertThat(statistics.toFloatVector()).containsOnly(4f);
  }

  @Test
  void averagesThatAStateKeepsMoveWhereTheyLie() {
    StoredState state = new StoredState();
    state.place(weights);
    FlatValues mean = state.flat("mean", () -> Nd4j.zeros(weights.layout().elements()));
    FlatValues statistics =
        state.flat("statistics", () -> Nd4j.zeros(weights.layout().statisticsElements()));
    in(
        r -> {
          r.editWeights().muli(2);
          r.lerpWeightsInto(mean, 0.5);
          assertThat(weights.version()).as("told of what was written").isEqualTo(1);
          r.lerpStatisticsInto(statistics, 0.5);
        });
    assertThat(mean.values().toFloatVector()).containsOnly(2f);
    assertThat(statistics.values().toFloatVector()).containsOnly(2f);
  }
}
