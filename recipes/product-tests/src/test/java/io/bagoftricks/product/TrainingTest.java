package io.bagoftricks.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.bagoftricks.api.Effect;
import io.bagoftricks.api.EvaluateHook;
import io.bagoftricks.api.Evaluation;
import io.bagoftricks.api.Family;
import io.bagoftricks.api.InitHook;
import io.bagoftricks.api.LossDraft;
import io.bagoftricks.api.LossHook;
import io.bagoftricks.api.Metrics;
import io.bagoftricks.api.NetworkDraft;
import io.bagoftricks.api.Slot;
import io.bagoftricks.api.Step;
import io.bagoftricks.api.StepHook;
import io.bagoftricks.api.StepResult;
import io.bagoftricks.api.Trick;
import io.bagoftricks.api.TrickCard;
import io.bagoftricks.api.TrickProvider;
import io.bagoftricks.api.Uses;
import io.bagoftricks.api.network.BatchNorm2d;
import io.bagoftricks.api.network.Node;
import io.bagoftricks.engine.internal.optimizer.Sgd;
import io.bagoftricks.engine.internal.train.TrainingRun;
import io.bagoftricks.engine.plan.RunPlan;
import io.bagoftricks.engine.plan.RunPlanner;
import io.bagoftricks.engine.plugin.TrickException;
import io.bagoftricks.engine.plugin.TrickRegistry;
import io.bagoftricks.engine.recipe.Recipe;
import io.bagoftricks.engine.recipe.TrainingConfig;
import io.bagoftricks.engine.toys.TinyRuns;
import io.bagoftricks.engine.toys.ToyType;
import io.bagoftricks.engine.train.TrainingException;
import io.bagoftricks.engine.train.TrainingListener;
import io.bagoftricks.engine.train.TrainingResult;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** The training loop on the reference backend, with real tricks and toy ones. */
@Tag("device")
final class TrainingTest {
  private static final String NORMALIZE =
      "{\"trick\": \"normalize\", \"mean\": [100], \"standardDeviation\": [50]}";

  record NoSettings() {}

  /** Takes all batch norms out, so that examples do not see each other. */
  static final class NoNorm implements InitHook {
    @Inject
    NoNorm() {}

    @Override
    @Uses(changes = Slot.STRUCTURE)
    public void onInit(NetworkDraft network) {
      List<Node> norms = network.nodes(BatchNorm2d.class);
      norms.forEach(network::remove);
      network.receipt(new Effect(norms.size(), norms.size(), "batch norms removed"));
    }
  }

  @TrickCard(id = "no-norm", family = Family.ARCHITECTURE, summary = "Removes batch norms.")
  public static final class NoNormProvider implements TrickProvider<NoSettings> {
    @Override
    public Class<? extends Trick> trick() {
      return NoNorm.class;
    }

    @Override
    public NoSettings defaults() {
      return new NoSettings();
    }
  }

  /** Scales the loss by 1024, as mixed precision does. */
  static final class Scaled implements LossHook {
    @Inject
    Scaled() {}

    @Override
    @Uses(adds = Slot.LOSS_SCALE)
    public void onLoss(LossDraft loss) {
      loss.scale(1024);
    }
  }

  @TrickCard(id = "scaled", family = Family.LOSS, summary = "Scales the loss.")
  public static final class ScaledProvider implements TrickProvider<NoSettings> {
    @Override
    public Class<? extends Trick> trick() {
      return Scaled.class;
    }

    @Override
    public NoSettings defaults() {
      return new NoSettings();
    }
  }

  /** Recomputes gradients at the same weights: nothing may change. */
  static final class Recompute implements StepHook {
    private static final List<Double> NORMS = new ArrayList<>();

    @Inject
    Recompute() {}

    @Override
    @Uses(changes = Slot.GRADIENTS)
    public void onStep(Step step) {
      NORMS.add(step.gradientNorm());
      step.recomputeGradients(weights -> {});
      NORMS.add(step.gradientNorm());
      step.recomputeGradients(weights -> weights.muli(1.5));
      NORMS.add(step.gradientNorm());
      step.recomputeGradients(weights -> {});
    }
  }

  @TrickCard(id = "recompute", family = Family.OPTIMIZATION, summary = "Computes gradients again.")
  public static final class RecomputeProvider implements TrickProvider<NoSettings> {
    @Override
    public Class<? extends Trick> trick() {
      return Recompute.class;
    }

    @Override
    public NoSettings defaults() {
      return new NoSettings();
    }
  }

  /** Says it changes gradients, and leaves the update out. */
  static final class Undeclared implements StepHook {
    @Inject
    Undeclared() {}

    @Override
    @Uses(changes = Slot.GRADIENTS)
    public void onStep(Step step) {
      step.skip("never says so");
    }
  }

  @TrickCard(id = "undeclared", family = Family.OPTIMIZATION, summary = "Does what it hides.")
  public static final class UndeclaredProvider implements TrickProvider<NoSettings> {
    @Override
    public Class<? extends Trick> trick() {
      return Undeclared.class;
    }

    @Override
    public NoSettings defaults() {
      return new NoSettings();
    }
  }

  /** Makes the gradients of the second update overflow, and counts what it sees. */
  static final class Overflow implements LossHook, StepHook {
    private static final List<String> SEEN = new ArrayList<>();

    @Inject
    Overflow() {}

    @Override
    @Uses(adds = Slot.LOSS_TERMS)
    public void onLoss(LossDraft loss) {
      if (loss.moment().step() == 1) {
        loss.add(
            "overflow",
            1,
            (logits, targets, gradient) -> {
              gradient.assign(Float.POSITIVE_INFINITY);
              return 0;
            });
      }
    }

    @Override
    @Uses(reads = Slot.GRADIENTS)
    public void onStep(Step step) {
      SEEN.add("step " + step.moment().step());
    }

    @Override
    @Uses(reads = Slot.WEIGHTS)
    public void afterStep(StepResult result) {
      SEEN.add(
          String.format(
              Locale.ROOT,
              "after %d updated %s overflowed %s",
              result.moment().step(),
              result.updated(),
              result.overflowed()));
    }
  }

  @TrickCard(id = "overflow", family = Family.LOSS, summary = "Overflows once.")
  public static final class OverflowProvider implements TrickProvider<NoSettings> {
    @Override
    public Class<? extends Trick> trick() {
      return Overflow.class;
    }

    @Override
    public NoSettings defaults() {
      return new NoSettings();
    }
  }

  /** Adds the image itself and its mirror image as views. */
  static final class Views implements EvaluateHook {
    @Inject
    Views() {}

    @Override
    @Uses(adds = Slot.EVALUATED_VIEWS)
    public void onEvaluate(Evaluation evaluation) {
      evaluation.addView(inputs -> inputs);
      evaluation.addView(inputs -> inputs.get(NDArrayIndex.all()));
      evaluation.addView(INDArray::dup);
    }
  }

  @TrickCard(id = "views", family = Family.DATA, summary = "Looks three times more.")
  public static final class ViewsProvider implements TrickProvider<NoSettings> {
    @Override
    public Class<? extends Trick> trick() {
      return Views.class;
    }

    @Override
    public NoSettings defaults() {
      return new NoSettings();
    }
  }

  @Test
  void learns() {
    TrickRegistry tricks = TinyRuns.tricks();
    Recipe recipe = TinyRuns.with(TinyRuns.recipe(tricks, NORMALIZE), training(12, 0));

    TrainingResult result = TinyRuns.train(tricks, recipe).result();

    assertThat(result.metrics().examples()).isEqualTo(20);
    assertThat(result.metrics().top1()).isGreaterThan(0.8);
    assertThat(result.metrics().top5()).isGreaterThanOrEqualTo(0.95);
    assertThat(result.epochs().get(11).loss()).isLessThan(result.epochs().get(0).loss() / 2);
  }

  @Test
  void fourMicroBatchesEqualOneBatchWithoutBatchNorm() {
    TrickRegistry tricks = TinyRuns.tricksAnd(new NoNormProvider());
    Recipe recipe = TinyRuns.recipe(tricks, NORMALIZE, "no-norm", "label-smoothing", "mixup");

    List<Float> whole = TinyRuns.train(tricks, TinyRuns.with(recipe, training(2, 0))).weights();
    List<Float> split = TinyRuns.train(tricks, TinyRuns.with(recipe, training(2, 4))).weights();

    assertClose(split, whole, 1e-5);
  }

  @Test
  void microBatchesOfUnequalSizeAreWeightedByTheirExamples() {
    TrickRegistry tricks = TinyRuns.tricksAnd(new NoNormProvider());
    Recipe recipe = TinyRuns.recipe(tricks, NORMALIZE, "no-norm");

    List<Float> whole = TinyRuns.train(tricks, TinyRuns.with(recipe, training(2, 0))).weights();
    List<Float> split = TinyRuns.train(tricks, TinyRuns.with(recipe, training(2, 7))).weights();

    assertClose(split, whole, 1e-5);
  }

  @Test
  void theLossScaleIsTakenBackBeforeTheStep() {
    TrickRegistry tricks = TinyRuns.tricksAnd(new ScaledProvider());

    List<Float> plain =
        TinyRuns.train(tricks, TinyRuns.recipe(tricks, NORMALIZE, "gradient-clip")).weights();
    List<Float> scaled =
        TinyRuns.train(tricks, TinyRuns.recipe(tricks, NORMALIZE, "gradient-clip", "scaled"))
            .weights();

    assertClose(scaled, plain, 1e-5);
  }

  @Test
  void gradientsComputedAgainLeaveNoTrace() {
    TrickRegistry tricks = TinyRuns.tricksAnd(new RecomputeProvider());

    List<Float> plain = TinyRuns.train(tricks, TinyRuns.recipe(tricks, NORMALIZE)).weights();
    Recompute.NORMS.clear();
    List<Float> again =
        TinyRuns.train(tricks, TinyRuns.recipe(tricks, NORMALIZE, "recompute")).weights();

    assertThat(again).isEqualTo(plain);
    assertThat(Recompute.NORMS.get(1)).isEqualTo(Recompute.NORMS.get(0));
    assertThat(Recompute.NORMS.get(2)).isNotEqualTo(Recompute.NORMS.get(0));
  }

  @Test
  void anEditThatIsNotDeclaredIsAnErrorWithTrickSlotAndMoment() {
    TrickRegistry tricks = TinyRuns.tricksAnd(new UndeclaredProvider());

    assertThatThrownBy(
            () -> TinyRuns.train(tricks, TinyRuns.recipe(tricks, NORMALIZE, "undeclared")))
        .isInstanceOf(TrickException.class)
        .hasMessageContaining("undeclared")
        .hasMessageContaining("onStep")
        .hasMessageContaining("epoch 1, step 1")
        .hasMessageContaining("DECISION");
  }

  @Test
  void theEmaWeightsAreEvaluatedAndTrainingGoesOnWithItsOwn() throws IOException {
    TrickRegistry tricks = TinyRuns.tricks();
    String ema = "{\"trick\": \"ema\", \"decay\": 0.9, \"warmup\": false}";
    TinyRuns.Outcome raw = TinyRuns.train(tricks, TinyRuns.recipe(tricks, NORMALIZE));
    RunPlan plan = new RunPlanner(tricks).plan(TinyRuns.recipe(tricks, NORMALIZE, ema));

    RunPlan plain = new RunPlanner(tricks).plan(TinyRuns.recipe(tricks, NORMALIZE));

    try (TrainingRun run = TrainingRun.of(plan, TinyRuns.backend());
        TrainingRun other = TrainingRun.of(plain, TinyRuns.backend())) {
      TrainingResult result = run.train(new TrainingListener() {});
      assertThat(TinyRuns.weights(run)).isEqualTo(raw.weights());
      assertThat(result.metrics().loss()).isNotEqualTo(raw.result().metrics().loss());

      Map<String, INDArray> averages =
          Objects.requireNonNull(run.memory().states().get("ema")).arrays();
      other
          .weights()
          .edit(
              editable -> {
                editable.masters().assign(averages.get("weights"));
                editable.statistics().assign(averages.get("statistics"));
              });
      assertThat(other.evaluate()).isEqualTo(result.metrics());
    }
  }

  @Test
  void averagesAndRecomputesWithoutAnyBatchNorm() {
    TrickRegistry tricks = TinyRuns.tricksAnd(new NoNormProvider(), new RecomputeProvider());
    Recipe plain = TinyRuns.recipe(tricks, NORMALIZE, "no-norm");
    Recipe both = TinyRuns.recipe(tricks, NORMALIZE, "no-norm", "ema", "recompute");

    assertThat(TinyRuns.train(tricks, both).weights())
        .isEqualTo(TinyRuns.train(tricks, plain).weights());
  }

  @Test
  void anOverflowLeavesTheUpdateOutAndIsTold() {
    TrickRegistry tricks = TinyRuns.tricksAnd(new OverflowProvider());
    Overflow.SEEN.clear();

    TrainingResult result =
        TinyRuns.train(
                tricks,
                TinyRuns.with(TinyRuns.recipe(tricks, NORMALIZE, "overflow"), training(1, 0)))
            .result();

    assertThat(Overflow.SEEN)
        .containsExactly(
            "step 0",
            "after 0 updated true overflowed false",
            "after 1 updated false overflowed true",
            "step 2",
            "after 2 updated true overflowed false",
            "step 3",
            "after 3 updated true overflowed false");
    assertThat(result.epochs().get(0).skippedUpdates()).isEqualTo(1);
    assertThat(result.epochs().get(0).skipReason()).contains("a gradient was not finite");
  }

  @Test
  void gradientsPassThroughTheExchange() throws IOException {
    TrickRegistry tricks = TinyRuns.tricks();
    RunPlan doubled = new RunPlanner(tricks).plan(sgd(tricks, 0.01));
    TinyRuns.Outcome twiceTheRate = TinyRuns.train(tricks, sgd(tricks, 0.02));

    try (TrainingRun run =
        TrainingRun.of(doubled, TinyRuns.backend(), weights -> weights.scaleGradients(2))) {
      run.train(new TrainingListener() {});

      assertThat(TinyRuns.weights(run)).isEqualTo(twiceTheRate.weights());
    }
  }

  @Test
  void viewsThatShowTheSameChangeNoScore() {
    TrickRegistry tricks = TinyRuns.tricksAnd(new ViewsProvider());

    Metrics one = TinyRuns.train(tricks, TinyRuns.recipe(tricks, NORMALIZE)).result().metrics();
    Metrics four =
        TinyRuns.train(tricks, TinyRuns.recipe(tricks, NORMALIZE, "views")).result().metrics();

    assertThat(four.top1()).isEqualTo(one.top1());
    assertThat(four.loss()).isCloseTo(one.loss(), within(1e-6));
  }

  @Test
  void trainsOnTheLastSmallerBatchToo() {
    TrickRegistry tricks = TinyRuns.tricks();
    Recipe recipe =
        TinyRuns.with(
            TinyRuns.recipe(tricks, NORMALIZE), new TrainingConfig(1, 48, 0, 7, false, 1, 1));

    TrainingResult result = TinyRuns.train(tricks, recipe).result();

    assertThat(result.epochs().get(0).examples()).isEqualTo(64);
  }

  @Test
  void tellsOfATrickThatChangedNothing() throws IOException {
    TrickRegistry tricks = TinyRuns.tricks();
    String clip = "{\"trick\": \"gradient-clip\", \"maxNorm\": 1e9}";
    String still = "{\"trick\": \"horizontal-flip\", \"id\": \"still\", \"probability\": 0}";
    RunPlan plan = new RunPlanner(tricks).plan(TinyRuns.recipe(tricks, NORMALIZE, clip, still));
    List<String> warnings = new ArrayList<>();

    try (TrainingRun run = TrainingRun.of(plan, TinyRuns.backend())) {
      run.train(
          new TrainingListener() {
            @Override
            public void onWarning(String message) {
              warnings.add(message);
            }
          });
    }

    assertThat(warnings)
        .satisfiesExactly(
            warning -> assertThat(warning).contains("'gradient-clip' changed nothing"),
            warning -> assertThat(warning).contains("'still' changed nothing"));
  }

  @Test
  void stopsWhereTheLossIsNotFinite() {
    TrickRegistry tricks = TinyRuns.tricks();
    String tiny = "{\"trick\": \"normalize\", \"mean\": [0], \"standardDeviation\": [1e-38]}";

    assertThatThrownBy(() -> TinyRuns.train(tricks, TinyRuns.recipe(tricks, tiny)))
        .isInstanceOf(TrainingException.class)
        .hasMessageContaining("epoch 1, step 1")
        .hasMessageContaining("diverged");
  }

  private static Recipe sgd(TrickRegistry tricks, double rate) {
    Recipe recipe = TinyRuns.recipe(tricks, NORMALIZE);
    return new Recipe(
        recipe.name(),
        recipe.source(),
        recipe.data(),
        recipe.model(),
        recipe.start(),
        ToyType.entry(new Sgd(rate, 0.5, 0)),
        recipe.training(),
        recipe.tricks());
  }

  private static TrainingConfig training(int epochs, int microBatch) {
    return new TrainingConfig(epochs, 16, microBatch, 7, true, epochs, 1);
  }

  private static void assertClose(List<Float> actual, List<Float> expected, double tolerance) {
    double scale = expected.stream().mapToDouble(Math::abs).max().orElseThrow();
    for (int i = 0; i < expected.size(); i++) {
      assertThat((double) actual.get(i))
          .describedAs("weight %d", i)
          .isCloseTo(expected.get(i), within(tolerance * scale));
    }
  }
}
