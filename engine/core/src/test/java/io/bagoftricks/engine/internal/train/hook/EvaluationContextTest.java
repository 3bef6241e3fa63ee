package io.bagoftricks.engine.internal.train.hook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bagoftricks.api.Evaluation;
import io.bagoftricks.api.FlatValues;
import io.bagoftricks.api.Slot;
import io.bagoftricks.api.random.Draws;
import io.bagoftricks.backends.spi.Weights;
import io.bagoftricks.engine.internal.loader.SampleStep;
import io.bagoftricks.engine.internal.state.StoredState;
import io.bagoftricks.engine.internal.train.watch.TrickWatch;
import io.bagoftricks.engine.plugin.TrickException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The choices of tricks for an evaluation. */
final class EvaluationContextTest {
  private final Weights weights = Contexts.weights(Contexts.plan());
  private final TrickWatch watch = Contexts.watch();
  private final List<Object> measured = new ArrayList<>();
  private final EvaluationContext context = context();
  private final long elements = weights.layout().elements();
  private final long running = weights.layout().statisticsElements();

  private EvaluationContext context() {
    return new EvaluationContext(
        Contexts.MOMENT,
        Draws.of(42),
        watch,
        weights,
        (masters, examples) -> {
          measured.add(masters);
          measured.add(examples);
          return Nd4j.ones(3);
        });
  }

  private void in(Consumer<Evaluation> hook) {
    Contexts.call(context, hook::accept);
  }

  private static INDArray all(double value, long length) {
    return Nd4j.valueArrayOf(new long[] {length}, value, DataType.FLOAT);
  }

  @Test
  void chosenWeightsReplaceThoseInTraining() {
    assertThat(context.choice()).isNull();
    in(e -> e.useWeights(all(2, elements), all(3, running)));
    assertThat(weights.masters().meanNumber().doubleValue()).isZero();
    Objects.requireNonNull(context.choice()).run();
    assertThat(weights.masters().toFloatVector()).containsOnly(2);
    assertThat(weights.statistics().toFloatVector()).containsOnly(3);
    assertThat(context.editors(Slot.EVALUATED_WEIGHTS)).containsExactly("average");
  }

  @Test
  void weightsThatAStateKeepsAreChosenToo() {
    StoredState state = new StoredState();
    state.place(weights);
    FlatValues masters = state.flat("masters", () -> all(4, elements));
    FlatValues statistics = state.flat("statistics", () -> all(5, running));
    in(e -> e.useWeights(masters, statistics));
    Objects.requireNonNull(context.choice()).run();
    assertThat(weights.masters().toFloatVector()).containsOnly(4);
    assertThat(weights.statistics().toFloatVector()).containsOnly(5);
  }

  @Test
  void twoChoicesAreOneTooMany() {
    in(e -> e.useWeights(all(2, elements), all(3, running)));
    assertThatThrownBy(() -> in(e -> e.useWeights(all(2, elements), all(3, running))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("The weights to evaluate are chosen already; one trick chooses them, once");
  }

  @Test
  void refusesWeightsThatDoNotFit() {
    assertThatThrownBy(() -> in(e -> e.useWeights(all(2, 3), all(3, running))))
        .hasMessage(
            String.format(
                Locale.ROOT,
                "The weights to evaluate are 3 values of type FLOAT, but the network has %,d of type"
                    + " FLOAT",
                elements));
    assertThatThrownBy(() -> in(e -> e.useWeights(all(2, elements), all(3, 3))))
        .hasMessageStartingWith("The statistics to evaluate are 3 values of type FLOAT, but");
    assertThatThrownBy(
            () -> in(e -> e.useWeights(all(2, elements).castTo(DataType.DOUBLE), all(3, running))))
        .hasMessageContaining("values of type DOUBLE, but the network has");
    assertThatThrownBy(() -> in(e -> e.useWeights(all(Double.NaN, elements), all(3, running))))
        .hasMessage("The weights to evaluate are not finite, though those in training are");
    assertThat(context.choice()).isNull();
  }

  @Test
  void weightsThatAreNotFiniteAreThoseOfTheTraining() {
    weights.masters().assign(Double.NaN);
    in(e -> e.useWeights(all(Double.NaN, elements), all(3, running)));
    assertThat(context.choice()).isNotNull();
  }

  @Test
  void statisticsAreMeasuredOnAtLeastOneExample() {
    INDArray masters = all(1, elements);
    in(e -> assertThat(e.recomputeStatistics(masters, 1).length()).isEqualTo(3));
    assertThat(measured).containsExactly(masters, 1L);
    assertThatThrownBy(() -> in(e -> e.recomputeStatistics(masters, 0)))
        .hasMessage("Statistics are measured on at least one example, not 0");
    assertThatThrownBy(() -> in(e -> e.recomputeStatistics(all(1, 3), 1)))
        .hasMessageStartingWith("The weights to evaluate are 3 values of type FLOAT, but");
    assertThat(measured).hasSize(2);
  }

  private INDArray seen(UnaryOperator<INDArray> view, INDArray inputs) {
    in(e -> e.addView(view));
    return context.views().get(context.views().size() - 1).apply(inputs);
  }

  @Test
  void aViewIsWhatItMakesOfTheInputs() {
    assertThat(seen(x -> x.mul(2), Nd4j.ones(1, 2)).ravel().toFloatVector()).containsExactly(2, 2);
    assertThat(context.editors(Slot.EVALUATED_VIEWS)).containsExactly("average");
    assertThat(context.views()).hasSize(1);
  }

  @Test
  void refusesViewsThatAreNotLikeTheInputs() {
    INDArray inputs = Nd4j.ones(1, 2);
    assertWrong(
        x -> null, inputs, "it returned null. Return the inputs to see, or a changed copy.");
    assertWrong(
        x -> {
          INDArray copy = x.dup();
          copy.close();
          return copy;
        },
        inputs,
        "it returned an array that is closed.");
    assertWrong(
        x -> Nd4j.ones(2, 1),
        inputs,
        "it returned the shape [2, 1] of type FLOAT. A view is as the inputs are, [1, 2] of type"
            + " FLOAT.");
    assertWrong(
        x -> x.castTo(DataType.DOUBLE), inputs, "it returned the shape [1, 2] of type DOUBLE. A");
    assertWrong(
        x -> x.dup().assign(Double.NaN),
        inputs,
        "it returned values that are not finite, though those of the inputs are.");
    INDArray spoilt = Nd4j.ones(1, 2).assign(Double.NaN);
    assertThat(seen(INDArray::dup, spoilt).shape()).containsExactly(1, 2);
  }

  private void assertWrong(UnaryOperator<INDArray> view, INDArray inputs, String message) {
    assertThatThrownBy(() -> seen(view, inputs))
        .isInstanceOf(TrickException.class)
        .hasMessageStartingWith(
            "[plugin/wrong-view] 'average' in its view of onEvaluate at epoch 2, step 13: "
                + message);
  }

  @Test
  void aViewKeepsTheShapeOfTheInputs() {
    assertThatThrownBy(() -> seen(x -> x.transposei(), Nd4j.rand(2, 2)))
        .hasMessageContaining("it gave inputs() another shape, order or memory");
  }

  @Test
  void preparationsHaveTheirTrickAndDraws() {
    in(e -> e.prepare(sample -> sample.flipHorizontally()));
    assertThat(context.editors(Slot.EVALUATED_SAMPLE)).containsExactly("average");
    SampleStep step = context.preparations().get(0);
    assertThat(step.instance()).isEqualTo("average");
    assertThat(step.draws().bits())
        .isEqualTo(Draws.of(42).stream("average").stream("prepare").bits());
  }

  @Test
  void whatItDecidesHasAnEffectOfItsOwn() {
    Set<Long> effects = new HashSet<>();
    effects.add(context.effects());
    in(e -> e.addView(x -> x));
    effects.add(context.effects());
    in(e -> e.prepare(sample -> {}));
    effects.add(context.effects());
    in(e -> e.useWeights(all(2, elements), all(3, running)));
    effects.add(context.effects());
    EvaluationContext other = context();
    Contexts.call(other, e -> e.addView(x -> x));
    Contexts.call(other, e -> e.prepare(sample -> {}));
    Contexts.call(other, e -> e.useWeights(all(2, elements), all(4, running)));
    effects.add(other.effects());
    EvaluationContext third = context();
    Contexts.call(third, e -> e.addView(x -> x));
    Contexts.call(third, e -> e.prepare(sample -> {}));
    Contexts.call(third, e -> e.useWeights(all(3, elements), all(3, running)));
    effects.add(third.effects());
    assertThat(effects).hasSize(6);
  }
}
