package io.bagoftricks.engine.internal.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bagoftricks.api.Batch;
import io.bagoftricks.api.BatchHook;
import io.bagoftricks.api.Effect;
import io.bagoftricks.api.EvaluateHook;
import io.bagoftricks.api.Evaluation;
import io.bagoftricks.api.Family;
import io.bagoftricks.api.LossDraft;
import io.bagoftricks.api.LossHook;
import io.bagoftricks.api.ParamGroups;
import io.bagoftricks.api.ParamGroupsHook;
import io.bagoftricks.api.Sample;
import io.bagoftricks.api.SampleHook;
import io.bagoftricks.api.Slot;
import io.bagoftricks.api.Step;
import io.bagoftricks.api.StepHook;
import io.bagoftricks.api.StepResult;
import io.bagoftricks.api.TrickCard;
import io.bagoftricks.api.TrickState;
import io.bagoftricks.api.Uses;
import io.bagoftricks.api.optimizer.CustomRule;
import io.bagoftricks.api.optimizer.Optimizer;
import io.bagoftricks.api.optimizer.ParameterUpdate;
import io.bagoftricks.api.optimizer.UpdateRule;
import io.bagoftricks.backends.testkit.FakeDevice;
import io.bagoftricks.engine.internal.model.CifarResNet;
import io.bagoftricks.engine.plan.RunPlan;
import io.bagoftricks.engine.plan.RunPlanner;
import io.bagoftricks.engine.plugin.TrickException;
import io.bagoftricks.engine.plugin.TrickRegistry;
import io.bagoftricks.engine.recipe.CheckpointConfig;
import io.bagoftricks.engine.recipe.OnNonFinite;
import io.bagoftricks.engine.recipe.Recipe;
import io.bagoftricks.engine.recipe.TrainingConfig;
import io.bagoftricks.engine.recipe.TrickEntry;
import io.bagoftricks.engine.toys.ScriptedBackend;
import io.bagoftricks.engine.toys.SyntheticImages;
import io.bagoftricks.engine.toys.TinyRuns;
import io.bagoftricks.engine.toys.ToyProvider;
import io.bagoftricks.engine.toys.ToyRecipes;
import io.bagoftricks.engine.toys.ToyTricks.None;
import io.bagoftricks.engine.toys.ToyType;
import jakarta.inject.Inject;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Tricks that do something else when a step is repeated, in strict runs of three steps per epoch.
 */
final class ReplayCheckTest {
  private static final TrickRegistry TRICKS =
      TinyRuns.toysAnd(
          new CountsProvider(),
          new CountsInStateProvider(),
          new ByChanceProvider(),
          new OnImagesProvider(),
          new CountsImagesProvider(),
          new KnowsTheTimeProvider(),
          new CurveByChanceProvider(),
          new LooksAgainProvider(),
          new ViewsProvider());

  /** Grows from call to call, in whatever instance. */
  private static int chance;

  @TrickCard(id = "counts", family = Family.OPTIMIZATION, summary = "Counts in a field.")
  static final class CountsProvider extends ToyProvider<None> {
    CountsProvider() {
      super(Counts.class, new None());
    }
  }

  static final class Counts implements StepHook {
    private int calls;

    @Inject
    Counts() {}

    @Override
    @Uses(adds = Slot.STEP_RATE)
    public void onStep(Step step) {
      step.multiplyLearningRate(1.0 / ++calls);
    }
  }

  @TrickCard(id = "counts-in-state", family = Family.OPTIMIZATION, summary = "Remembers.")
  static final class CountsInStateProvider extends ToyProvider<None> {
    CountsInStateProvider() {
      super(CountsInState.class, new None());
    }
  }

  static final class CountsInState implements StepHook {
    private final TrickState.Counter calls;

    @Inject
    CountsInState(TrickState state) {
      calls = state.counter("calls", 0);
    }

    @Override
    @Uses(adds = Slot.STEP_RATE)
    public void onStep(Step step) {
      step.multiplyLearningRate(1.0 / calls.increment());
    }
  }

  @TrickCard(id = "by-chance", family = Family.DATA, summary = "Scales by chance.")
  static final class ByChanceProvider extends ToyProvider<None> {
    ByChanceProvider() {
      super(ByChance.class, new None());
    }
  }

  static final class ByChance implements BatchHook {
    @Inject
    ByChance() {}

    @Override
    @Uses(changes = Slot.INPUT)
    public void onBatch(Batch batch) {
      batch.editInputs().muli(1 + 1.0 / ++chance);
    }
  }

  @TrickCard(id = "on-images", family = Family.DATA, summary = "Flips by chance.")
  static final class OnImagesProvider extends ToyProvider<None> {
    OnImagesProvider() {
      super(OnImages.class, new None());
    }
  }

  static final class OnImages implements SampleHook {
    @Inject
    OnImages() {}

    @Override
    @Uses(changes = Slot.COLOR)
    public void onSample(Sample sample) {
      sample.pixels().plane(0)[0] = ++chance;
    }
  }

  @TrickCard(id = "counts-images", family = Family.DATA, summary = "Counts images in a field.")
  static final class CountsImagesProvider extends ToyProvider<None> {
    CountsImagesProvider() {
      super(CountsImages.class, new None());
    }
  }

  static final class CountsImages implements SampleHook {
    private int images;

    @Inject
    CountsImages() {}

    @Override
    @Uses(changes = Slot.COLOR)
    public void onSample(Sample sample) {
      sample.pixels().plane(0)[0] = ++images;
    }
  }

  @TrickCard(id = "knows-the-time", family = Family.OPTIMIZATION, summary = "Remembers the time.")
  static final class KnowsTheTimeProvider extends ToyProvider<None> {
    KnowsTheTimeProvider() {
      super(KnowsTheTime.class, new None());
    }
  }

  static final class KnowsTheTime implements StepHook {
    private final TrickState state;

    @Inject
    KnowsTheTime(TrickState state) {
      this.state = state;
    }

    @Override
    @Uses
    public void afterStep(StepResult result) {
      state.number("time", 0).set(++chance);
    }
  }

  @TrickCard(id = "curve", family = Family.OPTIMIZATION, summary = "A curve by chance.")
  static final class CurveByChanceProvider extends ToyProvider<None> {
    CurveByChanceProvider() {
      super(CurveByChance.class, new None());
    }
  }

  static final class CurveByChance implements ParamGroupsHook {
    @Inject
    CurveByChance() {}

    @Override
    @Uses(replaces = Slot.MOMENTUM_CURVE)
    public void onParamGroups(ParamGroups groups) {
      groups.momentum().follow(time -> 1 / (1.0 + ++chance));
      groups.receipt(new Effect(1, 1, "curves"));
    }
  }

  /** Computes the gradients of its first step twice, with its term of the loss. */
  @TrickCard(id = "looks-again", family = Family.OPTIMIZATION, summary = "Looks twice.")
  static final class LooksAgainProvider extends ToyProvider<None> {
    LooksAgainProvider() {
      super(LooksAgain.class, new None());
    }
  }

  static final class LooksAgain implements LossHook, StepHook {
    @Inject
    LooksAgain() {}

    @Override
    @Uses(adds = Slot.LOSS_TERMS)
    public void onLoss(LossDraft loss) {
      loss.add(
          "zero",
          1,
          (logits, targets, gradient) -> {
            gradient.assign(0);
            return 0;
          });
    }

    @Override
    @Uses(changes = Slot.GRADIENTS)
    public void onStep(Step step) {
      if (chance++ == 0) {
        step.recomputeGradients(weights -> {});
      }
    }
  }

  /** Adds a view in its first evaluation, and two in others. */
  @TrickCard(id = "views", family = Family.DATA, summary = "Adds views.")
  static final class ViewsProvider extends ToyProvider<None> {
    ViewsProvider() {
      super(Views.class, new None());
    }
  }

  static final class Views implements EvaluateHook {
    @Inject
    Views() {}

    @Override
    @Uses(adds = Slot.EVALUATED_VIEWS)
    public void onEvaluate(Evaluation evaluation) {
      for (int i = 0; i <= chance; i++) {
        evaluation.addView(inputs -> inputs);
      }
      chance++;
    }
  }

  /** A formula that counts its calls itself. */
  private record Erratic(double learningRate, double weightDecay) implements Optimizer, CustomRule {
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
      update.weight().muli(1 + 1.0 / ++chance);
    }
  }

  /** A formula that keeps a mean in its state, and divides by the count that it is given. */
  private record Steady(double learningRate, double weightDecay) implements Optimizer, CustomRule {
    @Override
    public UpdateRule rule() {
      return this;
    }

    @Override
    public int stateArrays() {
      return 1;
    }

    @Override
    public void update(ParameterUpdate update) {
      INDArray mean = update.state(0);
      mean.muli(0.5).addi(update.gradient());
      update.weight().subi(mean.mul(update.learningRate() / update.count()));
    }
  }

  private static Recipe recipe(int epochs, TrickEntry... tricks) {
    chance = 0;
    return ToyRecipes.recipe(
        "replay",
        new SyntheticImages(24, 10),
        new CifarResNet(8, 1),
        new TrainingConfig(
            epochs, 8, 0, 42, true, 1, 1, CheckpointConfig.defaults(), OnNonFinite.STOP, true),
        List.of(tricks));
  }

  private static Recipe recipe(String... tricks) {
    return recipe(4, Stream.of(tricks).map(ReplayCheckTest::entry).toArray(TrickEntry[]::new));
  }

  private static TrickEntry entry(String trick) {
    return ToyRecipes.entry(TRICKS, trick);
  }

  private static RunPlan plan(Recipe recipe) {
    return new RunPlanner(TRICKS).plan(recipe);
  }

  private static Recipe with(Optimizer optimizer) {
    Recipe plain = recipe();
    return new Recipe(
        plain.name(),
        plain.source(),
        plain.data(),
        plain.model(),
        plain.start(),
        ToyType.entry(optimizer),
        plain.training(),
        plain.tricks());
  }

  private static ScriptedBackend scripted() {
    return new ScriptedBackend(10, forward -> 1, backward -> 1);
  }

  private static void check(Recipe recipe) throws Exception {
    new ReplayCheck(plan(recipe), scripted()).run();
  }

  private static void assertRefused(Recipe recipe, String message) {
    assertThatThrownBy(() -> check(recipe))
        .isInstanceOf(TrickException.class)
        .hasMessageStartingWith("[plugin/not-repeatable] " + message);
  }

  /** Also where the host does not see the weights and the optimizer state that they go on from. */
  @ParameterizedTest
  @ValueSource(strings = {"nd4j", "fake-device"})
  void tricksThatDrawAndRememberAsTheyShouldPass(String backend) {
    RunPlan plan =
        plan(
            recipe("standardize", "mix", "clip", "moving-average", "half-wave", "counts-in-state"));
    assertThatCode(() -> new ReplayCheck(plan, TinyRuns.backend(backend)).run())
        .doesNotThrowAnyException();
  }

  @Test
  void aFieldIsAnotherAfterAResume() {
    assertRefused(
        recipe("counts"),
        "'counts' in onStep at epoch 2, step 5: it did something else when the run was resumed"
            + " before. Values that a trick keeps between calls belong in TrickState, and those of"
            + " an optimizer in its state arrays, not in fields.");
  }

  /** The first image after it: nothing is between the end of one part and this one. */
  @Test
  void aFieldOfATrickOnImagesIsAnotherAfterAResume() {
    assertRefused(
        recipe("counts-images"),
        "'counts-images' in onSample at epoch 2, step 5: it did something else when the run was"
            + " resumed before.");
  }

  @Test
  void chanceIsAnotherInARepeatedStep() {
    assertRefused(
        recipe("by-chance"),
        "'by-chance' in onBatch at epoch 1, step 1: it did something else when the step was"
            + " repeated. A trick draws from draws() alone, and knows no clock and no static"
            + " field.");
    assertRefused(
        recipe("on-images"), "'on-images' in onSample at epoch 1, step 1: it did something else");
  }

  @Test
  void theTimeIsAnotherInARepeatedStep() {
    assertRefused(
        recipe("knows-the-time"),
        "'knows-the-time' in afterStep at epoch 1, step 1: its state was another when the step was"
            + " repeated.");
  }

  @Test
  void schedulesAreAskedToo() {
    assertRefused(
        recipe("curve"),
        "'curve' in the schedule of onParamGroups at epoch 1, step 1: it did something else");
  }

  @Test
  void callsThatComeAtAnotherTimeAreTold() {
    assertRefused(
        recipe("looks-again"),
        "'looks-again' in its loss term 'zero' at epoch 1, step 1: it was called at another"
            + " time when the step was repeated.");
  }

  @Test
  void evaluationsAreRepeatedAfterTheSteps() {
    assertRefused(
        recipe("views"),
        "'views' in onEvaluate at epoch 3, step 9: it did something else when the run");
  }

  /** In the first steps its window is closed. */
  @Test
  void stepsAtTheBeginningOfAWindowAreRepeated() {
    assertRefused(
        recipe(4, ToyRecipes.window(entry("by-chance"), "8ba", "", "", "", false)),
        "'by-chance' in onBatch at epoch 3, step 9: it did something else when the step");
    assertRefused(
        recipe(4, ToyRecipes.window(entry("by-chance"), "10ba", "", "", "", false)),
        "'by-chance' in onBatch at epoch 4, step 11: it did something else when the step");
    assertRefused(
        recipe(4, ToyRecipes.window(entry("on-images"), "8ba", "", "", "", false)),
        "'on-images' in onSample at epoch 3, step 9: it did something else when the step");
  }

  /** There is no step after the only one that begins with the window. */
  @Test
  void aWindowOfTheLastStepCannotBeResumed() {
    Recipe recipe = recipe(4, ToyRecipes.window(entry("by-chance"), "11ba", "", "", "", false));
    ScriptedBackend backend = scripted();
    assertThatCode(() -> new ReplayCheck(plan(recipe), backend).run()).doesNotThrowAnyException();
    // One run and two halves at the start, and none for the window.
    assertThat(backend.closedWeights()).isEqualTo(3);
  }

  @Test
  void theFormulaOfAnOptimizerIsRepeated() {
    assertRefused(
        with(new Erratic(0.1, 0)), "'Erratic' in update at epoch 1, step 1: it did something else");
  }

  @Test
  void aFormulaThatCountsAndRemembersAsItShouldPasses() {
    RunPlan plan = plan(with(new Steady(0.1, 0)));
    assertThatCode(() -> new ReplayCheck(plan, new FakeDevice(scripted())).run())
        .doesNotThrowAnyException();
  }
}
