package io.bagoftricks.engine.behavior;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bagoftricks.api.Family;
import io.bagoftricks.api.LossDraft;
import io.bagoftricks.api.LossHook;
import io.bagoftricks.api.Slot;
import io.bagoftricks.api.Step;
import io.bagoftricks.api.StepHook;
import io.bagoftricks.api.StepResult;
import io.bagoftricks.api.TrainingTime;
import io.bagoftricks.api.Trick;
import io.bagoftricks.api.TrickCard;
import io.bagoftricks.api.TrickProvider;
import io.bagoftricks.api.Uses;
import io.bagoftricks.backends.spi.Finiteness;
import io.bagoftricks.engine.internal.checkpoint.Checkpoint;
import io.bagoftricks.engine.internal.checkpoint.CheckpointStore;
import io.bagoftricks.engine.internal.run.RunFolder;
import io.bagoftricks.engine.internal.run.RunKeeper;
import io.bagoftricks.engine.internal.train.RunMemory;
import io.bagoftricks.engine.internal.train.RunProgress;
import io.bagoftricks.engine.internal.train.TrainingRun;
import io.bagoftricks.engine.internal.train.UpdateBoundary;
import io.bagoftricks.engine.plan.RunPlan;
import io.bagoftricks.engine.plan.RunPlanner;
import io.bagoftricks.engine.plugin.TrickRegistry;
import io.bagoftricks.engine.recipe.CheckpointConfig;
import io.bagoftricks.engine.recipe.OnNonFinite;
import io.bagoftricks.engine.recipe.TrainingConfig;
import io.bagoftricks.engine.run.StopRequest;
import io.bagoftricks.engine.storage.Disk;
import io.bagoftricks.engine.toys.RunToys;
import io.bagoftricks.engine.toys.TinyRuns;
import io.bagoftricks.engine.train.NonFinite;
import io.bagoftricks.engine.train.NonFiniteException;
import io.bagoftricks.engine.train.TrainingException;
import io.bagoftricks.engine.train.TrainingListener;
import io.bagoftricks.engine.train.TrainingResult;
import io.bagoftricks.engine.train.UpdateReport;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run with a value that is not finite says where that came from, and goes on or ends. */
@Tag("every-backend")
final class NonFiniteTest {
  private static final String NORMALIZE = RunToys.STANDARDIZE;
  private static final TrickRegistry TRICKS =
      TinyRuns.toysAnd(new NanTermProvider(), new NanGradientProvider(), new FarAwayProvider());

  @TempDir private Path folder;
  private final List<String> warnings = new ArrayList<>();
  private final List<Double> rates = new ArrayList<>();
  private final TrainingListener listener =
      new TrainingListener() {
        @Override
        public void onUpdate(UpdateReport update) {
          rates.add(update.learningRate());
        }

        @Override
        public void onWarning(String message) {
          warnings.add(message);
        }
      };

  record NoSettings() {}

  /** A term of the loss that is not a number throughout the first epoch of four updates. */
  static final class NanTerm implements LossHook {
    @Inject
    NanTerm() {}

    @Override
    @Uses(adds = Slot.LOSS_TERMS)
    public void onLoss(LossDraft loss) {
      if (loss.moment().step() < 4) {
        loss.add(
            "spoil",
            1,
            (logits, targets, gradient) -> {
              gradient.assign(0);
              return Double.NaN;
            });
      }
    }
  }

  @TrickCard(id = "nan-term", family = Family.LOSS, summary = "Adds a term that is not a number.")
  public static final class NanTermProvider implements TrickProvider<NoSettings> {
    @Override
    public Class<? extends Trick> trick() {
      return NanTerm.class;
    }

    @Override
    public NoSettings defaults() {
      return new NoSettings();
    }
  }

  /** Spoils one gradient of the second update. */
  static final class NanGradient implements StepHook {
    @Inject
    NanGradient() {}

    @Override
    @Uses(changes = Slot.GRADIENTS)
    public void onStep(Step step) {
      step.scaleGradients(1);
      if (step.moment().step() == 1) {
        step.editGradients().putScalar(3, Float.NaN);
      }
    }
  }

  @TrickCard(id = "nan-gradient", family = Family.OPTIMIZATION, summary = "Spoils a gradient.")
  public static final class NanGradientProvider implements TrickProvider<NoSettings> {
    @Override
    public Class<? extends Trick> trick() {
      return NanGradient.class;
    }

    @Override
    public NoSettings defaults() {
      return new NoSettings();
    }
  }

  /** Looks at the second update from where the network overflows, and at gradients after that. */
  static final class FarAway implements StepHook {
    @Inject
    FarAway() {}

    @Override
    @Uses(changes = Slot.GRADIENTS)
    public void onStep(Step step) {
      if (step.moment().step() == 1) {
        step.recomputeGradients(weights -> weights.muli(1e30));
        if (step.gradientNorm() != 0) {
          throw new IllegalStateException("It was handed gradients of " + step.gradientNorm());
        }
      }
    }

    @Override
    @Uses
    public void afterStep(StepResult result) {
      if (result.overflowed() != (result.moment().step() == 1)
          || result.updated() == result.overflowed()) {
        throw new IllegalStateException("It was told of another overflow");
      }
    }
  }

  @TrickCard(id = "far-away", family = Family.OPTIMIZATION, summary = "Looks from far away.")
  public static final class FarAwayProvider implements TrickProvider<NoSettings> {
    @Override
    public Class<? extends Trick> trick() {
      return FarAway.class;
    }

    @Override
    public NoSettings defaults() {
      return new NoSettings();
    }
  }

  /** Makes a layer overflow after the fifth update: its weights are finite, its output is not. */
  private static final class Spoiling implements UpdateBoundary {
    private final RunKeeper keeper;
    private int left;

    Spoiling(RunKeeper keeper, int times) {
      this.keeper = keeper;
      this.left = times;
    }

    @Override
    public void reached(RunProgress progress, RunMemory memory) {
      keeper.reached(progress, memory);
      if (progress.updates() == 5 && left > 0) {
        left--;
        memory.weights().edit(weights -> weights.parameter("layer2.0.conv1.weight").assign(3e38));
      }
    }

    @Override
    public void begins(RunProgress progress, RunMemory memory) {
      keeper.begins(progress, memory);
    }

    @Override
    public void nonFinite(NonFinite found, List<Integer> images) {
      keeper.nonFinite(found, images);
    }

    @Override
    public Optional<RunProgress> rollBack(RunMemory memory, int rollbacks) {
      return keeper.rollBack(memory, rollbacks);
    }
  }

  @Test
  void stopsAndNamesTheFirstLayer() throws IOException {
    RunPlan plan = plan(OnNonFinite.STOP, "mix");
    try (TrainingRun run = TrainingRun.of(plan, TinyRuns.backend())) {
      assertThatThrownBy(() -> run.train(listener, new Spoiling(keeper(plan), 1)))
          .isInstanceOf(NonFiniteException.class)
          .hasMessageContaining("At epoch 2, step 6")
          .hasMessageContaining(
              "The first layer whose output is not finite is 'layer2.0.conv1' (Conv2d)")
          .hasMessageContaining("Lower optimizer.learningRate");
    }

    JsonNode report = report(6);
    assertThat(report.at("/found/update").asLong()).isEqualTo(5);
    assertThat(report.at("/images")).hasSize(16);
    assertThat(new CheckpointStore(folder.resolve("run/checkpoints"), Disk.local()).names())
        .containsExactly("step-00000002", "step-00000004");
  }

  @Test
  void writesNoCheckpointOfWeightsThatAreNotFinite() throws IOException {
    RunPlan plan = plan(OnNonFinite.STOP);
    RunKeeper keeper = keeper(plan);
    UpdateBoundary spoiling =
        (progress, memory) -> {
          if (progress.updates() == 6) {
            memory.weights().edit(w -> w.parameter("layer2.0.conv1.weight").assign(Float.NaN));
          }
          keeper.reached(progress, memory);
        };

    try (TrainingRun run = TrainingRun.of(plan, TinyRuns.backend())) {
      assertThatThrownBy(() -> run.train(listener, spoiling))
          .isInstanceOf(NonFiniteException.class)
          .hasMessageContaining("no checkpoint is written")
          .hasMessageContaining("first those of 'layer2.0.conv1.weight'");
    }
    assertThat(new CheckpointStore(folder.resolve("run/checkpoints"), Disk.local()).names())
        .containsExactly("step-00000002", "step-00000004");
  }

  @Test
  void namesTheTrickThatSpoiltTheGradients() throws IOException {
    RunPlan plan = plan(OnNonFinite.STOP, "nan-gradient");
    try (TrainingRun run = TrainingRun.of(plan, TinyRuns.backend())) {
      assertThatThrownBy(() -> run.train(listener, keeper(plan)))
          .hasMessageContaining("epoch 1, step 2")
          .hasMessageContaining("'nan-gradient' made gradients that are not finite");
      assertThat(Finiteness.allFinite(run.weights().masters())).isTrue();
    }
  }

  /** As a loss scale that is too high for the weights nearby makes it. */
  @Test
  void skipsAStepWhoseGradientsAtChangedWeightsOverflow() throws IOException {
    RunPlan plan = plan(OnNonFinite.STOP, "far-away");
    try (TrainingRun run = TrainingRun.of(plan, TinyRuns.backend())) {
      TrainingResult result = run.train(listener, keeper(plan));
      assertThat(result.epochs().get(0).overflows()).isEqualTo(1);
      assertThat(result.epochs().get(0).skippedUpdates()).isEqualTo(1);
    }
  }

  /** Every image of the epoch was in one of its batches, and in one only. */
  @Test
  void leavesUpdatesOutWhereAskedTo() throws IOException {
    RunPlan plan = plan(OnNonFinite.SKIP, "nan-term");
    try (TrainingRun run = TrainingRun.of(plan, TinyRuns.backend())) {
      TrainingResult result = run.train(listener, keeper(plan));

      assertThat(result.epochs().get(0).skippedUpdates()).isEqualTo(4);
      assertThat(result.epochs().get(1).skippedUpdates()).isZero();
      assertThat(Finiteness.allFinite(run.weights().masters())).isTrue();
    }
    assertThat(warnings)
        .filteredOn(warning -> warning.contains("is left out"))
        .hasSize(4)
        .first()
        .asString()
        .contains("the loss is NaN")
        .contains("the loss term 'spoil' is not, which 'nan-term' wrote");
    List<Integer> images = new ArrayList<>();
    for (int update = 1; update <= 4; update++) {
      report(update).at("/images").forEach(image -> images.add(image.asInt()));
    }
    assertThat(images).containsExactlyInAnyOrderElementsOf(IntStream.range(0, 64).boxed().toList());
    Checkpoint first =
        new CheckpointStore(folder.resolve("run/checkpoints"), Disk.local()).open("step-00000006");
    assertThat(first.progress().epochs().get(0).loss()).isNaN();
  }

  /** And a process that ends after that goes on to the same bits. */
  @Test
  void goesBackWithHalfTheRate() throws IOException {
    RunPlan plan = plan(OnNonFinite.ROLLBACK, "half-wave");
    List<Float> end;
    try (TrainingRun run = TrainingRun.of(plan, TinyRuns.backend())) {
      run.train(listener, new Spoiling(keeper(plan), 1));
      end = TinyRuns.weights(run);
      assertThat(run.progress().rollbacks()).isEqualTo(1);
    }
    assertThat(warnings)
        .anySatisfy(
            warning ->
                assertThat(warning)
                    .contains("layer2.0.conv1")
                    .contains("Going back to step 4, with half the rate (1 of 3 times)"));
    assertThat(rates).hasSize(9);
    assertThat(rates.get(5)).isEqualTo(rates.get(4) / 2);

    RunPlan again = plan(OnNonFinite.ROLLBACK, "half-wave");
    try (TrainingRun run = TrainingRun.of(again, TinyRuns.backend())) {
      Checkpoint middle =
          new CheckpointStore(folder.resolve("run/checkpoints"), Disk.local())
              .open("step-00000006-r1");
      middle.restore(run.memory(), again.facts());
      run.goOn(middle.progress());
      run.train(listener, UpdateBoundary.none());
      assertThat(TinyRuns.weights(run)).isEqualTo(end);
    }
  }

  @Test
  void goesBackThreeTimesAndNoMore() throws IOException {
    RunPlan plan = plan(OnNonFinite.ROLLBACK);
    try (TrainingRun run = TrainingRun.of(plan, TinyRuns.backend())) {
      assertThatThrownBy(() -> run.train(listener, new Spoiling(keeper(plan), 9)))
          .isInstanceOf(TrainingException.class)
          .hasMessageContaining("has gone back 3 times");
    }
    assertThat(rates.get(rates.size() - 1)).isEqualTo(rates.get(4) / 8);
  }

  private static RunPlan plan(OnNonFinite policy, String... tricks) {
    List<String> all = new ArrayList<>(List.of(NORMALIZE));
    all.addAll(List.of(tricks));
    return new RunPlanner(TRICKS)
        .plan(
            TinyRuns.with(
                TinyRuns.recipe(TRICKS, all.toArray(String[]::new)),
                new TrainingConfig(
                    2,
                    16,
                    8,
                    7,
                    true,
                    2,
                    1,
                    new CheckpointConfig(TrainingTime.parse("2ba"), 9),
                    policy,
                    false)));
  }

  private RunKeeper keeper(RunPlan plan) throws IOException {
    RunFolder run = RunFolder.create(Disk.local(), folder.resolve("run"), "{}");
    return new RunKeeper(run, plan, "recipe", new StopRequest());
  }

  private JsonNode report(int update) throws IOException {
    return new ObjectMapper()
        .readTree(folder.resolve("run/non-finite-" + update + ".json").toFile());
  }
}
