package io.bagoftricks.engine.internal.train.evaluation;

import io.bagoftricks.api.EvaluateHook;
import io.bagoftricks.api.Evaluation;
import io.bagoftricks.api.Moment;
import io.bagoftricks.api.data.Dataset;
import io.bagoftricks.api.random.Draws;
import io.bagoftricks.backends.spi.Weights;
import io.bagoftricks.engine.evaluation.Evaluated;
import io.bagoftricks.engine.evaluation.JudgedImage;
import io.bagoftricks.engine.internal.loader.Loader;
import io.bagoftricks.engine.internal.loader.LoaderBatch;
import io.bagoftricks.engine.internal.loader.LoaderPass;
import io.bagoftricks.engine.internal.loader.LoaderSpec;
import io.bagoftricks.engine.internal.loader.SampleStep;
import io.bagoftricks.engine.internal.metric.MeanProbabilities;
import io.bagoftricks.engine.internal.timing.Spans;
import io.bagoftricks.engine.internal.timing.StepProfiler.Activity;
import io.bagoftricks.engine.internal.train.hook.EvaluationContext;
import io.bagoftricks.engine.internal.train.hook.HookRunner;
import io.bagoftricks.engine.internal.train.memory.BatchArrays;
import io.bagoftricks.engine.internal.train.memory.PlanCache;
import io.bagoftricks.engine.internal.train.memory.WeightsSnapshot;
import io.bagoftricks.engine.internal.train.nonfinite.NonFiniteOutput;
import io.bagoftricks.engine.internal.train.watch.ArrayWatch;
import io.bagoftricks.engine.plan.RunPlan;
import io.bagoftricks.engine.plan.RunTricks;
import io.bagoftricks.engine.plugin.HookPoint;
import io.bagoftricks.engine.recipe.TrainingConfig;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Evaluates on hard labels, with the running statistics and the weights that tricks choose. */
public final class Evaluator implements AutoCloseable {
  private final RunPlan plan;
  private final Weights weights;
  private final PlanCache plans;
  private final BatchArrays arrays;
  private final HookRunner hooks;
  private final Draws root;
  private final Spans spans;
  private final NonFiniteOutput nonFinite;
  private final StatisticsPass statistics;

  public Evaluator(
      RunTricks tricks,
      Weights weights,
      PlanCache plans,
      BatchArrays arrays,
      HookRunner hooks,
      Draws root,
      Spans spans) {
    this.plan = tricks.plan();
    this.weights = weights;
    this.plans = plans;
    this.arrays = arrays;
    this.hooks = hooks;
    this.root = root;
    this.spans = spans;
    this.nonFinite = new NonFiniteOutput(plan, weights, plans);
    this.statistics =
        new StatisticsPass(tricks, weights, plans, arrays, hooks.watch().arrays(), root);
  }

  /** Reads images for statistics from a data set that is open already. */
  public void measureOn(Dataset trainImages) {
    statistics.of(trainImages);
  }

  /** Closes images that it has opened itself. */
  @Override
  public void close() {
    statistics.close();
  }

  /** Evaluates on all images. */
  public Evaluated evaluate(Moment moment, Dataset images) {
    return evaluate(moment, images, image -> {});
  }

  /** Evaluates on all images, and tells of each, in order. */
  public Evaluated evaluate(Moment moment, Dataset images, Consumer<JudgedImage> judged) {
    return spans.call(
        Activity.EVALUATION,
        () -> {
          EvaluationContext context = context(moment);
          return withChosenWeights(context, () -> evaluate(moment, images, context, judged));
        });
  }

  /** Hands out the class probabilities of each image, batch by batch, in order. */
  public void predict(
      Moment moment, Dataset images, BiConsumer<LoaderBatch, MeanProbabilities> probabilities) {
    EvaluationContext context = context(moment);
    withChosenWeights(
        context,
        () -> {
          EvaluationPass pass = pass(context);
          eachBatch(
              moment,
              images,
              context,
              batch -> probabilities.accept(batch, pass.probabilities(batch)));
          return true;
        });
  }

  /** Hands out a pass while the weights that tricks choose for evaluation are in place. */
  public <T> T withEvaluatedWeights(Moment moment, Function<EvaluationPass, T> action) {
    EvaluationContext context = context(moment);
    return withChosenWeights(context, () -> action.apply(pass(context)));
  }

  /** How tricks prepare images that are evaluated, in order. */
  public List<SampleStep> preparations(Moment moment) {
    return List.copyOf(context(moment).preparations());
  }

  /** The views of inputs that tricks have evaluated beside them. */
  public List<UnaryOperator<INDArray>> views(Moment moment) {
    return List.copyOf(context(moment).views());
  }

  /** Whether a trick chooses weights. */
  public boolean choosesWeights(Moment moment) {
    return context(moment).choice() != null;
  }

  private EvaluationContext context(Moment moment) {
    hooks.watch().beginEvaluation(moment);
    EvaluationContext context =
        new EvaluationContext(
            moment,
            root,
            hooks.watch(),
            weights,
            (masters, examples) -> statistics.measure(moment, masters, examples));
    hooks.run(
        HookPoint.ON_EVALUATE,
        EvaluateHook.class,
        Evaluation.class,
        context,
        EvaluateHook::onEvaluate);
    return context;
  }

  private <T> T withChosenWeights(EvaluationContext context, Supplier<T> action) {
    Runnable choice = context.choice();
    if (choice == null) {
      return action.get();
    }
    WeightsSnapshot trained = WeightsSnapshot.of(weights);
    try {
      expectWrite();
      choice.run();
      return action.get();
    } finally {
      trained.close();
      expectWrite();
    }
  }

  private void expectWrite() {
    ArrayWatch watched = hooks.watch().arrays();
    watched.expectWrite("weights()");
    watched.expectWrite("statistics()");
  }

  private Evaluated evaluate(
      Moment moment, Dataset images, EvaluationContext context, Consumer<JudgedImage> judged) {
    EvaluationPass pass = pass(context, judged);
    eachBatch(moment, images, context, pass::count);
    return pass.result();
  }

  private void eachBatch(
      Moment moment, Dataset images, EvaluationContext context, Consumer<LoaderBatch> action) {
    try (LoaderPass loading = loader(images, context).pass(moment, plan.facts().input().size())) {
      while (loading.hasNext()) {
        action.accept(spans.call(Activity.LOADER_WAIT, loading::next));
      }
    }
  }

  private EvaluationPass pass(EvaluationContext context) {
    return pass(context, image -> {});
  }

  private EvaluationPass pass(EvaluationContext context, Consumer<JudgedImage> judged) {
    return new EvaluationPass(
        plan.facts(),
        plans,
        arrays,
        hooks.watch().arrays(),
        root.stream("evaluation"),
        context.views(),
        spans,
        nonFinite,
        judged);
  }

  private Loader loader(Dataset images, EvaluationContext context) {
    TrainingConfig training = plan.recipe().training();
    return new Loader(
        images,
        LoaderSpec.evaluation(
            training.microBatchSize(),
            training.loaderThreads(),
            plan.settings().normalization(),
            context.preparations()),
        root);
  }
}
