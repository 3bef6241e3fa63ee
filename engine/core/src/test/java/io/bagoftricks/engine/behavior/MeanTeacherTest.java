package io.bagoftricks.engine.behavior;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bagoftricks.api.Family;
import io.bagoftricks.api.FlatValues;
import io.bagoftricks.api.LossDraft;
import io.bagoftricks.api.LossHook;
import io.bagoftricks.api.LossTerm;
import io.bagoftricks.api.Slot;
import io.bagoftricks.api.StepHook;
import io.bagoftricks.api.StepResult;
import io.bagoftricks.api.Teacher;
import io.bagoftricks.api.TeacherWeights;
import io.bagoftricks.api.Teachers;
import io.bagoftricks.api.TrickCard;
import io.bagoftricks.api.TrickState;
import io.bagoftricks.api.Uses;
import io.bagoftricks.api.network.Precision;
import io.bagoftricks.engine.internal.checkpoint.Checkpoint;
import io.bagoftricks.engine.internal.checkpoint.CheckpointStore;
import io.bagoftricks.engine.internal.train.Inference;
import io.bagoftricks.engine.internal.train.TrainingRun;
import io.bagoftricks.engine.plan.MeanTeacherPlan;
import io.bagoftricks.engine.plan.RunPlan;
import io.bagoftricks.engine.plan.RunPlanner;
import io.bagoftricks.engine.plugin.TrickRegistry;
import io.bagoftricks.engine.storage.Disk;
import io.bagoftricks.engine.toys.TinyRuns;
import io.bagoftricks.engine.toys.ToyProvider;
import io.bagoftricks.engine.train.TrainingListener;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Tricks that learn from an average of the weights in training. */
@Tag("every-backend")
final class MeanTeacherTest {
  /**
   * Tarvainen and Valpola 2017 (arXiv:1703.01780): the squared distance from the logits of the
   * average.
   */
  static class Consistency implements LossHook, StepHook {
    private final TrickState state;
    private final Teacher teacher;

    @Inject
    Consistency(TrickState state, Teachers teachers) {
      this.state = state;
      this.teacher =
          teachers.ofStudent(
              () ->
                  new TeacherWeights(
                      average("weights", Consistency::missing),
                      average("statistics", Consistency::missing)));
    }

    @Override
    @Uses(adds = Slot.LOSS_TERMS)
    public void onLoss(LossDraft loss) {
      if (state.counter("updates", 0).get() > 0) {
        INDArray expected = teacher.logits(loss.inputs());
        seen(loss.inputs(), expected);
        loss.add(loss.instance(), 0.1, distance(expected.dup()));
      }
    }

    @Override
    @Uses(reads = Slot.WEIGHTS)
    public void afterStep(StepResult result) {
      result.lerpWeightsInto(average("weights", result::weights), fraction());
      result.lerpStatisticsInto(average("statistics", result::statistics), fraction());
      state.counter("updates", 0).increment();
    }

    double fraction() {
      return 0.3;
    }

    void seen(INDArray inputs, INDArray logits) {}

    final FlatValues average(String name, Supplier<INDArray> initial) {
      return state.flat(name, initial);
    }

    private static INDArray missing() {
      throw new IllegalStateException("Updates were counted, but there is no average");
    }

    private static LossTerm distance(INDArray expected) {
      return (logits, targets, gradient) -> {
        gradient.assign(logits).subi(expected);
        double value = gradient.norm2Number().doubleValue();
        gradient.muli(2.0 / logits.size(0));
        return value * value / logits.size(0);
      };
    }
  }

  @TrickCard(id = "consistency", family = Family.LOSS, summary = "Learns from an average.")
  static final class ConsistencyProvider extends ToyProvider<None> {
    ConsistencyProvider() {
      super(Consistency.class, new None());
    }
  }

  /** Tells the average and what it saw. */
  static final class Follows extends Consistency {
    @Inject
    Follows(TrickState state, Teachers teachers) {
      super(state, teachers);
    }

    @Override
    double fraction() {
      return 0.9;
    }

    @Override
    public void afterStep(StepResult result) {
      super.afterStep(result);
      WEIGHTS.add(average("weights", result::weights).values().dup());
      STATISTICS.add(average("statistics", result::statistics).values().dup());
    }

    @Override
    void seen(INDArray inputs, INDArray logits) {
      INPUTS.add(inputs.dup());
      LOGITS.add(logits.dup());
    }
  }

  @TrickCard(id = "follows", family = Family.LOSS, summary = "Tells what it saw.")
  static final class FollowsProvider extends ToyProvider<None> {
    FollowsProvider() {
      super(Follows.class, new None());
    }
  }

  /** Gives what does not fit. */
  static final class Misfits implements LossHook {
    private final Teacher teacher;

    @Inject
    Misfits(Teachers teachers) {
      teacher =
          teachers.ofStudent(
              () -> new TeacherWeights(FlatValues.of(Nd4j.zeros(3)), FlatValues.of(Nd4j.zeros(3))));
    }

    @Override
    @Uses(adds = Slot.LOSS_TERMS)
    public void onLoss(LossDraft loss) {
      teacher.logits(loss.inputs());
    }
  }

  @TrickCard(id = "misfits", family = Family.LOSS, summary = "Gives three weights.")
  static final class MisfitsProvider extends ToyProvider<None> {
    MisfitsProvider() {
      super(Misfits.class, new None());
    }
  }

  record None() {}

  private static final List<INDArray> WEIGHTS = new ArrayList<>();
  private static final List<INDArray> STATISTICS = new ArrayList<>();
  private static final List<INDArray> INPUTS = new ArrayList<>();
  private static final List<INDArray> LOGITS = new ArrayList<>();
  private static final TrickRegistry TRICKS =
      TinyRuns.toysAnd(new FollowsProvider(), new MisfitsProvider());

  @BeforeEach
  void forget() {
    List.of(WEIGHTS, STATISTICS, INPUTS, LOGITS).forEach(List::clear);
  }

  /** In evaluation mode, on the weights as of the step before, micro-batch after micro-batch. */
  @Test
  void computesWithTheWeightsThatItIsGiven() throws IOException {
    RunPlan plan = plan("follows");
    assertThat(plan.meanTeachers()).containsExactly(new MeanTeacherPlan("follows", 0));
    try (TrainingRun run = TrainingRun.of(plan, TinyRuns.backend())) {
      run.train(new TrainingListener() {});
    }

    assertThat(LOGITS).hasSize(7);
    try (Inference own = Inference.of(plan, TinyRuns.backend(), Precision.FLOAT)) {
      for (int step = 0; step < LOGITS.size(); step++) {
        INDArray masters = WEIGHTS.get(step);
        INDArray statistics = STATISTICS.get(step);
        own.weights()
            .edit(
                weights -> {
                  weights.masters().assign(masters);
                  weights.statistics().assign(statistics);
                });
        assertThat(LOGITS.get(step).equalsWithEps(own.logits(INPUTS.get(step)), 0))
            .describedAs("step " + step)
            .isTrue();
      }
    }
  }

  /** The average comes from the trick's state, and with it what the teacher says. */
  @Test
  void goesOnToTheSameBits(@TempDir Path folder) throws IOException {
    RunPlan plan = plan("follows");
    CheckpointStore store = new CheckpointStore(folder, Disk.local());
    try (TrainingRun whole = TrainingRun.of(plan, TinyRuns.backend());
        TrainingRun resumed = TrainingRun.of(plan, TinyRuns.backend())) {
      whole.train(
          new TrainingListener() {},
          (progress, memory) -> {
            if (progress.updates() == 3) {
              assertThatCode(() -> store.write("follows", plan.facts(), progress, memory, false))
                  .doesNotThrowAnyException();
            }
          });
      List<INDArray> said = List.copyOf(LOGITS);
      forget();
      Checkpoint checkpoint = store.open(CheckpointStore.LAST);
      checkpoint.restore(resumed.memory(), plan.facts());
      resumed.goOn(checkpoint.progress());
      resumed.train(new TrainingListener() {});

      assertThat(LOGITS).isEqualTo(said.subList(2, said.size()));
      assertThat(resumed.memory().weights().masters())
          .isEqualTo(whole.memory().weights().masters());
    }
  }

  @Test
  void refusesWeightsOfAnotherNetwork() throws IOException {
    RunPlan plan = plan("misfits");
    try (TrainingRun run = TrainingRun.of(plan, TinyRuns.backend())) {
      assertThatThrownBy(() -> run.train(new TrainingListener() {}))
          .hasMessageContaining("'misfits'")
          .hasStackTraceContaining("The weights of a teacher are 3 values of type FLOAT");
    }
  }

  private static RunPlan plan(String trick) {
    return new RunPlanner(TRICKS).plan(TinyRuns.recipe(TRICKS, trick));
  }
}
