package io.bagoftricks.engine.internal.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.bagoftricks.api.Batch;
import io.bagoftricks.api.BatchHook;
import io.bagoftricks.api.Family;
import io.bagoftricks.api.FlatValues;
import io.bagoftricks.api.LossDraft;
import io.bagoftricks.api.LossHook;
import io.bagoftricks.api.Moment;
import io.bagoftricks.api.Slot;
import io.bagoftricks.api.Step;
import io.bagoftricks.api.StepHook;
import io.bagoftricks.api.StepResult;
import io.bagoftricks.api.Teacher;
import io.bagoftricks.api.TeacherWeights;
import io.bagoftricks.api.Teachers;
import io.bagoftricks.api.TrickCard;
import io.bagoftricks.api.TrickProvider;
import io.bagoftricks.api.Uses;
import io.bagoftricks.api.data.DataFacts;
import io.bagoftricks.api.network.Shape;
import io.bagoftricks.api.optimizer.CustomRule;
import io.bagoftricks.api.optimizer.Optimizer;
import io.bagoftricks.api.optimizer.ParameterUpdate;
import io.bagoftricks.api.optimizer.UpdateRule;
import io.bagoftricks.backends.spi.Backend;
import io.bagoftricks.backends.spi.Phase;
import io.bagoftricks.backends.spi.Weights;
import io.bagoftricks.engine.internal.loader.LoaderBatch;
import io.bagoftricks.engine.internal.model.CifarResNet;
import io.bagoftricks.engine.internal.timing.StepProfiler;
import io.bagoftricks.engine.plan.RunPlan;
import io.bagoftricks.engine.plan.RunPlanner;
import io.bagoftricks.engine.plugin.TrickException;
import io.bagoftricks.engine.plugin.TrickRegistry;
import io.bagoftricks.engine.recipe.CheckpointConfig;
import io.bagoftricks.engine.recipe.OnNonFinite;
import io.bagoftricks.engine.recipe.Recipe;
import io.bagoftricks.engine.recipe.TrainingConfig;
import io.bagoftricks.engine.toys.ScriptedBackend;
import io.bagoftricks.engine.toys.ToyProvider;
import io.bagoftricks.engine.toys.ToyRecipes;
import io.bagoftricks.engine.toys.ToyTricks.None;
import io.bagoftricks.engine.toys.ToyType;
import io.bagoftricks.engine.train.NonFinite;
import io.bagoftricks.engine.train.NonFiniteException;
import io.bagoftricks.engine.train.UpdateReport;
import jakarta.inject.Inject;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Single steps of five images in micro-batches of 2, 2 and 1, with a trick that does what is asked.
 */
final class GradientsTest {
  private static final int CLASSES = 7;
  private static final TrickRegistry TRICKS =
      TrickRegistry.of(List.<TrickProvider<?>>of(new AnyProvider()));

  private static Consumer<Batch> onBatch = batch -> {};
  private static Consumer<LossDraft> onLoss = loss -> {};
  private static Consumer<Step> onStep = step -> {};
  private static Consumer<StepResult> afterStep = result -> {};

  @TrickCard(id = "any", family = Family.DATA, summary = "Does what a test says.")
  static final class AnyProvider extends ToyProvider<None> {
    AnyProvider() {
      super(Any.class, new None());
    }
  }

  static final class Any implements BatchHook, LossHook, StepHook, AutoCloseable {
    private static int closed;

    @Inject
    Any() {}

    @Override
    @Uses(changes = {Slot.INPUT, Slot.TARGET})
    public void onBatch(Batch batch) {
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
    public void close() {
      closed++;
    }
  }

  @BeforeEach
  void forget() {
    onBatch = batch -> {};
    onLoss = loss -> {};
    onStep = step -> {};
    afterStep = result -> {};
  }

  private static ScriptedBackend backend() {
    return new ScriptedBackend(CLASSES, forward -> 1, backward -> 1);
  }

  private static RunPlan plan(OnNonFinite policy) {
    return new RunPlanner(TRICKS)
        .plan(
            ToyRecipes.recipe(
                "gradients",
                new ToyRecipes.Facts(new DataFacts(CLASSES, 20, 10, new Shape(1, 8, 8))),
                new CifarResNet(8, 1),
                new TrainingConfig(
                    2, 5, 2, 42, true, 1, 1, CheckpointConfig.defaults(), policy, false),
                List.of(ToyRecipes.entry(TRICKS, "any"))));
  }

  private static UpdateReport update(RunPlan plan, Steps steps, long step, boolean countZeros) {
    float[] pixels = new float[5 * 64];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = 1 + i / 64;
    }
    return steps.update(
        new LoaderBatch(pixels, new int[] {0, 1, 0, 2, 0}, 40, 5),
        plan.settings().inputSize(0),
        new Moment(0, step, 8),
        null,
        countZeros);
  }

  private static UpdateReport step(ScriptedBackend backend) {
    return step(backend, OnNonFinite.STOP);
  }

  private static UpdateReport step(ScriptedBackend backend, OnNonFinite policy) {
    RunPlan plan = plan(policy);
    try (Steps steps = Steps.of(plan, backend, GradientExchange.alone())) {
      return update(plan, steps, 0, false);
    }
  }

  @Test
  void countsWhatIsRightAndTheEntropyOfTheTargets() {
    // Targets of half a class each have an entropy of log 2; these are two of five images.
    onLoss =
        loss -> {
          if (loss.indices()[0] == 42) {
            loss.editTargets().assign(0);
            loss.editTargets().getColumn(0).assign(0.5);
            loss.editTargets().getColumn(1).assign(0.5);
          }
        };
    UpdateReport report = step(backend());
    assertThat(report.correct()).isEqualTo(3);
    assertThat(report.examples()).isEqualTo(5);
    assertThat(report.targetEntropy()).isCloseTo(Math.log(2) * 2 / 5, within(1e-6));
    assertThat(report.zeroGradients()).isEmpty();
    assertThat(report.effective()).containsExactly("any");
  }

  @Test
  void micoBatchesHaveTheirImages() {
    List<String> seen = new ArrayList<>();
    onLoss =
        loss ->
            seen.add(
                loss.indices().length
                    + " from "
                    + loss.indices()[0]
                    + ": "
                    + loss.inputs().meanNumber().doubleValue());
    step(backend());
    assertThat(seen).containsExactly("2 from 40: 1.5", "2 from 42: 3.5", "1 from 44: 5.0");
  }

  /** A teacher is asked for these: it sees the mixed image that the student sees. */
  @Test
  void theLossHasTheImagesAndTargetsAsTricksLeaveThem() {
    // The first class of the network's logits is the largest; three of five images are of it.
    onBatch =
        batch -> {
          batch.editInputs().addi(100);
          batch.editTargets().muli(0.4).getColumn(1).addi(0.6);
        };
    List<String> seen = new ArrayList<>();
    onLoss =
        loss ->
            seen.add(
                String.format(
                    Locale.ROOT,
                    "%.1f, %.1f",
                    loss.inputs().meanNumber().doubleValue(),
                    loss.targets().getDouble(0, 0)));
    UpdateReport report = step(backend());
    assertThat(seen).containsExactly("101.5, 0.4", "103.5, 0.4", "105.0, 0.4");
    assertThat(report.correct()).describedAs("whose dominant label is the first class").isZero();
  }

  @Test
  void zerosAreCountedWhereAskedFor() {
    RunPlan plan = plan(OnNonFinite.STOP);
    ScriptedBackend backend = backend();
    try (Steps steps = Steps.of(plan, backend, GradientExchange.alone())) {
      assertThat(update(plan, steps, 0, true).zeroGradients()).hasValue(0.25);
      assertThat(update(plan, steps, 1, false).zeroGradients()).isEmpty();
    }
  }

  @Test
  void refusesScalesThatDifferBetweenMicroBatches() {
    onLoss = loss -> loss.scale(loss.indices()[0] == 44 ? 4 : 8);
    assertThatThrownBy(() -> step(backend()))
        .isInstanceOf(TrickException.class)
        .hasMessageStartingWith(
            "[plugin/loss-scale] 'any' in onLoss at epoch 1, step 1: it changed the loss scale from"
                + " 8.0 to 4.0 between the micro-batches of the step;");
    onLoss =
        loss -> {
          if (loss.indices()[0] == 40) {
            loss.scale(2);
          }
        };
    assertThatThrownBy(() -> step(backend())).hasMessageContaining("'any' in onLoss");
  }

  @Test
  void saysWhyAStepWasLeftOut() {
    ScriptedBackend overflows =
        new ScriptedBackend(CLASSES, forward -> 1, backward -> Double.POSITIVE_INFINITY);
    UpdateReport report = step(overflows);
    assertThat(report.skipReason()).contains("a gradient was not finite");
    assertThat(report.overflowed()).isTrue();
    assertThat(report.updated()).isFalse();
    assertThat(report.nonFinite()).isEmpty();
    report =
        step(new ScriptedBackend(CLASSES, forward -> Double.NaN, backward -> 1), OnNonFinite.SKIP);
    assertThat(report.skipReason()).contains("the loss was not finite");
    NonFinite found = report.nonFinite().orElseThrow();
    assertThat(found.what()).isEqualTo("the loss is NaN");
    assertThat(found.epoch()).isZero();
    assertThat(found.update()).isZero();
    assertThat(found.firstPosition()).isEqualTo(40);
    assertThat(found.images()).isEqualTo(5);
    assertThat(found.learningRate()).isEqualTo(0.1);
    assertThat(found.losses()).containsEntry("hard", Double.NaN);
  }

  /** A remark about a trick comes before a guess at the cause. */
  @Test
  void aRemarkIsToldWithTheFailure() {
    onLoss =
        loss ->
            loss.add(
                "mine",
                1,
                (z, t, g) -> {
                  g.assign(Double.NaN);
                  return Double.NaN;
                });
    assertThatThrownBy(() -> step(backend()))
        .isInstanceOf(NonFiniteException.class)
        .hasMessageContaining(
            "Look at this first: 'any' in its loss term 'mine' at epoch 1, step 1: its gradient is"
                + " not finite, though the logits are. The logits are finite, but the loss term");
  }

  @Test
  void remarksAreToldInTheReport() {
    onLoss =
        loss ->
            loss.add(
                "mine",
                1,
                (z, t, g) -> {
                  g.assign(1);
                  return 0;
                });
    assertThat(step(backend()).remarks())
        .singleElement()
        .asString()
        .startsWith("'any' in its loss term 'mine' at epoch 1, step 1: its gradient is not the");
  }

  @Test
  void namesWhoSpoiltGradientsOrWeights() {
    onStep = step -> step.editGradients().putScalar(0, Double.NaN);
    assertThatThrownBy(() -> step(backend()))
        .isInstanceOf(NonFiniteException.class)
        .hasMessageContaining(" 'any' made gradients that are not finite: training has")
        .hasMessageContaining(" 'any' made gradients that are not finite. Lower");
    onStep = step -> {};
    afterStep = result -> result.editWeights().putScalar(0, Double.NaN);
    assertThatThrownBy(() -> step(backend()))
        .hasMessageContaining("'any' made weights that are not finite");
  }

  @Test
  void gradientsAtChangedWeightsAreOfTheSameExamples() {
    ScriptedBackend backend =
        new ScriptedBackend(CLASSES, forward -> forward, backward -> backward + 1);
    List<Double> seen = new ArrayList<>();
    onStep =
        step -> {
          seen.add(step.gradients().meanNumber().doubleValue());
          step.recomputeGradients(weights -> weights.assign(3));
          seen.add(step.gradients().meanNumber().doubleValue());
        };
    RunPlan plan = plan(OnNonFinite.STOP);
    try (Steps steps = Steps.of(plan, backend, GradientExchange.alone())) {
      double before = steps.weights().masters().sumNumber().doubleValue();
      UpdateReport report = update(plan, steps, 0, false);
      double elements = (double) steps.weights().layout().elements();

      // Passes 1, 2 and 3 are summed, then 4, 5 and 6.
      assertThat(seen).containsExactly(6.0, 15.0);
      assertThat(steps.weights().masters().sumNumber().doubleValue()).isEqualTo(before);
      List<ScriptedBackend.Forward> forwards = backend.forwards(Phase.TRAINING);
      assertThat(forwards).hasSize(6);
      for (int part = 0; part < 3; part++) {
        assertThat(forwards.get(part).masters()).isEqualTo(before);
        assertThat(forwards.get(part + 3).masters()).isCloseTo(3 * elements, within(1.0));
        assertThat(forwards.get(part + 3).firstDraw()).isEqualTo(forwards.get(part).firstDraw());
      }
      assertThat(backend.backwards())
          .extracting(b -> b.mode().name())
          .containsExactly("OVERWRITE", "ADD", "ADD", "OVERWRITE", "ADD", "ADD");
      // The losses are those of the first three passes. Their targets are 0, 1; 0, 2; and 0.
      double loss = 2 * logOfSum(0) + 2 * logOfSum(1) - 1 + logOfSum(2) - 2;
      assertThat(report.losses().get("hard")).isCloseTo(loss / 5, within(1e-5));
      assertThat(report.updated()).isTrue();
    }
  }

  private static double logOfSum(int firstLogit) {
    return Math.log(Math.exp(firstLogit) + CLASSES - 1);
  }

  /** The engine writes weights, gradients and statistics itself, between calls of one term. */
  @Test
  void whatTheEngineWritesForALookIsNobodysFault() {
    Weights[] written = new Weights[1];
    ScriptedBackend backend =
        new ScriptedBackend(
            CLASSES,
            forward -> {
              written[0].statistics().addi(1);
              return 1;
            },
            backward -> backward + 1);
    onLoss =
        loss ->
            loss.add(
                "zero",
                1,
                (z, t, g) -> {
                  g.assign(0);
                  return 0;
                });
    onStep =
        step -> {
          step.recomputeGradients(weights -> weights.assign(3));
          step.recomputeGradients(weights -> weights.assign(4));
        };
    RunPlan plan = plan(OnNonFinite.STOP);
    try (Steps steps = Steps.of(plan, backend, GradientExchange.alone())) {
      written[0] = steps.weights();
      long before = steps.weights().version();
      UpdateReport report = update(plan, steps, 0, false);
      assertThat(report.updated()).isTrue();
      assertThat(report.losses()).containsEntry("zero", 0.0);
      // For each look one change and two arrays that are put back; and the step itself.
      assertThat(steps.weights().version()).isEqualTo(before + 2 * 3 + 1);
      // Those of three passes; what the looks have moved is put back.
      assertThat(steps.weights().statistics().meanNumber().doubleValue()).isEqualTo(3);
    }
  }

  /** A formula of a plugin that spoils the weights. */
  private record Spoils(double learningRate, double weightDecay) implements Optimizer, CustomRule {
    @Override
    public UpdateRule rule() {
      return this;
    }

    @Override
    public int stateArrays() {
      return 0;
    }

    @Override
    public void update(ParameterUpdate update) {
      update.weight().assign(Double.NaN);
    }
  }

  @Test
  void namesAnOptimizerThatSpoiltTheWeights() {
    Recipe recipe = plan(OnNonFinite.STOP).recipe();
    RunPlan plan =
        new RunPlanner(TRICKS)
            .plan(
                new Recipe(
                    recipe.name(),
                    recipe.source(),
                    recipe.data(),
                    recipe.model(),
                    recipe.start(),
                    ToyType.entry(new Spoils(0.1, 0)),
                    recipe.training(),
                    recipe.tricks()));
    try (Steps steps = Steps.of(plan, backend(), GradientExchange.alone())) {
      assertThatThrownBy(() -> update(plan, steps, 0, false))
          .isInstanceOf(NonFiniteException.class)
          .hasMessageContaining("optimizer 'Spoils' made weights that are not finite");
    }
    onStep = step -> step.skip("it is asked to");
    try (Steps steps = Steps.of(plan, backend(), GradientExchange.alone())) {
      steps.weights().parameter("fc.bias").assign(Double.NaN);
      assertThat(update(plan, steps, 0, false).spoiled()).isEmpty();
    }
  }

  @Test
  void leavesAStepOutWhoseGradientsAtChangedWeightsAreNotFinite() {
    ScriptedBackend backend =
        new ScriptedBackend(
            CLASSES, forward -> 1, backward -> backward == 4 ? Double.NEGATIVE_INFINITY : 1);
    List<Double> seen = new ArrayList<>();
    onStep =
        step -> {
          step.recomputeGradients(weights -> {});
          seen.add(step.gradientNorm());
        };
    UpdateReport report = step(backend);
    assertThat(seen).containsExactly(0.0);
    assertThat(report.skipReason()).contains("a gradient at the changed weights was not finite");
    assertThat(report.overflowed()).isTrue();
    assertThat(report.updated()).isFalse();
    assertThat(backend.updates()).isEmpty();
  }

  @Test
  void gradientsAreExchangedBeforeTheyAreUnscaled() {
    onLoss = loss -> loss.scale(4);
    List<Double> seen = new ArrayList<>();
    onStep = step -> seen.add(step.gradients().meanNumber().doubleValue());
    RunPlan plan = plan(OnNonFinite.STOP);
    GradientExchange doubles =
        (Weights weights) -> {
          seen.add(weights.gradients().meanNumber().doubleValue());
          weights.gradients().muli(2);
        };
    try (Steps steps = Steps.of(plan, backend(), doubles)) {
      update(plan, steps, 0, false);
    }
    assertThat(seen).containsExactly(3.0, 1.5);
  }

  /** Rows that a trick leaves out are in no array that is watched, and in no micro-batch. */
  @Test
  void keptRowsAreTheStep() {
    onBatch = batch -> batch.keep(new int[] {1, 3, 4});
    List<Long> indices = new ArrayList<>();
    onLoss =
        loss -> {
          for (long index : loss.indices()) {
            indices.add(index);
          }
        };
    UpdateReport report = step(backend());
    assertThat(indices).containsExactly(41L, 43L, 44L);
    assertThat(report.examples()).isEqualTo(3);
    assertThat(report.correct()).isEqualTo(1);
    onLoss = loss -> loss.inputs().muli(2);
    assertThatThrownBy(() -> step(backend()))
        .hasMessageStartingWith("[plugin/undeclared-write] 'any' in onLoss at epoch 1, step 1");
    onLoss = loss -> loss.targets().muli(2);
    assertThatThrownBy(() -> step(backend()))
        .hasMessageStartingWith("[plugin/undeclared-write] 'any' in onLoss at epoch 1, step 1");
    onLoss = loss -> loss.logits().addi(2);
    assertThatThrownBy(() -> step(backend()))
        .hasMessageContaining("it wrote logits(), which is only for reading.");
  }

  @Test
  void arraysOfAWholeBatchAreWatched() {
    onLoss = loss -> loss.inputs().muli(2);
    assertThatThrownBy(() -> step(backend()))
        .hasMessageContaining("'any' in onLoss at epoch 1, step 1: it wrote inputs()");
    onLoss = loss -> {};
    onBatch = batch -> batch.targets().muli(2);
    assertThatThrownBy(() -> step(backend()))
        .hasMessageContaining("'any' in onBatch at epoch 1, step 1: it wrote targets()");
  }

  @Test
  void goesOnWithTheTricksThatHadAnEffect() {
    RunPlan plan = plan(OnNonFinite.STOP);
    try (Steps steps = Steps.of(plan, backend(), GradientExchange.alone())) {
      update(plan, steps, 0, false);
      assertThat(steps.hooks().effective()).isEmpty();
      RunProgress start = RunProgress.start();
      steps.goOn(
          new RunProgress(
              1,
              1,
              new TreeMap<>(),
              0,
              start.totals(),
              List.of(),
              Optional.empty(),
              new TreeSet<>(List.of("any")),
              0,
              0));
      assertThat(steps.hooks().effective()).containsExactly("any");
    }
  }

  @Test
  void logitsOfABatchAreThoseOfTheEvaluation() {
    List<Object> seen = new ArrayList<>();
    onBatch =
        batch -> {
          seen.add(batch.logits().shape()[0]);
          seen.add(batch.logits().getColumn(0).sumNumber().doubleValue());
        };
    ScriptedBackend backend = new ScriptedBackend(CLASSES, forward -> 9, backward -> 1);
    step(backend);
    assertThat(seen).containsExactly(5L, 5.0);
    assertThat(backend.forwards(Phase.EVALUATION))
        .extracting(forward -> forward.spec().batch())
        .containsExactly(2, 2, 1, 2, 2, 1);
  }

  @Test
  void anEndFreesAll() {
    RunPlan plan = plan(OnNonFinite.STOP);
    ScriptedBackend backend = backend();
    Any.closed = 0;
    List<INDArray> arrays = new ArrayList<>();
    onBatch =
        batch -> {
          arrays.add(batch.inputs());
          arrays.add(batch.targets());
          arrays.add(batch.logits());
        };
    onLoss = loss -> assertThat(arrays.get(2).wasClosed()).isTrue();
    Steps steps = Steps.of(plan, backend, GradientExchange.alone());
    update(plan, steps, 0, false);
    assertThat(arrays.get(0).wasClosed()).isFalse();
    steps.close();
    assertThat(arrays).allMatch(INDArray::wasClosed);
    assertThat(backend.closed()).hasSize(4);
    assertThat(backend.closedWeights()).isEqualTo(1);
    assertThat(Any.closed).isEqualTo(1);
    assertThat(steps.memory().optimizerState()).isEmpty();
  }

  @Test
  void tricksAreClosedWhereThereIsNoMemoryForTheWeights() {
    RunPlan plan = plan(OnNonFinite.STOP);
    Backend full =
        (Backend)
            Proxy.newProxyInstance(
                GradientsTest.class.getClassLoader(),
                new Class<?>[] {Backend.class},
                (proxy, method, arguments) -> {
                  if (method.getName().equals("allocate")) {
                    throw new IllegalStateException("full");
                  }
                  return method.invoke(backend(), arguments);
                });
    Any.closed = 0;
    assertThatThrownBy(() -> Steps.of(plan, full, GradientExchange.alone())).hasMessage("full");
    assertThat(Any.closed).isEqualTo(1);
  }

  /** Learns from the average of nothing: of weights that it makes itself, step by step. */
  @TrickCard(id = "follows", family = Family.LOSS, summary = "Has a teacher.")
  static final class FollowsProvider extends ToyProvider<None> {
    FollowsProvider() {
      super(Follows.class, new None());
    }
  }

  static final class Follows implements LossHook {
    private static int given;
    private static long elements;
    private static long statistics;

    private final Teacher teacher;

    @Inject
    Follows(Teachers teachers) {
      teacher =
          teachers.ofStudent(
              () -> {
                given++;
                return new TeacherWeights(
                    FlatValues.of(Nd4j.zeros(elements).addi(given)),
                    FlatValues.of(Nd4j.zeros(statistics)));
              });
    }

    @Override
    @Uses(reads = Slot.INPUT)
    public void onLoss(LossDraft loss) {
      assertThat(teacher.logits(loss.inputs()).size(0)).isEqualTo(loss.inputs().size(0));
    }
  }

  @Test
  void aTeacherIsGivenItsWeightsOnceInAStep() {
    TrickRegistry tricks = TrickRegistry.of(List.<TrickProvider<?>>of(new FollowsProvider()));
    RunPlan plan =
        new RunPlanner(tricks)
            .plan(
                plan(OnNonFinite.STOP)
                    .recipe()
                    .withTricks(List.of(ToyRecipes.entry(tricks, "follows"))));
    ScriptedBackend backend = backend();
    Follows.given = 0;
    try (Steps steps = Steps.of(plan, backend, GradientExchange.alone())) {
      Follows.elements = steps.weights().layout().elements();
      Follows.statistics = steps.weights().layout().statisticsElements();
      update(plan, steps, 0, false);
      update(plan, steps, 1, false);
    }
    assertThat(Follows.given).isEqualTo(2);
    double elements = (double) Follows.elements;
    assertThat(backend.forwards(Phase.EVALUATION))
        .extracting(ScriptedBackend.Forward::masters)
        .containsExactly(elements, elements, elements, 2 * elements, 2 * elements, 2 * elements);
    assertThat(backend.closedWeights()).isEqualTo(2);
  }

  @Test
  void aProfilerIsToldOfEveryActivity() {
    TreeMap<String, Integer> counts = new TreeMap<>();
    StepProfiler profiler =
        (StepProfiler)
            Proxy.newProxyInstance(
                GradientsTest.class.getClassLoader(),
                new Class<?>[] {StepProfiler.class},
                (proxy, method, arguments) -> {
                  if (method.getName().equals("began")) {
                    counts.merge(
                        arguments[0] == StepProfiler.Activity.HOOK
                            ? (String) arguments[1]
                            : arguments[0].toString(),
                        1,
                        Integer::sum);
                  }
                  return method.getName().equals("equals") ? proxy == arguments[0] : null;
                });
    RunPlan plan = plan(OnNonFinite.STOP);
    ScriptedBackend backend = backend();
    try (Steps steps = Steps.of(plan, backend, GradientExchange.alone())) {
      steps.profile(profiler);
      update(plan, steps, 0, false);
      assertThat(backend.profilers()).contains(Optional.of(profiler));
      steps.profile(null);
      assertThat(backend.profilers()).contains(Optional.empty());
      update(plan, steps, 1, false);
    }
    assertThat(counts.toString())
        .isEqualTo(
            "{BACKWARD=3, FORWARD=3, GRADIENTS=1, INPUT=1, LOSS=3, OPTIMIZER=1, SCORES=3, UPDATE=1,"
                + " any afterStep=1, any onBatch=1, any onLoss=3, any onStep=1}");
  }
}
