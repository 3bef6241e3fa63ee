package io.bagoftricks.engine.internal.train.evaluation;

import io.bagoftricks.api.RunFacts;
import io.bagoftricks.api.random.Draws;
import io.bagoftricks.backends.spi.Phase;
import io.bagoftricks.backends.spi.Plan;
import io.bagoftricks.engine.evaluation.ConfusionMatrix;
import io.bagoftricks.engine.evaluation.Evaluated;
import io.bagoftricks.engine.evaluation.JudgedImage;
import io.bagoftricks.engine.internal.loader.LoaderBatch;
import io.bagoftricks.engine.internal.metric.MeanProbabilities;
import io.bagoftricks.engine.internal.metric.Rows;
import io.bagoftricks.engine.internal.metric.Scores;
import io.bagoftricks.engine.internal.timing.Spans;
import io.bagoftricks.engine.internal.timing.StepProfiler.Activity;
import io.bagoftricks.engine.internal.train.memory.BatchArrays;
import io.bagoftricks.engine.internal.train.memory.PlanCache;
import io.bagoftricks.engine.internal.train.nonfinite.NonFiniteOutput;
import io.bagoftricks.engine.internal.train.watch.ArrayWatch;
import io.bagoftricks.engine.internal.train.watch.HandedArray;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * One pass of an evaluation, batch by batch. Where tricks add views of an image, class
 * probabilities are averaged over the image and its views.
 */
public final class EvaluationPass {
  private final RunFacts facts;
  private final PlanCache plans;
  private final BatchArrays arrays;
  private final ArrayWatch watched;
  private final Draws layerDraws;
  private final List<UnaryOperator<INDArray>> views;
  private final Spans spans;
  private final NonFiniteOutput nonFinite;
  private final Scores scores = new Scores();
  private final Consumer<JudgedImage> judged;
  private @Nullable ConfusionMatrix confusion; // large where there are many classes
  private int counted;
  private @Nullable String origin;

  EvaluationPass(
      RunFacts facts,
      PlanCache plans,
      BatchArrays arrays,
      ArrayWatch watched,
      Draws layerDraws,
      List<UnaryOperator<INDArray>> views,
      Spans spans,
      NonFiniteOutput nonFinite,
      Consumer<JudgedImage> judged) {
    this.facts = facts;
    this.plans = plans;
    this.arrays = arrays;
    this.watched = watched;
    this.layerDraws = layerDraws;
    this.views = views;
    this.spans = spans;
    this.nonFinite = nonFinite;
    this.judged = judged;
  }

  /** Runs the network on images of the run's input shape, and counts what it has right. */
  public void count(LoaderBatch batch) {
    spans.run(
        Activity.EVALUATED_BATCH,
        () -> {
          MeanProbabilities mean = probabilities(batch);
          spans.run(Activity.SCORES, () -> count(mean, batch.labels()));
        });
  }

  /** Runs the network on images of the run's input shape, whatever their labels. */
  MeanProbabilities probabilities(LoaderBatch batch) {
    return probabilities(spans.call(Activity.INPUT, () -> arrays.inputs(batch, facts.input())));
  }

  public Evaluated result() {
    return new Evaluated(
        scores.metrics(), confusion(), scores.calibration(), Optional.ofNullable(origin));
  }

  private MeanProbabilities probabilities(INDArray inputs) {
    watched.add(HandedArray.inputs(inputs));
    int size = (int) inputs.size(0);
    Plan network = plans.plan(size, facts.input(), Phase.EVALUATION);
    INDArray logits = spans.call(Activity.FORWARD, () -> network.forward(inputs, layerDraws));
    MeanProbabilities mean = new MeanProbabilities(size, (int) logits.size(1));
    spans.run(Activity.SCORES, () -> mean.add(Rows.toDoubles(logits)));
    for (UnaryOperator<INDArray> view : views) {
      INDArray seen = view.apply(inputs);
      INDArray logitsOfView = spans.call(Activity.FORWARD, () -> network.forward(seen, layerDraws));
      spans.run(Activity.SCORES, () -> mean.add(Rows.toDoubles(logitsOfView)));
      if (seen.data() != inputs.data() && seen.closeable()) {
        seen.close();
      }
    }
    if (origin == null && !mean.isFinite()) {
      origin = nonFinite.origin(inputs, layerDraws);
    }
    return mean;
  }

  private void count(MeanProbabilities mean, int[] labels) {
    ConfusionMatrix matrix = confusion();
    scores.count(mean.scores(), labels);
    scores.addLoss(mean.loss(labels));
    for (int row = 0; row < labels.length; row++) {
      int taken = mean.taken(row, labels[row]);
      matrix.add(labels[row], taken, 1);
      double probability = mean.probability(row, taken);
      scores.addConfidence(probability, taken == labels[row]);
      judged.accept(new JudgedImage(counted + row, labels[row], taken, probability));
    }
    counted += labels.length;
  }

  private ConfusionMatrix confusion() {
    ConfusionMatrix made = confusion;
    if (made == null) {
      made = new ConfusionMatrix(facts.classes());
      confusion = made;
    }
    return made;
  }
}
