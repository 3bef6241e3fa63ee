package io.bagoftricks.engine.internal.train;

import io.bagoftricks.api.Batch;
import io.bagoftricks.api.BatchHook;
import io.bagoftricks.api.Metrics;
import io.bagoftricks.api.Moment;
import io.bagoftricks.api.data.Dataset;
import io.bagoftricks.api.network.Precision;
import io.bagoftricks.api.network.Shape;
import io.bagoftricks.api.network.Size;
import io.bagoftricks.api.optimizer.UpdateRule;
import io.bagoftricks.api.random.Draws;
import io.bagoftricks.backends.spi.Backend;
import io.bagoftricks.backends.spi.Phase;
import io.bagoftricks.backends.spi.Weights;
import io.bagoftricks.engine.backend.BackendRegistry;
import io.bagoftricks.engine.internal.loader.Loader;
import io.bagoftricks.engine.internal.loader.LoaderBatch;
import io.bagoftricks.engine.internal.loader.LoaderSpec;
import io.bagoftricks.engine.internal.loader.SampleStep;
import io.bagoftricks.engine.internal.metric.Rows;
import io.bagoftricks.engine.internal.state.Owned;
import io.bagoftricks.engine.internal.timing.Spans;
import io.bagoftricks.engine.internal.timing.StepProfiler;
import io.bagoftricks.engine.internal.timing.StepProfiler.Activity;
import io.bagoftricks.engine.internal.train.evaluation.EvaluationPass;
import io.bagoftricks.engine.internal.train.evaluation.Evaluator;
import io.bagoftricks.engine.internal.train.hook.BatchContext;
import io.bagoftricks.engine.internal.train.hook.HookRunner;
import io.bagoftricks.engine.internal.train.hook.SampleHooks;
import io.bagoftricks.engine.internal.train.memory.BatchArrays;
import io.bagoftricks.engine.internal.train.memory.PlanCache;
import io.bagoftricks.engine.internal.train.memory.WeightsInitializer;
import io.bagoftricks.engine.internal.train.nonfinite.NonFiniteOrigin;
import io.bagoftricks.engine.internal.train.watch.ArrayWatch;
import io.bagoftricks.engine.internal.train.watch.HandedArray;
import io.bagoftricks.engine.internal.train.watch.WatchedLayer;
import io.bagoftricks.engine.plan.RunPlan;
import io.bagoftricks.engine.plan.RunTricks;
import io.bagoftricks.engine.plugin.HookPoint;
import io.bagoftricks.engine.problem.ProblemException;
import io.bagoftricks.engine.recipe.TrainingConfig;
import io.bagoftricks.engine.train.NonFinite;
import io.bagoftricks.engine.train.NonFiniteException;
import io.bagoftricks.engine.train.UpdateReport;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Makes the steps and the evaluations of a run, wherever its images come from. Owns weights, plans
 * and the optimizer state, and frees them.
 */
public final class Steps implements AutoCloseable {
  private final RunPlan plan;
  private final Owned owned;
  private final RunTricks tricks;
  private final Weights weights;
  private final PlanCache plans;
  private final OptimizerState optimizerState;
  private final Spans spans = new Spans();
  private final BatchArrays arrays;
  private final HookRunner hooks;
  private final Evaluator evaluator;
  private final Updater updater;
  private final DivergenceGuard divergence;
  private final NonFiniteOrigin origin;
  private final Draws evaluationDraws;

  private Steps(RunTricks tricks, Backend backend, GradientExchange exchange, Owned owned) {
    this.tricks = tricks;
    this.owned = owned;
    this.plan = tricks.plan();
    Draws root = Draws.of(plan.recipe().training().seed());
    hooks = new HookRunner(tricks, root, spans);
    weights =
        backend.allocate(
            WatchedLayer.network(tricks, hooks.watch()), plan.settings().precision().masters());
    owned.add(weights::close);
    tricks.openTeachersOfStudent(
        () -> new StudentCopy(backend, weights.network(), plan.settings().precision(), root));
    arrays = new BatchArrays(backend, plan.settings().precision().masters());
    owned.add(arrays::close);
    tricks.states().values().forEach(state -> state.place(weights));
    WeightsInitializer.initialize(weights, root);
    plans = new PlanCache(backend, weights, plan.settings().precision());
    owned.add(plans::close);
    UpdateRule rule = plan.recipe().optimizer().makeAnew().rule();
    optimizerState = OptimizerState.of(rule, weights);
    owned.add(optimizerState::close);
    hooks.watch().arrays().add(HandedArray.weights(weights));
    hooks.watch().arrays().add(HandedArray.gradients(weights));
    hooks.watch().arrays().add(HandedArray.statistics(weights));
    evaluator = new Evaluator(tricks, weights, plans, arrays, hooks, root, spans);
    owned.add(evaluator::close);
    updater = new Updater(plan, weights, plans, hooks, exchange, rule, optimizerState, root, spans);
    divergence = new DivergenceGuard(plan.recipe().training().onNonFinite());
    origin = new NonFiniteOrigin(plan, weights, plans, root);
    evaluationDraws = root.stream("evaluation");
  }

  /**
   * Builds the tricks of a run, and allocates its memory.
   *
   * @throws ProblemException if the backend cannot store what the recipe asks for, or a teacher is
   *     not there
   */
  public static Steps of(RunPlan plan, Backend backend, GradientExchange exchange) {
    Precision precision = storable(plan, backend);
    RunTricks tricks = RunTricks.of(plan);
    Owned owned = new Owned();
    owned.add(tricks::close);
    try {
      tricks.openTeachers(backend, precision);
      return new Steps(tricks, backend, exchange, owned);
    } catch (RuntimeException | Error e) {
      try (owned) {
        throw e;
      }
    }
  }

  /**
   * How activations are stored.
   *
   * @throws ProblemException if the backend cannot store what the recipe asks for
   */
  static Precision storable(RunPlan plan, Backend backend) {
    return BackendRegistry.storable(plan.settings().precision(), backend, plan.recipe().source());
  }

  /** Tells a profiler of everything from now on; {@code null} ends that. Not during a step. */
  public void profile(@Nullable StepProfiler profiler) {
    spans.profile(profiler);
    plans.profile(profiler);
  }

  /**
   * Makes one step: all run-time hooks, forward, loss, backward, optimizer.
   *
   * @param loaded images of one effective batch, of the given size
   * @param lastEvaluation for tricks that look at it, if there has been one
   * @param countZeros whether to report the share of zeros among the gradients of activations
   * @throws NonFiniteException if a value is not finite, and leaving the step out is not enough or
   *     not what the recipe asks for
   */
  public UpdateReport update(
      LoaderBatch loaded,
      Size size,
      Moment moment,
      @Nullable Metrics lastEvaluation,
      boolean countZeros) {
    Shape image = new Shape(plan.facts().input().channels(), size.height(), size.width());
    return spans.update(
        moment.step(), () -> update(loaded, image, moment, lastEvaluation, countZeros));
  }

  /**
   * Evaluates while the weights that tricks choose are in place: an average, for instance, instead
   * of the last ones.
   */
  <T> T withEvaluatedWeights(Moment moment, Function<EvaluationPass, T> action) {
    return evaluator.withEvaluatedWeights(moment, action);
  }

  /** How tricks prepare images that are evaluated, in order. */
  List<SampleStep> preparations(Moment moment) {
    return evaluator.preparations(moment);
  }

  /** The views of inputs that tricks have evaluated beside them. */
  List<UnaryOperator<INDArray>> views(Moment moment) {
    return evaluator.views(moment);
  }

  @Override
  public void close() {
    owned.close();
  }

  /**
   * Reads training images for these steps, in the order and with the sample hooks of the run.
   *
   * @param images to read from
   */
  public Loader loader(Dataset images) {
    evaluator.measureOn(images);
    TrainingConfig training = plan.recipe().training();
    Draws root = Draws.of(training.seed());
    return new Loader(
        images,
        new LoaderSpec(
            training.batchSize(),
            true,
            training.dropLast(),
            plan.settings().repeats(),
            training.loaderThreads(),
            plan.settings().normalization(),
            SampleHooks.of(tricks, root)),
        root);
  }

  /** All that steps change. */
  public RunMemory memory() {
    return new RunMemory(weights, optimizerState.arrays(), tricks.states());
  }

  /** Counts on from where a run was. */
  void goOn(RunProgress progress) {
    updater.goOn(progress);
    divergence.goOn(progress.overflowsInARow());
    hooks.goOn(progress.effective());
  }

  RunTricks tricks() {
    return tricks;
  }

  Weights weights() {
    return weights;
  }

  HookRunner hooks() {
    return hooks;
  }

  Evaluator evaluator() {
    return evaluator;
  }

  Spans spans() {
    return spans;
  }

  private UpdateReport update(
      LoaderBatch loaded,
      Shape image,
      Moment moment,
      @Nullable Metrics lastEvaluation,
      boolean countZeros) {
    hooks.watch().beginUpdate(moment);
    tricks.beginUpdateOfTeachers();
    try (BatchContext batch = spans.call(Activity.INPUT, () -> batch(loaded, image, moment))) {
      hooks.run(HookPoint.ON_BATCH, BatchHook.class, Batch.class, batch, BatchHook::onBatch);
      batch.freeCopies();
      if (batch.size() < loaded.size()) {
        hooks.watch().arrays().add(HandedArray.inputs(batch.inputs()));
        hooks.watch().arrays().add(HandedArray.targets(batch.targets()));
      }
      UpdateReport update = updater.update(batch, lastEvaluation, countZeros);
      Optional<NonFinite> nonFinite = check(loaded, batch, update);
      return update.and(nonFinite, hooks.watch().remarks().fresh(), hooks.effective());
    }
  }

  /**
   * The value that was not finite, if there is one and the run can go on all the same.
   *
   * @throws NonFiniteException where it cannot
   */
  private Optional<NonFinite> check(LoaderBatch loaded, BatchContext batch, UpdateReport update) {
    Optional<String> end = divergence.check(update).or(update::spoiled);
    if (end.isEmpty() && Double.isFinite(update.loss())) {
      return Optional.empty();
    }
    NonFinite found =
        new NonFinite(
            update.moment().epoch(),
            update.moment().step(),
            end.orElse("the loss is " + update.loss()),
            update
                .spoiled()
                .map(who -> who + ".")
                .orElseGet(() -> suspicion() + origin.of(loaded, batch, update.losses())),
            update.losses(),
            update.learningRate(),
            update.lossScale(),
            loaded.firstPosition(),
            loaded.size());
    if (end.isPresent()) {
      throw new NonFiniteException(found);
    }
    return Optional.of(found);
  }

  /** The remarks about tricks, to be looked at before the rate is blamed. */
  private String suspicion() {
    return hooks.watch().remarks().all().stream()
        .map(remark -> "Look at this first: " + remark + " ")
        .collect(Collectors.joining());
  }

  private BatchContext batch(LoaderBatch loaded, Shape image, Moment moment) {
    INDArray inputs = arrays.inputs(loaded, image);
    INDArray targets = arrays.oneHot(loaded, plan.facts().classes());
    ArrayWatch watched = hooks.watch().arrays();
    watched.add(HandedArray.inputs(inputs));
    watched.add(HandedArray.targets(targets));
    return new BatchContext(
        moment,
        inputs,
        targets,
        Arrays.stream(loaded.indices()).asLongStream().toArray(),
        this::logits);
  }

  /** The logits of a batch in evaluation mode, in micro-batches; a new array. */
  INDArray logits(INDArray inputs) {
    int batch = (int) inputs.size(0);
    int micro = plan.recipe().training().microBatchSize();
    Shape image = new Shape((int) inputs.size(1), (int) inputs.size(2), (int) inputs.size(3));
    INDArray logits = Nd4j.create(inputs.dataType(), batch, plan.facts().classes());
    for (int from = 0; from < batch; from += micro) {
      int size = Math.min(micro, batch - from);
      INDArray part = Rows.slice(inputs, from, size);
      Rows.slice(logits, from, size)
          .assign(
              spans.call(
                  Activity.FORWARD,
                  () -> plans.plan(size, image, Phase.EVALUATION).forward(part, evaluationDraws)));
    }
    return logits;
  }
}
