package io.bagoftricks.engine.train;

import io.bagoftricks.api.EvaluateHook;
import io.bagoftricks.api.Metrics;
import io.bagoftricks.api.Moment;
import io.bagoftricks.api.network.Shape;
import io.bagoftricks.api.random.Draws;
import io.bagoftricks.backends.spi.Phase;
import io.bagoftricks.backends.spi.Plan;
import io.bagoftricks.backends.spi.Weights;
import io.bagoftricks.engine.data.Dataset;
import io.bagoftricks.engine.data.Loader;
import io.bagoftricks.engine.data.LoaderBatch;
import io.bagoftricks.engine.data.LoaderPass;
import io.bagoftricks.engine.data.LoaderSpec;
import io.bagoftricks.engine.plan.RunPlan;
import io.bagoftricks.engine.plugin.HookPoint;
import io.bagoftricks.engine.recipe.TrainingConfig;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Evaluates on hard labels, with the running statistics. Where tricks add views of an image, class
 * probabilities are averaged over the image and its views.
 */
final class Evaluator {
  private final RunPlan plan;
  private final Weights weights;
  private final PlanCache plans;
  private final HookRunner hooks;
  private final Dataset images;
  private final Draws root;

  Evaluator(
      RunPlan plan,
      Weights weights,
      PlanCache plans,
      HookRunner hooks,
      Dataset images,
      Draws root) {
    this.plan = plan;
    this.weights = weights;
    this.plans = plans;
    this.hooks = hooks;
    this.images = images;
    this.root = root;
  }

  /** Evaluates on all test images, with the weights that tricks choose. */
  Metrics evaluate(Moment moment) {
    EvaluationContext context = context(moment);
    return withChosenWeights(context, () -> evaluate(moment, context));
  }

  /** Does something while the weights that tricks choose for evaluation are in place. */
  <T> T withEvaluatedWeights(Moment moment, Supplier<T> action) {
    return withChosenWeights(context(moment), action);
  }

  private EvaluationContext context(Moment moment) {
    EvaluationContext context = new EvaluationContext(moment, root);
    hooks.run(HookPoint.ON_EVALUATE, EvaluateHook.class, context, hook -> hook.onEvaluate(context));
    return context;
  }

  private <T> T withChosenWeights(EvaluationContext context, Supplier<T> action) {
    INDArray chosen = context.weights();
    INDArray chosenStatistics = context.statistics();
    if (chosen == null || chosenStatistics == null) {
      return action.get();
    }
    WeightsSnapshot trained = WeightsSnapshot.of(weights);
    try {
      WeightsSnapshot.assign(weights, chosen, chosenStatistics);
      return action.get();
    } finally {
      trained.close();
    }
  }

  private Metrics evaluate(Moment moment, EvaluationContext context) {
    Shape image = plan.facts().input();
    Scores scores = new Scores();
    try (LoaderPass pass = loader(context).pass(moment, image.size())) {
      while (pass.hasNext()) {
        LoaderBatch batch = pass.next();
        try (INDArray inputs = BatchArrays.inputs(batch, image)) {
          count(inputs, batch.labels(), context.views(), scores);
        }
      }
    }
    return scores.metrics();
  }

  private Loader loader(EvaluationContext context) {
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

  private void count(
      INDArray inputs, int[] labels, List<UnaryOperator<INDArray>> views, Scores scores) {
    Plan network = plans.plan(labels.length, plan.facts().input(), Phase.EVALUATION);
    Draws layerDraws = root.stream("evaluation");
    INDArray logits = network.forward(inputs, layerDraws);
    MeanProbabilities mean = new MeanProbabilities(labels.length, (int) logits.size(1));
    mean.add(Rows.toDoubles(logits));
    for (UnaryOperator<INDArray> view : views) {
      INDArray seen = view.apply(inputs);
      mean.add(Rows.toDoubles(network.forward(seen, layerDraws)));
      if (seen != inputs && seen.closeable()) {
        seen.close();
      }
    }
    scores.count(mean.scores(), labels);
    scores.addLoss(mean.loss(labels));
  }
}
