package io.bagoftricks.engine.internal.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.bagoftricks.api.Batch;
import io.bagoftricks.api.BatchHook;
import io.bagoftricks.api.EvaluateHook;
import io.bagoftricks.api.Evaluation;
import io.bagoftricks.api.Family;
import io.bagoftricks.api.LossDraft;
import io.bagoftricks.api.LossHook;
import io.bagoftricks.api.Moment;
import io.bagoftricks.api.Sample;
import io.bagoftricks.api.SampleHook;
import io.bagoftricks.api.Slot;
import io.bagoftricks.api.Step;
import io.bagoftricks.api.StepHook;
import io.bagoftricks.api.StepResult;
import io.bagoftricks.api.TrickCard;
import io.bagoftricks.api.TrickProvider;
import io.bagoftricks.api.TrickState;
import io.bagoftricks.api.Uses;
import io.bagoftricks.api.data.DataFacts;
import io.bagoftricks.api.data.Dataset.Image;
import io.bagoftricks.api.network.Shape;
import io.bagoftricks.api.network.Size;
import io.bagoftricks.engine.internal.model.CifarResNet;
import io.bagoftricks.engine.plan.RunPlan;
import io.bagoftricks.engine.plan.RunPlanner;
import io.bagoftricks.engine.plugin.HookPoint;
import io.bagoftricks.engine.plugin.TrickException;
import io.bagoftricks.engine.plugin.TrickRegistry;
import io.bagoftricks.engine.recipe.TrainingConfig;
import io.bagoftricks.engine.toys.ScriptedBackend;
import io.bagoftricks.engine.toys.ToyProvider;
import io.bagoftricks.engine.toys.ToyRecipes;
import io.bagoftricks.engine.toys.ToyTricks.None;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Single hooks of one trick that does whatever a test says. */
final class TrickCallsTest {
  private static final int CLASSES = 7;
  private static final Moment MOMENT = new Moment(1, 5, 8);

  private static Consumer<Batch> onBatch = batch -> {};
  private static Consumer<LossDraft> onLoss = loss -> {};
  private static Consumer<Step> onStep = step -> {};
  private static Consumer<StepResult> afterStep = result -> {};
  private static Consumer<Evaluation> onEvaluate = evaluation -> {};
  private static Consumer<Sample> onSample = sample -> {};

  @TrickCard(id = "any", family = Family.DATA, summary = "Does what a test says.")
  static final class AnyProvider extends ToyProvider<None> {
    AnyProvider() {
      super(Any.class, new None());
    }
  }

  static final class Any implements SampleHook, BatchHook, LossHook, StepHook, EvaluateHook {
    private final TrickState state;

    @Inject
    Any(TrickState state) {
      this.state = state;
    }

    @Override
    @Uses(adds = Slot.GEOMETRY)
    public void onSample(Sample sample) {
      onSample.accept(sample);
    }

    @Override
    @Uses(changes = {Slot.INPUT, Slot.TARGET})
    public void onBatch(Batch batch) {
      state.counter("batches", 0).increment();
      state.number("half", 0.5).get();
      onBatch.accept(batch);
    }

    @Override
    @Uses(
        changes = Slot.TARGET,
        adds = {Slot.LOSS_SCALE, Slot.LOSS_TERMS})
    public void onLoss(LossDraft loss) {
      onLoss.accept(loss);
    }

    @Override
    @Uses(
        changes = {Slot.GRADIENTS, Slot.DECISION},
        adds = Slot.STEP_RATE)
    public void onStep(Step step) {
      onStep.accept(step);
    }

    @Override
    @Uses(changes = Slot.WEIGHTS)
    public void afterStep(StepResult result) {
      afterStep.accept(result);
    }

    @Override
    @Uses(
        replaces = Slot.EVALUATED_WEIGHTS,
        adds = {Slot.EVALUATED_VIEWS, Slot.EVALUATED_SAMPLE})
    public void onEvaluate(Evaluation evaluation) {
      onEvaluate.accept(evaluation);
    }
  }

  private static final TrickRegistry TRICKS =
      TrickRegistry.of(List.<TrickProvider<?>>of(new AnyProvider()));

  private final INDArray inputs = Nd4j.ones(2, 1, 8, 8);
  private final INDArray targets = Nd4j.zeros(2, CLASSES);
  private final TrickCalls calls = calls();

  private TrickCallsTest() {
    targets.getColumn(0).assign(1);
  }

  @BeforeEach
  void forget() {
    onBatch = batch -> {};
    onLoss = loss -> {};
    onStep = step -> {};
    afterStep = result -> {};
    onEvaluate = evaluation -> {};
    onSample = sample -> {};
  }

  @AfterEach
  void close() {
    calls.close();
  }

  private static RunPlan plan() {
    return new RunPlanner(TRICKS)
        .plan(
            ToyRecipes.recipe(
                "calls",
                new ToyRecipes.Facts(new DataFacts(CLASSES, 20, 10, new Shape(1, 8, 8))),
                new CifarResNet(8, 1),
                new TrainingConfig(2, 5, 2, 42, true, 1, 1),
                List.of(ToyRecipes.entry(TRICKS, "any"))));
  }

  private static TrickCalls calls() {
    return TrickCalls.of(plan(), new ScriptedBackend(CLASSES, forward -> 1, backward -> 1));
  }

  private static Image image() {
    float[] pixels = new float[64];
    for (int i = 0; i < 64; i++) {
      pixels[i] = i;
    }
    return new Image(Size.of(8), new float[][] {pixels});
  }

  @Test
  void anImageIsPreparedAsInTraining() {
    List<Object> seen = new ArrayList<>();
    onSample =
        sample -> {
          seen.add(sample.index());
          seen.add(sample.moment());
          seen.add(sample.draws().bits());
          sample.flipHorizontally();
        };
    long draws = calls.sampleDraws("any", MOMENT, 17).bits();
    Image prepared = calls.onSample(MOMENT, image(), 17).image();
    assertThat(prepared.planes()[0]).startsWith(7, 6, 5, 4);
    assertThat(seen).containsExactly(17L, MOMENT, draws);
    assertThat(draws).isNotEqualTo(calls.sampleDraws("any", MOMENT, 18).bits());
  }

  @Test
  void aBatchIsChangedInPlace() {
    assertThat(calls.isEffective("any")).isFalse();
    assertThat(calls.onBatch(MOMENT, inputs, targets)).isEqualTo(2);
    assertThat(calls.isEffective("any")).isFalse();
    double[] drawn = new double[1];
    onBatch =
        batch -> {
          assertThat(batch.indices()).containsExactly(0, 1);
          assertThat(batch.logits().getDouble(1, 0)).isEqualTo(1);
          drawn[0] = batch.draws().uniform();
          batch.editInputs().muli(3);
          batch.keep(new int[] {0});
        };
    assertThat(calls.onBatch(MOMENT, inputs, targets)).isEqualTo(1);
    assertThat(inputs.meanNumber().doubleValue()).isEqualTo(3);
    assertThat(calls.isEffective("any")).isTrue();
    assertThat(drawn[0]).isEqualTo(calls.draws("any", HookPoint.ON_BATCH, MOMENT, 0).uniform());
  }

  @Test
  void writesThatAreNotDeclaredAreTold() {
    onBatch = batch -> batch.inputs().muli(3);
    assertThatThrownBy(() -> calls.onBatch(MOMENT, inputs, targets))
        .isInstanceOf(TrickException.class)
        .hasMessageStartingWith("[plugin/undeclared-write] 'any' in onBatch at epoch 2, step 6");
    onLoss = loss -> loss.targets().muli(3);
    assertThatThrownBy(() -> calls.onLoss(MOMENT, 0, inputs, Nd4j.zeros(2, CLASSES), targets))
        .hasMessageStartingWith("[plugin/undeclared-write] 'any' in onLoss at epoch 2, step 6");
    onStep = step -> step.weights().muli(3);
    assertThatThrownBy(() -> calls.onStep(MOMENT, 0.1, change -> {}))
        .hasMessageStartingWith("[plugin/undeclared-write] 'any' in onStep at epoch 2, step 6");
    onStep = step -> step.gradients().addi(3);
    assertThatThrownBy(() -> calls.onStep(MOMENT, 0.1, change -> {}))
        .hasMessageContaining("'any' in onStep at epoch 2, step 6: it wrote gradients()");
    afterStep = result -> result.statistics().addi(3);
    assertThatThrownBy(() -> calls.afterStep(MOMENT, true, false))
        .hasMessageStartingWith("[plugin/undeclared-write] 'any' in afterStep at epoch 2, step 6");
  }

  @Test
  void everyArrayThatIsHandedOutIsWatched() {
    onBatch = batch -> batch.targets().muli(3);
    assertThatThrownBy(() -> calls.onBatch(MOMENT, inputs, targets))
        .hasMessageContaining("'any' in onBatch at epoch 2, step 6: it wrote targets()");
    onLoss = loss -> loss.inputs().muli(3);
    assertThatThrownBy(() -> calls.onLoss(MOMENT, 0, inputs, Nd4j.zeros(2, CLASSES), targets))
        .hasMessageContaining("'any' in onLoss at epoch 2, step 6: it wrote inputs()");
    targets.assign(0).getColumn(0).assign(1);
    onLoss = loss -> loss.logits().addi(3);
    assertThatThrownBy(() -> calls.onLoss(MOMENT, 0, inputs, Nd4j.zeros(2, CLASSES), targets))
        .hasMessageContaining("'any' in onLoss at epoch 2, step 6: it wrote logits()");
  }

  /** Logits are the caller's again when the hook has returned, as are arrays of another batch. */
  @Test
  void anotherBatchHasArraysOfItsOwn() {
    INDArray logits = Nd4j.zeros(2, CLASSES);
    calls.onBatch(MOMENT, inputs, targets);
    calls.onLoss(MOMENT, 0, inputs, logits, targets);
    logits.addi(1);
    inputs.muli(2);
    targets.assign(0).getColumn(1).assign(1);
    calls.onBatch(MOMENT, inputs, targets);
    assertThat(calls.isEffective("any")).isFalse();
  }

  @Test
  void anEndFreesTheWeights() {
    ScriptedBackend backend = new ScriptedBackend(CLASSES, forward -> 1, backward -> 1);
    TrickCalls.of(plan(), backend).close();
    assertThat(backend.closedWeights()).isEqualTo(1);
  }

  @Test
  void aLossIsEvaluatedOnWhatTheHookLeft() {
    double[] drawn = new double[1];
    onLoss =
        loss -> {
          assertThat(loss.indices()).containsExactly(0, 1);
          drawn[0] = loss.draws().uniform();
          loss.scale(8);
          loss.multiply(LossDraft.HARD, 2);
        };
    INDArray logits = Nd4j.zeros(2, CLASSES);
    INDArray gradient = Nd4j.zeros(2, CLASSES);
    TrickCalls.Loss loss = calls.onLoss(MOMENT, 3, inputs, logits, targets);
    assertThat(loss.scale()).isEqualTo(8);
    assertThat(loss.evaluate(logits, gradient).get(LossDraft.HARD))
        .isCloseTo(2 * Math.log(CLASSES), within(1e-6));
    assertThat(gradient.getDouble(0, 0)).isCloseTo(1.0 / CLASSES - 1, within(1e-6));
    assertThat(drawn[0]).isEqualTo(calls.draws("any", HookPoint.ON_LOSS, MOMENT, 3).uniform());
    assertThat(drawn[0]).isNotEqualTo(calls.draws("any", HookPoint.ON_LOSS, MOMENT, 2).uniform());
  }

  /** Between two calls the caller may write what it likes, but for logits that it hands over. */
  @Test
  void theCallerMayWrite() {
    calls.onBatch(MOMENT, inputs, targets);
    calls.onLoss(MOMENT, 0, inputs, Nd4j.zeros(2, CLASSES), targets);
    calls.weights().masters().assign(2);
    calls.weights().gradients().assign(3);
    calls.weights().statistics().assign(4);
    long version = calls.weights().version();
    calls.onStep(MOMENT, 0.1, change -> {});
    assertThat(calls.weights().version()).isEqualTo(version + 3);
    calls.weights().masters().assign(3);
    calls.afterStep(MOMENT, true, false);
    calls.weights().masters().assign(4);
    calls.weights().statistics().assign(5);
    assertThat(calls.<String>evaluated(MOMENT, () -> "done")).isEqualTo("done");
  }

  @Test
  void aStepIsDecided() {
    onStep =
        step -> {
          assertThat(step.learningRate()).isEqualTo(0.5);
          assertThat(step.lastEvaluation()).isEmpty();
          step.multiplyLearningRate(0.25);
          step.parameters().get(0).multiplyLearningRate(3);
          step.recomputeGradients(weights -> weights.addi(1));
          assertThat(step.gradients().meanNumber().doubleValue()).isEqualTo(6);
          step.skip("why");
        };
    TrickCalls.Decision decision =
        calls.onStep(
            MOMENT,
            0.5,
            change -> {
              change.accept(calls.weights().masters());
              calls.weights().gradients().assign(6);
            });
    assertThat(decision.learningRate()).isEqualTo(0.125);
    assertThat(decision.parameterFactors())
        .isEqualTo(Map.of(calls.weights().network().parameters().get(0).name(), 3.0));
    assertThat(decision.skipReason()).contains("why");
  }

  @Test
  void theEndOfAStepIsTold() {
    List<Boolean> told = new ArrayList<>();
    afterStep =
        result -> {
          told.add(result.updated());
          told.add(result.overflowed());
          result.editWeights().assign(9);
        };
    calls.afterStep(MOMENT, true, false);
    calls.afterStep(MOMENT, false, true);
    assertThat(told).containsExactly(true, false, false, true);
    assertThat(calls.weights().masters().meanNumber().doubleValue()).isEqualTo(9);
  }

  @Test
  void chosenWeightsAreInPlaceMeanwhile() {
    calls.weights().masters().assign(1);
    INDArray other = calls.weights().masters().mul(5);
    INDArray statistics = calls.weights().statistics().add(2);
    onEvaluate = evaluation -> evaluation.useWeights(other, statistics);
    assertThat(
            calls.<Double>evaluated(
                MOMENT, () -> calls.weights().masters().meanNumber().doubleValue()))
        .isEqualTo(5);
    assertThat(calls.weights().masters().meanNumber().doubleValue()).isEqualTo(1);
  }

  @Test
  void imagesAndViewsOfAnEvaluation() {
    onEvaluate =
        evaluation -> {
          evaluation.prepare(sample -> sample.flipHorizontally());
          evaluation.addView(x -> x.mul(4));
          evaluation.addView(x -> x.mul(5));
        };
    assertThat(calls.prepared(MOMENT, image(), 3).planes()[0]).startsWith(7, 6, 5, 4);
    assertThat(calls.views(MOMENT, inputs))
        .extracting(view -> view.meanNumber().doubleValue())
        .containsExactly(4.0, 5.0);
  }

  @Test
  void whatATrickRemembersIsTakenOver() {
    calls.onBatch(MOMENT, inputs, targets);
    calls.onBatch(MOMENT, inputs, targets);
    assertThat(calls.remembered("any")).isEqualTo(Map.of("batches", 2L, "half", 0.5));
    try (TrickCalls other = calls()) {
      other.remember(calls);
      assertThat(other.remembered("any")).isEqualTo(Map.of("batches", 2L, "half", 0.5));
    }
  }
}
