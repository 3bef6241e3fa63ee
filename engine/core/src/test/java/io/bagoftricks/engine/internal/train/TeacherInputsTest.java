package io.bagoftricks.engine.internal.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.bagoftricks.api.Family;
import io.bagoftricks.api.LossDraft;
import io.bagoftricks.api.LossHook;
import io.bagoftricks.api.Slot;
import io.bagoftricks.api.Teacher;
import io.bagoftricks.api.TeacherSource;
import io.bagoftricks.api.Teachers;
import io.bagoftricks.api.TrickCard;
import io.bagoftricks.api.Uses;
import io.bagoftricks.api.network.Normalization;
import io.bagoftricks.api.network.Precision;
import io.bagoftricks.api.network.Shape;
import io.bagoftricks.backends.spi.Backend;
import io.bagoftricks.engine.frozen.FrozenNetwork;
import io.bagoftricks.engine.plan.RunPlan;
import io.bagoftricks.engine.plan.RunPlanner;
import io.bagoftricks.engine.plan.TeacherFacts;
import io.bagoftricks.engine.plan.TeacherModel;
import io.bagoftricks.engine.plugin.TrickRegistry;
import io.bagoftricks.engine.toys.TinyRuns;
import io.bagoftricks.engine.toys.ToyProvider;
import io.bagoftricks.engine.train.TrainingListener;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A teacher of 6x6 pixels, of mean 40 and deviation 8, in a run on images of 12x12 that are divided
 * by 255. Half of the size is the mean of four pixels.
 */
final class TeacherInputsTest {
  private static final int SIDE = 12;
  private static final List<double[]> RECEIVED = new ArrayList<>();
  private static final List<double[]> ASKED = new ArrayList<>();

  @Test
  void areOfItsOwnSizeAndNormalization() throws IOException {
    TrickRegistry tricks = TinyRuns.toysAnd(new LearnerProvider());
    RunPlan plan =
        new RunPlanner(tricks, source -> Optional.of(new Recording()))
            .plan(TinyRuns.recipe(tricks, "learner"));
    try (TrainingRun run = TrainingRun.of(plan, TinyRuns.backend())) {
      run.train(new TrainingListener() {});
    }

    assertThat(RECEIVED).hasSize(8).hasSameSizeAs(ASKED);
    for (int step = 0; step < RECEIVED.size(); step++) {
      double[] asked = ASKED.get(step);
      double[] received = RECEIVED.get(step);
      assertThat(received).hasSize(asked.length / 4);
      for (int i = 0; i < received.length; i++) {
        int place = i / 36 * SIDE * SIDE + i / 6 % 6 * 2 * SIDE + i % 6 * 2;
        double mean =
            (asked[place] + asked[place + 1] + asked[place + SIDE] + asked[place + SIDE + 1]) / 4;
        assertThat(received[i]).isCloseTo((mean * 255 - 40) / 8, within(1e-3));
      }
    }
  }

  private static double[] values(INDArray array) {
    return array.dup('c').reshape(array.length()).toDoubleVector();
  }

  private record Recording() implements TeacherModel {
    @Override
    public TeacherFacts facts() {
      return new TeacherFacts(
          "recording",
          10,
          1,
          Optional.of(new Shape(1, 6, 6)),
          new Normalization(List.of(40.0), List.of(8.0)),
          1,
          Optional.empty(),
          "hash");
    }

    @Override
    public FrozenNetwork open(Backend backend, Precision precision) {
      return new FrozenNetwork() {
        @Override
        public INDArray logits(INDArray inputs) {
          assertThat(inputs.shape()).endsWith(1, 6, 6);
          RECEIVED.add(values(inputs));
          return Nd4j.zeros(inputs.dataType(), inputs.size(0), 10);
        }

        @Override
        public void close() {}
      };
    }
  }

  private record None() {}

  @TrickCard(id = "learner", family = Family.LOSS, summary = "Asks its teacher.")
  private static final class LearnerProvider extends ToyProvider<None> {
    LearnerProvider() {
      super(Learner.class, new None());
    }
  }

  private static final class Learner implements LossHook {
    private final Teacher teacher;

    @Inject
    Learner(Teachers teachers) {
      teacher = teachers.load(TeacherSource.of("runs/t"));
    }

    @Override
    @Uses(adds = Slot.LOSS_TERMS)
    public void onLoss(LossDraft loss) {
      ASKED.add(values(loss.inputs()));
      teacher.logits(loss.inputs());
      loss.add(
          "nothing",
          0.5,
          (logits, targets, gradient) -> {
            gradient.assign(0);
            return 0;
          });
    }
  }
}
