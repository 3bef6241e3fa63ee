package io.bagoftricks.engine.behavior;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.bagoftricks.api.Batch;
import io.bagoftricks.api.BatchHook;
import io.bagoftricks.api.Family;
import io.bagoftricks.api.LossDraft;
import io.bagoftricks.api.LossHook;
import io.bagoftricks.api.LossTerm;
import io.bagoftricks.api.Moment;
import io.bagoftricks.api.Slot;
import io.bagoftricks.api.TrickCard;
import io.bagoftricks.api.Uses;
import io.bagoftricks.engine.internal.train.TrainingRun;
import io.bagoftricks.engine.internal.train.TrickCalls;
import io.bagoftricks.engine.plan.RunPlan;
import io.bagoftricks.engine.plan.RunPlanner;
import io.bagoftricks.engine.plugin.TrickRegistry;
import io.bagoftricks.engine.recipe.Recipe;
import io.bagoftricks.engine.recipe.TrainingConfig;
import io.bagoftricks.engine.toys.TinyRuns;
import io.bagoftricks.engine.toys.ToyProvider;
import io.bagoftricks.engine.train.TrainingListener;
import io.bagoftricks.engine.train.UpdateReport;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Tricks that look at single examples of the loss: weights, other formulas, which image it is. */
@Tag("every-backend")
final class LossByExampleTest {
  private static final TrickRegistry TRICKS =
      TinyRuns.toysAnd(
          new WeighsProvider(),
          new WeighsOneTooFewProvider(),
          new TriplesProvider(),
          new WrapsNothingProvider(),
          new KnowsImagesProvider());

  /** Logits of all zeros: each example's cross-entropy is log 10, its slopes 0.1 but for one. */
  private static final double LOG_10 = Math.log(10);

  record None() {}

  /** Twice: the weights multiply to 0, 2 and 4. */
  static final class Weighs implements LossHook {
    @Inject
    Weighs() {}

    @Override
    @Uses(adds = Slot.LOSS_TERMS)
    public void onLoss(LossDraft loss) {
      loss.weigh(new double[] {0, 1, 2});
      loss.weigh(new double[] {5, 2, 2});
    }
  }

  @TrickCard(id = "weighs", family = Family.LOSS, summary = "Weighs examples.")
  static final class WeighsProvider extends ToyProvider<None> {
    WeighsProvider() {
      super(Weighs.class, new None());
    }
  }

  static final class WeighsOneTooFew implements LossHook {
    @Inject
    WeighsOneTooFew() {}

    @Override
    @Uses(adds = Slot.LOSS_TERMS)
    public void onLoss(LossDraft loss) {
      loss.weigh(new double[] {1, 1});
    }
  }

  @TrickCard(id = "weighs-one-too-few", family = Family.LOSS, summary = "Weighs two of three.")
  static final class WeighsOneTooFewProvider extends ToyProvider<None> {
    WeighsOneTooFewProvider() {
      super(WeighsOneTooFew.class, new None());
    }
  }

  /** Three times the formula on the labels, by a formula around it. */
  static final class Triples implements LossHook {
    @Inject
    Triples() {}

    @Override
    @Uses(changes = Slot.HARD_LOSS)
    public void onLoss(LossDraft loss) {
      loss.wrap(
          LossDraft.HARD,
          inner ->
              (logits, targets, gradient) -> {
                double value = inner.evaluate(logits, targets, gradient);
                gradient.muli(3);
                return 3 * value;
              });
    }
  }

  @TrickCard(id = "triples", family = Family.LOSS, summary = "Triples the loss on the labels.")
  static final class TriplesProvider extends ToyProvider<None> {
    TriplesProvider() {
      super(Triples.class, new None());
    }
  }

  static final class WrapsNothing implements LossHook {
    @Inject
    WrapsNothing() {}

    @Override
    @Uses(adds = Slot.LOSS_TERMS)
    public void onLoss(LossDraft loss) {
      loss.wrap("teacher", inner -> inner);
    }
  }

  @TrickCard(
      id = "wraps-nothing",
      family = Family.LOSS,
      summary = "Wraps a term that is not there.")
  static final class WrapsNothingProvider extends ToyProvider<None> {
    WrapsNothingProvider() {
      super(WrapsNothing.class, new None());
    }
  }

  /** Its term counts the examples whose label is not that of the image that they are said to be. */
  static final class KnowsImages implements BatchHook, LossHook {
    private final List<Long> ofTheLoss = new ArrayList<>();
    private long[] ofTheBatch = {};

    @Inject
    KnowsImages() {}

    @Override
    @Uses(reads = Slot.TARGET)
    public void onBatch(Batch batch) {
      ofTheBatch = batch.indices();
      ofTheLoss.clear();
    }

    @Override
    @Uses(reads = Slot.TARGET, adds = Slot.LOSS_TERMS)
    public void onLoss(LossDraft loss) {
      long[] indices = loss.indices();
      INDArray labels = loss.targets().argMax(1);
      double wrong = 0;
      for (int row = 0; row < indices.length; row++) {
        ofTheLoss.add(indices[row]);
        wrong += labels.getLong(row) == indices[row] % 10 ? 0 : 1;
      }
      boolean same =
          ofTheLoss.equals(Arrays.stream(ofTheBatch).limit(ofTheLoss.size()).boxed().toList());
      double found = wrong + (same ? 0 : 100) + 0.25;
      LossTerm constant =
          (logits, targets, gradient) -> {
            gradient.assign(0);
            return found;
          };
      loss.add("found", 1, constant);
    }
  }

  @TrickCard(id = "knows-images", family = Family.LOSS, summary = "Looks at labels and indices.")
  static final class KnowsImagesProvider extends ToyProvider<None> {
    KnowsImagesProvider() {
      super(KnowsImages.class, new None());
    }
  }

  /** By hand: weights 0, 2 and 4 on three losses of log 10 are 2 log 10 in the mean of three. */
  @Test
  void weightsOfSeveralTricksMultiply() {
    INDArray gradient = Nd4j.zeros(DataType.DOUBLE, 3, 10);
    assertThat(evaluated("weighs", gradient))
        .containsOnlyKeys(LossDraft.HARD)
        .hasEntrySatisfying(
            LossDraft.HARD, value -> assertThat(value).isCloseTo(2 * LOG_10, within(1e-12)));
    for (int row = 0; row < 3; row++) {
      for (int c = 0; c < 10; c++) {
        double slope = (0.1 - (c == row ? 1 : 0)) / 3 * 2 * row;
        assertThat(gradient.getDouble(row, c)).isCloseTo(slope, within(1e-12));
      }
    }
  }

  @Test
  void thereIsAWeightForEachExample() {
    assertThatThrownBy(() -> evaluated("weighs-one-too-few", Nd4j.zeros(DataType.DOUBLE, 3, 10)))
        .hasMessageContaining("There is a weight for each of the 3 examples, not 2");
  }

  @Test
  void aFormulaAroundATermIsEvaluatedInItsPlace() {
    INDArray gradient = Nd4j.zeros(DataType.DOUBLE, 3, 10);
    assertThat(evaluated("triples", gradient).get(LossDraft.HARD))
        .isCloseTo(3 * LOG_10, within(1e-12));
    assertThat(gradient.getDouble(0, 1)).isCloseTo(0.1, within(1e-12));
    assertThat(gradient.getDouble(0, 0)).isCloseTo(-0.9, within(1e-12));
  }

  @Test
  void aTermThatIsNotThereCannotBeWrapped() {
    assertThatThrownBy(() -> evaluated("wraps-nothing", Nd4j.zeros(DataType.DOUBLE, 3, 10)))
        .hasMessageContaining("The loss has no term 'teacher'; it has [" + LossDraft.HARD + "]");
  }

  /** In shuffled batches of 16 in micro-batches of 5: the label of image i is i modulo 10. */
  @Test
  void indicesAreThoseOfTheImages() throws IOException {
    Recipe recipe = TinyRuns.recipe(TRICKS, "knows-images");
    Recipe parted = TinyRuns.with(recipe, new TrainingConfig(1, 16, 5, 7, true, 1, 1));
    List<Double> found = new ArrayList<>();
    try (TrainingRun run =
        TrainingRun.of(new RunPlanner(TRICKS).plan(parted), TinyRuns.backend())) {
      run.train(
          new TrainingListener() {
            @Override
            public void onUpdate(UpdateReport update) {
              found.add(Optional.ofNullable(update.losses().get("found")).orElseThrow());
            }
          });
    }
    assertThat(found).hasSize(4).allSatisfy(f -> assertThat(f).isCloseTo(0.25, within(1e-9)));
  }

  /** The loss of three examples of the classes 0, 1 and 2, at logits of all zeros. */
  private static Map<String, Double> evaluated(String trick, INDArray gradient) {
    RunPlan plan = new RunPlanner(TRICKS).plan(TinyRuns.recipe(TRICKS, trick));
    INDArray logits = Nd4j.zeros(DataType.DOUBLE, 3, 10);
    INDArray targets = Nd4j.eye(10).castTo(DataType.DOUBLE).getRows(0, 1, 2);
    try (TrickCalls calls = TrickCalls.of(plan, TinyRuns.backend())) {
      return calls
          .onLoss(
              new Moment(0, 0, plan.facts().totalSteps()),
              0,
              Nd4j.zeros(DataType.DOUBLE, 3, 1, 12, 12),
              logits,
              targets)
          .evaluate(logits, gradient);
    }
  }
}
