package io.bagoftricks.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.bagoftricks.api.Metrics;
import io.bagoftricks.backends.spi.Backend;
import io.bagoftricks.engine.internal.train.ReplayCheck;
import io.bagoftricks.engine.internal.train.TrainingRun;
import io.bagoftricks.engine.plan.RunPlan;
import io.bagoftricks.engine.train.EpochReport;
import io.bagoftricks.engine.train.TrainingListener;
import io.bagoftricks.engine.train.UpdateReport;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Rules that show in small whole runs, of two epochs of two steps. */
final class TrainingRules {
  private static final double SHARE = 1e-4;

  /** Epochs of one step each: more than the 20 calls that the watch compares behind the first. */
  private static final int MANY = 23;

  private TrainingRules() {}

  static void disabled(TrickBench bench) throws IOException {
    TrickBench small = small(bench);
    assertSame(
        "with \"enabled\": false",
        small.withJson("enabled", "false").plan(),
        small.plan(List.of()));
  }

  static void neutral(TrickBench bench) throws IOException {
    TrickBench small = small(bench);
    String entry = EntryFile.NEUTRAL.read(bench.provider(), bench.id()).orElseThrow();
    assertSame("with " + entry, small.plan(List.of(entry)), small.plan(List.of()));
  }

  /** Two runs end in the same weights, and are evaluated alike on the way. */
  private static void assertSame(String settings, RunPlan with, RunPlan without)
      throws IOException {
    List<Metrics> evaluations = new ArrayList<>();
    List<Metrics> expected = new ArrayList<>();
    double[] weights = train(with, Backends.REFERENCE, noting(evaluations));
    assertThat(weights)
        .describedAs("the weights of a run %s, against one without the trick", settings)
        .isEqualTo(train(without, Backends.REFERENCE, noting(expected)));
    assertThat(evaluations)
        .describedAs("the evaluations of a run %s, against one without the trick", settings)
        .isNotEmpty()
        .isEqualTo(expected);
  }

  private static TrainingListener noting(List<Metrics> evaluations) {
    return new TrainingListener() {
      @Override
      public void onEpoch(EpochReport epoch) {
        epoch.evaluation().ifPresent(evaluations::add);
      }
    };
  }

  static void repeatable(TrickBench bench) throws IOException {
    RunPlan plan = small(bench).plan();
    assertThat(train(plan))
        .describedAs("the weights of a second run with the same seed")
        .isEqualTo(train(plan));
  }

  static void state(TrickBench bench) throws IOException {
    new ReplayCheck(small(bench).plan(), Backends.REFERENCE).run();
  }

  static void device(TrickBench bench) throws IOException {
    new ReplayCheck(small(bench).plan(), Backends.DEVICE).run();
  }

  static void evaluation(TrickBench bench) {
    try (TrickRun run = small(bench).start()) {
      run.afterStep();
      double[] weights = run.weights();
      double[] statistics = run.statistics();
      run.onEvaluate();
      assertThat(run.weights()).describedAs("the weights after an evaluation").isEqualTo(weights);
      assertThat(run.statistics())
          .describedAs("the running statistics after an evaluation")
          .isEqualTo(statistics);
    }
  }

  static void microBatches(TrickBench bench) throws IOException {
    TrickBench plain =
        small(bench).withoutBatchNorm().withJson("mayHaveNoEffect", "true").epochs(1);
    double[] whole = train(plain.plan());
    double[] parts = train(plain.set("training.microBatch=4").plan());
    double largest = Arrays.stream(whole).map(Math::abs).max().orElseThrow();
    assertThat(parts)
        .describedAs("the weights after two steps in two micro-batches, against one whole batch")
        .containsExactly(whole, within(SHARE * largest));
  }

  static void instances(TrickBench bench) throws IOException {
    TrickBench small = small(bench);
    RunPlan plan = small.plan();
    RunPlan other = small.seed(2).plan();
    double[] alone = train(plan);
    double[] beside =
        train(
            plan,
            Backends.REFERENCE,
            new TrainingListener() {
              @Override
              public void onUpdate(UpdateReport update) {
                if (update.moment().step() == 1) {
                  trainUnchecked(other);
                }
              }
            });
    assertThat(beside)
        .describedAs("the weights of a run in whose middle another run was made")
        .isEqualTo(alone);
  }

  static void arrays(TrickBench bench) throws IOException {
    int batch = bench.facts().batchSize();
    train(bench.examples(batch, batch).epochs(MANY).plan());
  }

  private static TrickBench small(TrickBench bench) {
    return bench.epochs(2);
  }

  private static double[] train(RunPlan plan) throws IOException {
    return train(plan, Backends.REFERENCE, new TrainingListener() {});
  }

  private static void trainUnchecked(RunPlan plan) {
    try {
      train(plan);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static double[] train(RunPlan plan, Backend backend, TrainingListener listener)
      throws IOException {
    try (TrainingRun run = TrainingRun.of(plan, backend)) {
      run.train(listener);
      return weights(run);
    }
  }

  static double[] weights(TrainingRun run) {
    INDArray weights = run.weights().masters();
    return weights.dup().reshape(weights.length()).toDoubleVector();
  }
}
