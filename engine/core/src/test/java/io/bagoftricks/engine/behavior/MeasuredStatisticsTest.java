package io.bagoftricks.engine.behavior;

import static org.assertj.core.api.Assertions.assertThat;

import io.bagoftricks.api.EvaluateHook;
import io.bagoftricks.api.Evaluation;
import io.bagoftricks.api.Family;
import io.bagoftricks.api.Slot;
import io.bagoftricks.api.StepHook;
import io.bagoftricks.api.StepResult;
import io.bagoftricks.api.Trick;
import io.bagoftricks.api.TrickCard;
import io.bagoftricks.api.TrickProvider;
import io.bagoftricks.api.TrickState;
import io.bagoftricks.api.Uses;
import io.bagoftricks.engine.internal.train.TrainingRun;
import io.bagoftricks.engine.plan.RunPlanner;
import io.bagoftricks.engine.plugin.TrickRegistry;
import io.bagoftricks.engine.toys.RunToys;
import io.bagoftricks.engine.toys.TinyRuns;
import io.bagoftricks.engine.train.TrainingListener;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Running statistics that are measured for an evaluation. */
@Tag("every-backend")
final class MeasuredStatisticsTest {
  private static final TrickRegistry TRICKS = TinyRuns.toysAnd(new MeasuresProvider());

  record NoSettings() {}

  /** Evaluates a copy of the weights in training, with statistics measured for it, twice. */
  static final class Measures implements StepHook, EvaluateHook {
    private final TrickState state;

    @Inject
    Measures(TrickState state) {
      this.state = state;
    }

    @Override
    @Uses(reads = Slot.WEIGHTS)
    public void afterStep(StepResult result) {
      state.array("weights", result::weights).assign(result.weights());
    }

    @Override
    @Uses(replaces = Slot.EVALUATED_WEIGHTS)
    public void onEvaluate(Evaluation evaluation) {
      INDArray weights = state.array("weights", () -> null);
      INDArray statistics = evaluation.recomputeStatistics(weights, Long.MAX_VALUE);
      if (!statistics.equals(evaluation.recomputeStatistics(weights, Long.MAX_VALUE))) {
        throw new IllegalStateException("The second time the statistics are others");
      }
      state.array("statistics", () -> statistics).assign(statistics);
      evaluation.useWeights(weights, statistics);
    }
  }

  @TrickCard(id = "measures", family = Family.OPTIMIZATION, summary = "Measures statistics.")
  public static final class MeasuresProvider implements TrickProvider<NoSettings> {
    @Override
    public Class<? extends Trick> trick() {
      return Measures.class;
    }

    @Override
    public NoSettings defaults() {
      return new NoSettings();
    }
  }

  /** Beside a trick that edits inputs, and in a run that makes more epochs afterwards. */
  @Test
  void trainingDoesNotSeeIt() throws IOException {
    assertThat(trained("measures", "mix")).isEqualTo(trained("mix"));
  }

  private static List<Object> trained(String... tricks) throws IOException {
    String[] all = new String[tricks.length + 1];
    all[0] = RunToys.STANDARDIZE;
    System.arraycopy(tricks, 0, all, 1, tricks.length);
    try (TrainingRun run =
        TrainingRun.of(
            new RunPlanner(TRICKS).plan(TinyRuns.recipe(TRICKS, all)), TinyRuns.backend())) {
      run.train(new TrainingListener() {});
      return List.of(run.weights().masters().dup(), run.weights().statistics().dup());
    }
  }
}
