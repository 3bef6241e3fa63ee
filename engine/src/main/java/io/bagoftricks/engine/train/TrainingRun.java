package io.bagoftricks.engine.train;

import io.bagoftricks.api.Metrics;
import io.bagoftricks.api.Moment;
import io.bagoftricks.api.RunFacts;
import io.bagoftricks.api.network.Size;
import io.bagoftricks.api.random.Draws;
import io.bagoftricks.backends.spi.Backend;
import io.bagoftricks.backends.spi.Weights;
import io.bagoftricks.engine.data.Dataset;
import io.bagoftricks.engine.data.Loader;
import io.bagoftricks.engine.data.LoaderBatch;
import io.bagoftricks.engine.data.LoaderPass;
import io.bagoftricks.engine.data.LoaderSpec;
import io.bagoftricks.engine.data.Split;
import io.bagoftricks.engine.plan.RunPlan;
import io.bagoftricks.engine.recipe.RecipeException;
import io.bagoftricks.engine.recipe.TrainingConfig;
import io.bagoftricks.engine.train.StepProfiler.Activity;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One training run on the recipe's data. Owns its steps, and frees them. */
public final class TrainingRun implements AutoCloseable {
  private final RunPlan plan;
  private final Steps steps;
  private final Loader trainLoader;
  private final Dataset test;
  private @Nullable Metrics lastEvaluation;

  private TrainingRun(RunPlan plan, Steps steps, Dataset train, Dataset test) {
    this.plan = plan;
    this.steps = steps;
    this.test = test;
    Draws root = Draws.of(plan.recipe().training().seed());
    TrainingConfig training = plan.recipe().training();
    trainLoader =
        new Loader(
            train,
            new LoaderSpec(
                training.batchSize(),
                true,
                training.dropLast(),
                training.loaderThreads(),
                plan.settings().normalization(),
                SampleHooks.of(plan, root)),
            root);
  }

  /**
   * Opens the data and allocates the memory of a run.
   *
   * @throws RecipeException if the backend cannot store what the recipe asks for
   * @throws IOException if the data are not there or cannot be read
   */
  public static TrainingRun of(RunPlan plan, Backend backend) throws IOException {
    return of(plan, backend, GradientExchange.alone());
  }

  /** A run that shares its gradients with others. */
  public static TrainingRun of(RunPlan plan, Backend backend, GradientExchange exchange)
      throws IOException {
    Dataset train = plan.recipe().data().open(Split.TRAIN);
    Dataset test = plan.recipe().data().open(Split.TEST);
    return new TrainingRun(plan, Steps.of(plan, backend, exchange), train, test);
  }

  /** The weights, as training leaves them. */
  public Weights weights() {
    return steps.weights();
  }

  /** Tells a profiler of everything from now on; {@code null} ends that. Not during an update. */
  public void profile(@Nullable StepProfiler profiler) {
    steps.profile(profiler);
  }

  /** Trains all epochs. */
  public TrainingResult train(TrainingListener listener) {
    long start = System.nanoTime();
    List<EpochReport> reports = new ArrayList<>();
    Metrics metrics = new Metrics(0, 0, 0, 0);
    for (int epoch = 0; epoch < plan.facts().epochs(); epoch++) {
      EpochReport report = epoch(epoch, listener);
      reports.add(report);
      metrics = report.evaluation().orElse(metrics);
      listener.onEpoch(report);
    }
    for (String instance : steps.hooks().withoutEffect(trainLoader::touched)) {
      listener.onWarning(
          "Trick '" + instance + "' changed nothing in the whole run; check its settings.");
    }
    return new TrainingResult(metrics, reports, (System.nanoTime() - start) / 1e9);
  }

  /** Evaluates the weights as they are now, on all test images. */
  public Metrics evaluate() {
    return steps.evaluator().evaluate(end(), test).metrics();
  }

  /**
   * Hands out the weights as they are evaluated: an average, for instance, instead of the last
   * ones. They are in place until the action returns.
   */
  public <T> T withEvaluatedWeights(Function<Weights, T> action) {
    return steps.withEvaluatedWeights(end(), pass -> action.apply(weights()));
  }

  private Moment end() {
    RunFacts facts = plan.facts();
    return new Moment(facts.epochs() - 1, facts.totalSteps(), facts.totalSteps());
  }

  @Override
  public void close() {
    steps.close();
  }

  private EpochReport epoch(int epoch, TrainingListener listener) {
    RunFacts facts = plan.facts();
    long step = epoch * facts.stepsPerEpoch();
    Size size = plan.settings().inputSize(epoch);
    EpochTotals totals = new EpochTotals();
    long start = System.nanoTime();
    try (LoaderPass pass = trainLoader.pass(new Moment(epoch, step, facts.totalSteps()), size)) {
      while (pass.hasNext()) {
        LoaderBatch batch = steps.spans().call(Activity.LOADER_WAIT, pass::next);
        Moment moment = new Moment(epoch, step, facts.totalSteps());
        // The last update of an epoch counts zeros: a look now and then is enough.
        UpdateReport update = steps.update(batch, size, moment, lastEvaluation, !pass.hasNext());
        totals.add(update);
        listener.onUpdate(update);
        step++;
      }
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    int every = plan.recipe().training().evaluateEvery();
    if ((epoch + 1) % every == 0 || epoch + 1 == facts.epochs()) {
      Evaluated evaluated =
          steps.evaluator().evaluate(new Moment(epoch, step, facts.totalSteps()), test);
      lastEvaluation = evaluated.metrics();
      listener.onEvaluated(evaluated);
      return totals.report(epoch, seconds, lastEvaluation);
    }
    return totals.report(epoch, seconds, null);
  }
}
