package io.bagoftricks.engine.train;

import io.bagoftricks.api.BatchHook;
import io.bagoftricks.api.Metrics;
import io.bagoftricks.api.Moment;
import io.bagoftricks.api.RunFacts;
import io.bagoftricks.api.network.Precision;
import io.bagoftricks.api.network.Shape;
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
import io.bagoftricks.engine.plugin.HookPoint;
import io.bagoftricks.engine.plugin.StoredState;
import io.bagoftricks.engine.recipe.Problem;
import io.bagoftricks.engine.recipe.RecipeException;
import io.bagoftricks.engine.recipe.TrainingConfig;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** One training run: owns weights, plans and the optimizer's memory, and frees them. */
public final class TrainingRun implements AutoCloseable {
  private final RunPlan plan;
  private final Weights weights;
  private final PlanCache plans;
  private final OptimizerMemories memories;
  private final HookRunner hooks;
  private final Loader trainLoader;
  private final Evaluator evaluator;
  private final Updater updater;
  private @Nullable Metrics lastEvaluation;

  private TrainingRun(
      RunPlan plan, Backend backend, Dataset train, Dataset test, GradientExchange exchange) {
    this.plan = plan;
    Draws root = Draws.of(plan.recipe().training().seed());
    weights = backend.allocate(plan.network(), Precision.FLOAT);
    WeightsInitializer.initialize(weights, root);
    plans = new PlanCache(backend, weights, plan.settings().precision());
    memories = OptimizerMemories.of(plan.recipe().optimizer().rule(), weights);
    hooks = new HookRunner(plan, root);
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
    evaluator = new Evaluator(plan, weights, plans, hooks, test, root);
    updater = new Updater(plan, weights, plans, hooks, exchange, memories, root);
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
    Precision precision = plan.settings().precision();
    if (!trainable(backend).contains(precision)) {
      throw new RecipeException(
          List.of(
              Problem.error(
                  "backend/precision",
                  plan.recipe().source(),
                  "Backend '%s' cannot train with activations stored as %s; it can with %s. Choose another backend or precision."
                      .formatted(backend.id(), precision, trainable(backend)))));
    }
    Dataset train = plan.recipe().data().open(Split.TRAIN);
    Dataset test = plan.recipe().data().open(Split.TEST);
    return new TrainingRun(plan, backend, train, test, exchange);
  }

  /** Masters are 32 bits while training: 64 are for checking a backend. */
  private static Set<Precision> trainable(Backend backend) {
    Set<Precision> trainable = EnumSet.copyOf(backend.precisions());
    trainable.remove(Precision.DOUBLE);
    return trainable;
  }

  /** The weights, as training leaves them. */
  public Weights weights() {
    return weights;
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
    for (String instance : hooks.withoutEffect(trainLoader::touched)) {
      listener.onWarning(
          "Trick '" + instance + "' changed nothing in the whole run; check its settings.");
    }
    return new TrainingResult(metrics, reports, (System.nanoTime() - start) / 1e9);
  }

  /** Evaluates the weights as they are now, on all test images. */
  public Metrics evaluate() {
    return evaluator.evaluate(end());
  }

  /**
   * Hands out the weights as they are evaluated: an average, for instance, instead of the last
   * ones. They are in place until the action returns.
   */
  public <T> T withEvaluatedWeights(Function<Weights, T> action) {
    return evaluator.withEvaluatedWeights(end(), () -> action.apply(weights));
  }

  private Moment end() {
    RunFacts facts = plan.facts();
    return new Moment(facts.epochs() - 1, facts.totalSteps(), facts.totalSteps());
  }

  @Override
  public void close() {
    plans.close();
    memories.close();
    weights.close();
    plan.states().values().forEach(StoredState::close);
  }

  private EpochReport epoch(int epoch, TrainingListener listener) {
    RunFacts facts = plan.facts();
    long step = epoch * facts.stepsPerEpoch();
    Size size = plan.settings().inputSize(epoch);
    Shape image = new Shape(facts.input().channels(), size.height(), size.width());
    EpochTotals totals = new EpochTotals();
    long start = System.nanoTime();
    try (LoaderPass pass = trainLoader.pass(new Moment(epoch, step, facts.totalSteps()), size)) {
      while (pass.hasNext()) {
        LoaderBatch batch = pass.next();
        UpdateReport update =
            update(batch, image, new Moment(epoch, step, facts.totalSteps()), !pass.hasNext());
        totals.add(update);
        listener.onUpdate(update);
        step++;
      }
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    int every = plan.recipe().training().evaluateEvery();
    if ((epoch + 1) % every == 0 || epoch + 1 == facts.epochs()) {
      lastEvaluation = evaluator.evaluate(new Moment(epoch, step, facts.totalSteps()));
      return totals.report(epoch, seconds, lastEvaluation);
    }
    return totals.report(epoch, seconds, null);
  }

  /** The last update of an epoch counts zeros: a look now and then is enough. */
  private UpdateReport update(LoaderBatch loaded, Shape image, Moment moment, boolean last) {
    INDArray inputs = BatchArrays.inputs(loaded, image);
    INDArray targets = BatchArrays.oneHot(loaded, plan.facts().classes());
    try (BatchContext batch = new BatchContext(moment, inputs, targets)) {
      hooks.run(HookPoint.ON_BATCH, BatchHook.class, batch, hook -> hook.onBatch(batch));
      batch.freeCopies();
      return updater.update(batch, lastEvaluation, last);
    }
  }
}
