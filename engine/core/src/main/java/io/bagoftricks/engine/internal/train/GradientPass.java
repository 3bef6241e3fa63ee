package io.bagoftricks.engine.internal.train;

import io.bagoftricks.api.LossDraft;
import io.bagoftricks.api.LossHook;
import io.bagoftricks.api.Moment;
import io.bagoftricks.api.Slot;
import io.bagoftricks.api.network.Shape;
import io.bagoftricks.api.random.Draws;
import io.bagoftricks.backends.spi.Accumulate;
import io.bagoftricks.backends.spi.ForwardDraws;
import io.bagoftricks.backends.spi.Phase;
import io.bagoftricks.backends.spi.Plan;
import io.bagoftricks.backends.spi.ZeroCounter;
import io.bagoftricks.engine.internal.metric.Rows;
import io.bagoftricks.engine.internal.metric.Scores;
import io.bagoftricks.engine.internal.timing.Spans;
import io.bagoftricks.engine.internal.timing.StepProfiler.Activity;
import io.bagoftricks.engine.internal.train.hook.BatchContext;
import io.bagoftricks.engine.internal.train.hook.HookRunner;
import io.bagoftricks.engine.internal.train.hook.LossContext;
import io.bagoftricks.engine.internal.train.memory.PlanCache;
import io.bagoftricks.engine.internal.train.watch.ArrayWatch;
import io.bagoftricks.engine.internal.train.watch.HandedArray;
import io.bagoftricks.engine.internal.train.watch.TrickCall;
import io.bagoftricks.engine.plugin.HookPoint;
import io.bagoftricks.engine.plugin.TrickException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Forward and backward over the micro-batches of one effective batch. Gradients are weighted by
 * examples, so that the sum is the gradient of the mean over the whole batch.
 */
final class GradientPass {
  private record MicroBatch(int from, int size, INDArray inputs, LossContext loss) {}

  private final PlanCache plans;
  private final HookRunner hooks;
  private final ArrayWatch watched;
  private final Spans spans;
  private final Draws layerDraws;
  private final int microBatchSize;
  private final Moment moment;
  private final INDArray inputs;
  private final INDArray targets;
  private final long[] indices;
  private final List<MicroBatch> microBatches = new ArrayList<>();
  private final Map<String, Double> losses = new LinkedHashMap<>();
  private final Scores scores = new Scores();
  private double targetEntropy;

  GradientPass(
      PlanCache plans,
      HookRunner hooks,
      Spans spans,
      Draws root,
      int microBatchSize,
      BatchContext batch) {
    this.plans = plans;
    this.hooks = hooks;
    this.watched = hooks.watch().arrays();
    this.spans = spans;
    this.microBatchSize = microBatchSize;
    this.moment = batch.moment();
    this.layerDraws = root.stream("layers").stream(moment.step());
    this.inputs = batch.inputs();
    this.targets = batch.targets();
    this.indices = batch.indices();
  }

  /**
   * Runs all micro-batches; afterwards the gradients are those of the scaled loss.
   *
   * @param zeroCounter is told of the gradients of activations, if there is one
   */
  void run(@Nullable ZeroCounter zeroCounter) {
    int batch = (int) inputs.size(0);
    for (int from = 0; from < batch; from += microBatchSize) {
      int size = Math.min(microBatchSize, batch - from);
      INDArray microInputs = Rows.slice(inputs, from, size);
      INDArray microTargets = Rows.slice(targets, from, size);
      Plan plan = plan(size);
      INDArray logits = forward(plan, microInputs, from);
      spans.run(
          Activity.SCORES, () -> scores.count(Rows.toDoubles(logits), Rows.argMax(microTargets)));
      LossContext loss =
          new LossContext(
              moment,
              microBatches.size(),
              microInputs,
              logits,
              microTargets,
              Arrays.copyOfRange(indices, from, from + size),
              hooks.watch());
      watched.add(HandedArray.logits(logits));
      hooks.run(HookPoint.ON_LOSS, LossHook.class, LossDraft.class, loss, LossHook::onLoss);
      MicroBatch microBatch = new MicroBatch(from, size, microInputs, loss);
      microBatches.add(microBatch);
      checkScale(loss);
      targetEntropy += loss.targetEntropy() * size / batch;
      plan.countZeros(zeroCounter);
      backward(plan, microBatch, logits, losses);
      watched.remove("logits()");
      plan.countZeros(null);
    }
  }

  /** Runs the same examples, targets and terms again at the weights as they are now. */
  void runAgain() {
    for (MicroBatch microBatch : microBatches) {
      Plan plan = plan(microBatch.size());
      INDArray logits = forward(plan, microBatch.inputs(), microBatch.from());
      backward(plan, microBatch, logits, new LinkedHashMap<>());
    }
  }

  /** The factor on the loss before backward. */
  double scale() {
    return microBatches.get(0).loss().scale();
  }

  Map<String, Double> losses() {
    return losses;
  }

  /** Mean over the examples. */
  double targetEntropy() {
    return targetEntropy;
  }

  int correct() {
    return (int) Math.round(scores.metrics().top1() * inputs.size(0));
  }

  private Plan plan(int size) {
    Shape image = new Shape((int) inputs.size(1), (int) inputs.size(2), (int) inputs.size(3));
    return plans.plan(size, image, Phase.TRAINING);
  }

  private INDArray forward(Plan plan, INDArray microInputs, int from) {
    watched.expectWrite("statistics()");
    return spans.call(
        Activity.FORWARD, () -> plan.forward(microInputs, ForwardDraws.of(layerDraws, from)));
  }

  private void backward(
      Plan plan, MicroBatch microBatch, INDArray logits, Map<String, Double> sums) {
    Accumulate mode = microBatch.from() == 0 ? Accumulate.OVERWRITE : Accumulate.ADD;
    try (INDArray gradient = logits.ulike()) {
      spans.run(Activity.LOSS, () -> evaluate(microBatch, logits, gradient, sums));
      watched.expectWrite("gradients()");
      spans.run(Activity.BACKWARD, () -> plan.backward(gradient, mode));
    }
  }

  private void evaluate(
      MicroBatch microBatch, INDArray logits, INDArray gradient, Map<String, Double> sums) {
    double share = (double) microBatch.size() / inputs.size(0);
    microBatch
        .loss()
        .evaluate(logits, gradient)
        .forEach((name, value) -> sums.merge(name, share * value, Double::sum));
    gradient.muli(share * microBatch.loss().scale());
  }

  private void checkScale(LossContext loss) {
    if (loss.scale() != scale()) {
      Set<String> editors = new TreeSet<>(loss.editors(Slot.LOSS_SCALE));
      editors.addAll(microBatches.get(0).loss().editors(Slot.LOSS_SCALE));
      throw TrickException.rule(
          "plugin/loss-scale",
          String.join("' or '", editors),
          HookPoint.ON_LOSS.method(),
          TrickCall.at(moment),
          "it changed the loss scale from %s to %s between the micro-batches of the step; all must agree, since gradients are divided by it once. Change it between steps."
              .formatted(scale(), loss.scale()));
    }
  }
}
