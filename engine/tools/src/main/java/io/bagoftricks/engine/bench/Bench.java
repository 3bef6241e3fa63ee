package io.bagoftricks.engine.bench;

import io.bagoftricks.api.Moment;
import io.bagoftricks.api.RunFacts;
import io.bagoftricks.api.data.Dataset;
import io.bagoftricks.api.data.Split;
import io.bagoftricks.api.network.Shape;
import io.bagoftricks.api.network.Size;
import io.bagoftricks.api.random.Draws;
import io.bagoftricks.backends.spi.Backend;
import io.bagoftricks.engine.Training;
import io.bagoftricks.engine.internal.loader.Loader;
import io.bagoftricks.engine.internal.loader.LoaderBatch;
import io.bagoftricks.engine.internal.loader.LoaderPass;
import io.bagoftricks.engine.internal.loader.LoaderSpec;
import io.bagoftricks.engine.internal.timing.StepProfiler;
import io.bagoftricks.engine.internal.train.Inference;
import io.bagoftricks.engine.internal.train.Steps;
import io.bagoftricks.engine.plan.RunPlan;
import io.bagoftricks.engine.problem.ProblemException;
import io.bagoftricks.engine.recipe.TrainingConfig;
import java.io.IOException;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Runs steps of a plan, the first of a run, on one batch of images over and over: the steps that
 * training makes, less what loader threads do.
 */
public final class Bench {
  private final RunPlan plan;
  private final Backend backend;
  private final BenchMode mode;
  private final OptionalInt count;

  /**
   * A bench.
   *
   * @param plan of a recipe with {@link BenchData}
   * @param count how many steps to measure; without it at least 10 steps and at least 10 seconds
   */
  public Bench(RunPlan plan, Backend backend, BenchMode mode, OptionalInt count) {
    this.plan = plan;
    this.backend = backend;
    this.mode = mode;
    this.count = count;
  }

  /**
   * Measures.
   *
   * @param trace is told of the profiled steps too; {@code null} where nobody is
   * @throws ProblemException if the backend cannot store what the recipe asks for
   * @throws IOException if the data contradict the recipe
   */
  public BenchResult run(@Nullable StepProfiler trace) throws IOException {
    LoaderBatch images = images();
    return result(mode == BenchMode.TRAIN ? training(images, trace) : inference(images, trace));
  }

  private Measurement training(LoaderBatch images, @Nullable StepProfiler trace) {
    try (Steps steps = Training.steps(plan, backend)) {
      return Measurement.of(steps::profile, count, trace, new Updates(steps, images));
    }
  }

  private Measurement inference(LoaderBatch images, @Nullable StepProfiler trace) {
    try (Inference inference = Training.inference(plan, backend)) {
      return inference.evaluating(
          evaluate ->
              Measurement.of(inference::profile, count, trace, () -> evaluate.accept(images)));
    }
  }

  private final class Updates implements Runnable {
    private final Steps steps;
    private final LoaderBatch images;
    private long done;

    Updates(Steps steps, LoaderBatch images) {
      this.steps = steps;
      this.images = images;
    }

    /** The next of the run; after its last, the first again. */
    @Override
    public void run() {
      steps.update(images, size(), moment(done % plan.facts().totalSteps()), null, false);
      done++;
    }
  }

  private BenchResult result(Measurement measurement) {
    Quantiles seconds = Quantiles.of(measurement.seconds());
    Quantiles rates =
        Quantiles.of(measurement.seconds().stream().map(second -> batch() / second).toList());
    return new BenchResult(
        plan.recipe().name(),
        backend.id(),
        mode.toString(),
        Names.lower(plan.settings().precision()),
        Names.lower(backend.stored(plan.settings().precision())),
        batch(),
        plan.recipe().training().microBatchSize(),
        size().height(),
        image().toString(),
        measurement.warmUpSteps(),
        measurement.seconds().size(),
        rates.median(),
        rates.lower(),
        rates.upper(),
        rates.most(),
        1000 * seconds.median(),
        measurement.peakBytes().isPresent() ? measurement.peakBytes().getAsLong() : null,
        measurement.profiledSteps(),
        measurement.times().stepMillis(),
        measurement.times().shareOutside(),
        Names.lower(measurement.times().kinds()),
        measurement.times().parts());
  }

  private LoaderBatch images() throws IOException {
    TrainingConfig training = plan.recipe().training();
    LoaderSpec spec =
        LoaderSpec.evaluation(
            batch(), training.loaderThreads(), plan.settings().normalization(), List.of());
    try (Dataset noise = plan.recipe().data().made().open(Split.TRAIN);
        LoaderPass pass =
            new Loader(noise, spec, Draws.of(training.seed())).pass(moment(0), size())) {
      return pass.next();
    }
  }

  private Moment moment(long step) {
    RunFacts facts = plan.facts();
    return new Moment((int) (step / facts.stepsPerEpoch()), step, facts.totalSteps());
  }

  private Shape image() {
    return new Shape(plan.facts().input().channels(), size().height(), size().width());
  }

  /** An evaluation takes as many images at a time as training does in a forward. */
  private int batch() {
    TrainingConfig training = plan.recipe().training();
    return mode == BenchMode.TRAIN ? training.batchSize() : training.microBatchSize();
  }

  /** That of the first epoch: a batch is made once. */
  private Size size() {
    return mode == BenchMode.TRAIN ? plan.settings().inputSize(0) : plan.facts().input().size();
  }
}
