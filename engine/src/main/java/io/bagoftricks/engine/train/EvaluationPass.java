package io.bagoftricks.engine.train;

import io.bagoftricks.api.Metrics;
import io.bagoftricks.api.RunFacts;
import io.bagoftricks.api.random.Draws;
import io.bagoftricks.backends.spi.Phase;
import io.bagoftricks.backends.spi.Plan;
import io.bagoftricks.engine.data.LoaderBatch;
import io.bagoftricks.engine.train.StepProfiler.Activity;
import java.util.List;
import java.util.function.UnaryOperator;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * One pass of an evaluation, batch by batch. Where tricks add views of an image, class
 * probabilities are averaged over the image and its views.
 */
public final class EvaluationPass {
  private final RunFacts facts;
  private final PlanCache plans;
  private final BatchArrays arrays;
  private final Draws layerDraws;
  private final List<UnaryOperator<INDArray>> views;
  private final Spans spans;
  private final Scores scores = new Scores();

  EvaluationPass(
      RunFacts facts,
      PlanCache plans,
      BatchArrays arrays,
      Draws layerDraws,
      List<UnaryOperator<INDArray>> views,
      Spans spans) {
    this.facts = facts;
    this.plans = plans;
    this.arrays = arrays;
    this.layerDraws = layerDraws;
    this.views = views;
    this.spans = spans;
  }

  /** Runs the network on images of the run's input shape, and counts what it has right. */
  public void count(LoaderBatch batch) {
    spans.run(
        Activity.EVALUATED_BATCH,
        () -> {
          INDArray inputs = spans.call(Activity.INPUT, () -> arrays.inputs(batch, facts.input()));
          count(inputs, batch.labels());
        });
  }

  Metrics metrics() {
    return scores.metrics();
  }

  private void count(INDArray inputs, int[] labels) {
    Plan network = plans.plan(labels.length, facts.input(), Phase.EVALUATION);
    INDArray logits = spans.call(Activity.FORWARD, () -> network.forward(inputs, layerDraws));
    MeanProbabilities mean = new MeanProbabilities(labels.length, (int) logits.size(1));
    spans.run(Activity.SCORES, () -> mean.add(Rows.toDoubles(logits)));
    for (UnaryOperator<INDArray> view : views) {
      INDArray seen = view.apply(inputs);
      INDArray logitsOfView = spans.call(Activity.FORWARD, () -> network.forward(seen, layerDraws));
      spans.run(Activity.SCORES, () -> mean.add(Rows.toDoubles(logitsOfView)));
      if (seen.data() != inputs.data() && seen.closeable()) {
        seen.close();
      }
    }
    spans.run(
        Activity.SCORES,
        () -> {
          scores.count(mean.scores(), labels);
          scores.addLoss(mean.loss(labels));
        });
  }
}
