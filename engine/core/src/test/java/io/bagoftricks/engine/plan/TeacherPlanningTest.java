package io.bagoftricks.engine.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bagoftricks.api.Family;
import io.bagoftricks.api.LossDraft;
import io.bagoftricks.api.LossHook;
import io.bagoftricks.api.Slot;
import io.bagoftricks.api.TeacherSource;
import io.bagoftricks.api.Teachers;
import io.bagoftricks.api.TrickCard;
import io.bagoftricks.api.Uses;
import io.bagoftricks.api.network.Normalization;
import io.bagoftricks.api.network.Precision;
import io.bagoftricks.api.network.Shape;
import io.bagoftricks.backends.spi.Backend;
import io.bagoftricks.engine.frozen.FrozenNetwork;
import io.bagoftricks.engine.plugin.TrickRegistry;
import io.bagoftricks.engine.problem.Problem;
import io.bagoftricks.engine.toys.ToyProvider;
import io.bagoftricks.engine.toys.ToyRecipes;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Teachers of a plan of gray images of 28x28 in 10 classes. */
final class TeacherPlanningTest {
  private static final TrickRegistry TRICKS = TrickRegistry.of(List.of(new LearnerProvider()));

  @Test
  void aTeacherThatFitsIsPartOfThePlanAndFoundOnce() {
    AtomicInteger calls = new AtomicInteger();
    Fixed model = new Fixed(10, new Shape(1, 56, 56));
    RunPlan plan =
        plan(
            source -> {
              calls.incrementAndGet();
              return Optional.of(model);
            });
    assertThat(plan.teachers()).hasSize(1);
    assertThat(plan.teachers().get(0).present()).isEqualTo(model);
    assertThat(plan.notes()).isEmpty();
    assertThat(calls).hasValue(1);
  }

  @Test
  void refusesOtherClasses() {
    assertThatThrownBy(() -> plan(source -> Optional.of(new Fixed(9, new Shape(1, 28, 28)))))
        .hasMessageContaining(
            "[teacher/classes] 'learner' learns from 'runs/t', which tells 9 classes apart, but the data have 10.");
  }

  @Test
  void refusesOtherChannels() {
    assertThatThrownBy(() -> plan(source -> Optional.of(new Fixed(10, new Shape(3, 28, 28)))))
        .hasMessageContaining(
            "[teacher/channels] 'learner' learns from 'runs/t', which takes images of 3 channels, but those of this run have 1.");
  }

  @Test
  void refusesImagesOfAnotherForm() {
    assertThatThrownBy(() -> plan(source -> Optional.of(new Fixed(10, new Shape(1, 28, 56)))))
        .hasMessageContaining(
            "[teacher/size] 'learner' learns from 'runs/t', which takes images of 28x56, but those of this run have 28x28");
  }

  @Test
  void whereThereIsNoneThePlanWarnsAndTheRunRefuses() {
    RunPlan plan = plan(source -> Optional.empty());
    assertThat(plan.notes()).extracting(Problem::id).containsExactly("teacher/missing");
    assertThatThrownBy(() -> plan.teachers().get(0).present())
        .hasMessageContaining("[teacher/missing] 'learner' learns from 'runs/t'");
  }

  /** A network that is used, and not trained, needs no teacher. */
  @Test
  void whereNobodyLooksForItNothingIsSaid() {
    RunPlan plan =
        new RunPlanner(TRICKS).plan(ToyRecipes.small(List.of(ToyRecipes.entry(TRICKS, "learner"))));
    assertThat(plan.notes()).isEmpty();
  }

  private static RunPlan plan(TeacherFinder finder) {
    return new RunPlanner(TRICKS, finder)
        .plan(ToyRecipes.small(List.of(ToyRecipes.entry(TRICKS, "learner"))));
  }

  private record Fixed(int classes, Shape image) implements TeacherModel {
    @Override
    public TeacherFacts facts() {
      return new TeacherFacts(
          "fixed",
          classes,
          image.channels(),
          Optional.of(image),
          Normalization.unit(image.channels()),
          1,
          Optional.empty(),
          "hash");
    }

    @Override
    public FrozenNetwork open(Backend backend, Precision precision) {
      throw new AssertionError("A plan opens nothing");
    }
  }

  private record None() {}

  @TrickCard(id = "learner", family = Family.LOSS, summary = "Asks for a teacher.")
  private static final class LearnerProvider extends ToyProvider<None> {
    LearnerProvider() {
      super(Learner.class, new None());
    }
  }

  private static final class Learner implements LossHook {
    @Inject
    Learner(Teachers teachers) {
      assertThat(teachers.load(TeacherSource.of("runs/t"))).isNotNull();
    }

    @Override
    @Uses(adds = Slot.LOSS_TERMS)
    public void onLoss(LossDraft loss) {}
  }
}
