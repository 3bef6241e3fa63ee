package io.bagoftricks.engine.explain;

import static org.assertj.core.api.Assertions.assertThat;

import io.bagoftricks.api.Family;
import io.bagoftricks.api.LossDraft;
import io.bagoftricks.api.LossHook;
import io.bagoftricks.api.Slot;
import io.bagoftricks.api.Teacher;
import io.bagoftricks.api.TeacherWeights;
import io.bagoftricks.api.Teachers;
import io.bagoftricks.api.TrickCard;
import io.bagoftricks.api.Uses;
import io.bagoftricks.api.data.DataFacts;
import io.bagoftricks.api.network.Normalization;
import io.bagoftricks.api.network.Precision;
import io.bagoftricks.api.network.Shape;
import io.bagoftricks.engine.internal.model.CifarResNet;
import io.bagoftricks.engine.plan.RunPlan;
import io.bagoftricks.engine.plan.RunPlanner;
import io.bagoftricks.engine.plan.TeacherFacts;
import io.bagoftricks.engine.plugin.TrickRegistry;
import io.bagoftricks.engine.recipe.Recipe;
import io.bagoftricks.engine.recipe.TrainingConfig;
import io.bagoftricks.engine.toys.ToyProvider;
import io.bagoftricks.engine.toys.ToyRecipes;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

final class MemoryEstimateTest {
  // Depth 8, width 1, on 1x8x8, counted by hand.
  // Parameters: stem 9 + 2, stages 22, 68 and 248, linear 40 + 10: 399.
  // Outputs: stem 3 x 64, stages 7 x 64, 9 x 32 and 9 x 16, pool 4, logits 10: 1,086.
  private static final int PARAMETERS = 399;
  private static final int OUTPUTS = 1_086;
  private static final int IMAGE = 64;

  private static MemoryEstimate estimate(Shape image, int images, int batchSize) {
    return MemoryEstimate.of(plan(image, images, batchSize), Precision.FLOAT);
  }

  private static RunPlan plan(Shape image, int images, int batchSize) {
    return plan(TrickRegistry.of(List.of()), image, images, batchSize);
  }

  private static RunPlan plan(TrickRegistry tricks, Shape image, int images, int batchSize) {
    Recipe recipe =
        ToyRecipes.recipe(
            "tiny",
            new ToyRecipes.Facts(new DataFacts(10, images, 100, image)),
            new CifarResNet(8, 1),
            new TrainingConfig(1, batchSize, 25, 42, false, 1, 2),
            tricks.ids().stream().map(id -> ToyRecipes.entry(tricks, id)).toList());
    return new RunPlanner(tricks).plan(recipe);
  }

  @Test
  void countsEveryLargeArray() {
    MemoryEstimate memory = estimate(new Shape(1, 8, 8), 1_000, 100);
    assertThat(memory)
        .isEqualTo(
            new MemoryEstimate(
                4.0 * PARAMETERS,
                4.0 * PARAMETERS,
                4.0 * 2 * PARAMETERS, // a momentum and a scratch array
                4.0 * 25 * OUTPUTS,
                4.0 * 100 * IMAGE,
                0,
                4.0 * 3 * 100 * IMAGE));
    assertThat(memory.total())
        .isEqualTo(4.0 * (4 * PARAMETERS + 25 * OUTPUTS + (1 + 3) * 100 * IMAGE));
  }

  /** Of the network above: two outputs of 64 values are the largest. */
  @Test
  void countsTheWeightsOfATeacherAndWhatAForwardKeeps() {
    RunPlan plan = plan(new Shape(1, 8, 8), 1_000, 100);
    TeacherFacts teacher =
        new TeacherFacts(
            "itself",
            10,
            1,
            Optional.of(new Shape(1, 8, 8)),
            Normalization.none(1),
            PARAMETERS,
            Optional.of(plan.network()),
            "");
    assertThat(MemoryEstimate.teacher(plan, teacher, Precision.FLOAT))
        .isEqualTo(4.0 * PARAMETERS + 4.0 * 25 * 2 * 64);
  }

  /** Each as the network above, weights of its own included. */
  @Test
  void countsMeanTeachers() {
    TrickRegistry tricks = TrickRegistry.of(List.of(new TwoMeanTeachersProvider()));
    RunPlan plan = plan(tricks, new Shape(1, 8, 8), 1_000, 100);
    assertThat(MemoryEstimate.of(plan, Precision.FLOAT).teachers())
        .isEqualTo(2 * 4.0 * (PARAMETERS + 25 * 2 * 64));
    assertThat(PlanText.of(plan))
        .contains(
            "  teacher    this very network, with weights that 'two-mean-teachers' gives it\n")
        .contains("teachers 28.1 KiB,");
  }

  record None() {}

  /** Is never asked for weights. */
  private static final class TwoMeanTeachers implements LossHook {
    private final List<Teacher> teachers;

    @Inject
    TwoMeanTeachers(Teachers all) {
      Supplier<TeacherWeights> none =
          () -> {
            throw new IllegalStateException("No weights while planning");
          };
      teachers = List.of(all.ofStudent(none), all.ofStudent(none));
    }

    @Override
    @Uses(adds = Slot.LOSS_TERMS)
    public void onLoss(LossDraft loss) {
      teachers.forEach(teacher -> teacher.logits(loss.inputs()));
    }
  }

  @TrickCard(id = "two-mean-teachers", family = Family.LOSS, summary = "Has two mean teachers.")
  private static final class TwoMeanTeachersProvider extends ToyProvider<None> {
    TwoMeanTeachersProvider() {
      super(TwoMeanTeachers.class, new None());
    }
  }

  @Test
  void countsNoMoreBatchesThanAnEpochHas() {
    assertThat(estimate(new Shape(1, 8, 8), 200, 100).loader()).isEqualTo(4.0 * 2 * 100 * IMAGE);
    assertThat(estimate(new Shape(1, 8, 8), 60, 100).loader()).isEqualTo(4.0 * 60 * IMAGE);
    assertThat(estimate(new Shape(1, 8, 8), 60, 100).batch()).isEqualTo(4.0 * 60 * IMAGE);
  }

  @Test
  void countsTwoBatchesWhereTheyAreLarge() {
    // 64 images of 1,024 x 1,024 floats are 256 MiB.
    assertThat(estimate(new Shape(1, 1_024, 1_024), 1_000, 64).loader())
        .isEqualTo(768.0 * (1 << 20));
    assertThat(estimate(new Shape(1, 1_024, 1_024), 1_000, 65).loader())
        .isEqualTo(520.0 * (1 << 20));
  }
}
