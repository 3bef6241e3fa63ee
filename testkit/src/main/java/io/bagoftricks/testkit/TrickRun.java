package io.bagoftricks.testkit;

import io.bagoftricks.api.Moment;
import io.bagoftricks.api.data.Dataset.Image;
import io.bagoftricks.api.network.Shape;
import io.bagoftricks.api.random.Draws;
import io.bagoftricks.backends.spi.Backend;
import io.bagoftricks.backends.spi.Weights;
import io.bagoftricks.engine.internal.train.TrickCalls;
import io.bagoftricks.engine.plan.RunPlan;
import io.bagoftricks.engine.plugin.HookPoint;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * A run of a {@link TrickBench} in which the test stands for forward, backward and the optimizer:
 * it gives a hook what training would, and sees what is left afterwards. Arrays that a test passes
 * in are copied first.
 *
 * <p>All calls happen at one step, which {@link #at} changes; draws depend on the seed, the hook
 * and the step. Not thread-safe; to be closed.
 */
public final class TrickRun implements AutoCloseable {
  private final RunPlan plan;
  private final String instance;
  private final Backend backend;
  private TrickCalls calls;
  private long step;

  TrickRun(RunPlan plan, String instance, Backend backend, TrickCalls calls) {
    this.plan = plan;
    this.instance = instance;
    this.backend = backend;
    this.calls = calls;
  }

  /**
   * Goes to a step, from 0.
   *
   * @param newStep the step, at most the number of steps of the run
   * @return this
   * @throws IllegalArgumentException if the run is not that long
   */
  public TrickRun at(long newStep) {
    if (newStep < 0 || newStep > plan.facts().totalSteps()) {
      throw new IllegalArgumentException(
          "The run has " + plan.facts().totalSteps() + " steps, from 0; " + newStep + " is none");
    }
    step = newStep;
    return this;
  }

  /**
   * Calls {@code onSample}.
   *
   * @param image on the scale 0 to 255; copied
   * @param index the position of the image in its data set
   * @return the pixels after the recorded geometry was executed, of the extent that the network
   *     receives
   */
  public Image onSample(Image image, long index) {
    return calls.onSample(moment(), copy(image), index).image();
  }

  /**
   * Calls {@code onSample}, and tells what the trick says of its draws with {@code Sample.note}.
   *
   * @param image on the scale 0 to 255; copied
   * @param index the position of the image in its data set
   * @return the notes in order, those of branches among them
   */
  public List<String> notes(Image image, long index) {
    return calls.onSample(moment(), copy(image), index).notes();
  }

  private static Image copy(Image image) {
    float[][] planes = new float[image.planes().length][];
    for (int channel = 0; channel < planes.length; channel++) {
      planes[channel] = image.planes()[channel].clone();
    }
    return new Image(image.size(), planes);
  }

  /**
   * Calls {@code onEvaluate}, and prepares an image as it asks for.
   *
   * @param image on the scale 0 to 255; copied
   * @param index the position of the image in its data set
   * @return the pixels that are evaluated, of the extent that the network receives
   */
  public Image onEvaluate(Image image, long index) {
    return calls.prepared(moment(), copy(image), index);
  }

  /**
   * Calls {@code onEvaluate}, and sees inputs as it asks for.
   *
   * @param inputs shape [batch, channels, height, width], normalized
   * @return what is evaluated beside them, in order
   */
  public List<INDArray> views(INDArray inputs) {
    return calls.views(moment(), inputs);
  }

  /**
   * Calls {@code onBatch}.
   *
   * @param inputs shape [batch, channels, height, width], normalized
   * @param targets shape [batch, classes], one distribution per row
   * @return the batch that goes into the network
   */
  public BatchAfter onBatch(INDArray inputs, INDArray targets) {
    INDArray newInputs = inputs.dup();
    INDArray newTargets = targets.dup();
    INDArrayIndex kept = NDArrayIndex.interval(0, calls.onBatch(moment(), newInputs, newTargets));
    return new BatchAfter(newInputs.get(kept), newTargets.get(kept));
  }

  /**
   * Calls {@code onLoss} on the first micro-batch.
   *
   * @param logits shape [batch, classes]
   * @param targets shape [batch, classes], one distribution per row
   * @return targets, terms and their gradient
   */
  public LossAfter onLoss(INDArray logits, INDArray targets) {
    return onLoss(0, logits, targets);
  }

  /**
   * Calls {@code onLoss} on a micro-batch of the step.
   *
   * @param logits shape [batch, classes]
   * @param targets shape [batch, classes], one distribution per row
   * @param part which one, from 0
   * @return targets, terms and their gradient
   */
  public LossAfter onLoss(int part, INDArray logits, INDArray targets) {
    Shape image = plan.facts().input();
    INDArray inputs =
        Nd4j.zeros(
            logits.dataType(), logits.size(0), image.channels(), image.height(), image.width());
    INDArray copy = targets.dup();
    return new LossAfter(
        calls.onLoss(moment(), part, inputs, logits.dup(), copy), logits.dup(), copy);
  }

  /**
   * Calls {@code onStep}.
   *
   * @param gradients of the first weights in flat order; all others are 0
   * @return gradients, rate and decision
   */
  public StepAfter onStep(double... gradients) {
    return onStep(weights -> padded(gradients));
  }

  /**
   * Calls {@code onStep}.
   *
   * @param gradientAt from the flat weights to the flat gradient there, for tricks that compute
   *     gradients again at other weights
   * @return gradients, rate and decision
   */
  public StepAfter onStep(UnaryOperator<double[]> gradientAt) {
    Weights weights = calls.weights();
    fill(weights.gradients(), gradientAt.apply(values(weights.masters())));
    double rate = plan.learningRate().at(step);
    TrickCalls.Decision decision =
        calls.onStep(moment(), rate, change -> recompute(change, gradientAt));
    return new StepAfter(
        values(weights.gradients()),
        decision.learningRate(),
        decision.parameterFactors(),
        decision.skipReason());
  }

  /**
   * Calls {@code afterStep} after a step that changed the weights.
   *
   * @return this
   */
  public TrickRun afterStep() {
    calls.afterStep(moment(), true, false);
    return this;
  }

  /**
   * Calls {@code afterStep} after a step that was left out.
   *
   * @param overflowed whether because a value was not finite, and not because a trick asked for it
   * @return this
   */
  public TrickRun afterSkippedStep(boolean overflowed) {
    calls.afterStep(moment(), false, overflowed);
    return this;
  }

  /**
   * Calls {@code onEvaluate}, and sees the weights that it has put in place.
   *
   * @return the weights in place
   */
  public EvaluationAfter onEvaluate() {
    double[] before = weights();
    return calls.evaluated(moment(), () -> new EvaluationAfter(before, weights(), statistics()));
  }

  /** {@return all weights, in flat order} */
  public double[] weights() {
    return values(calls.weights().masters());
  }

  /**
   * One parameter's weights, {@code fc.weight}, in row-major order.
   *
   * @param parameter by its name
   * @return its values
   */
  public double[] weights(String parameter) {
    return values(calls.weights().parameter(parameter));
  }

  /** {@return all running means and variances, in flat order} */
  public double[] statistics() {
    return values(calls.weights().statistics());
  }

  /**
   * Sets the first weights in flat order, and all others to 0.
   *
   * @param first the first values
   * @return this
   */
  public TrickRun weights(double... first) {
    fill(calls.weights().masters(), padded(first));
    return this;
  }

  /**
   * Sets the first running statistics in flat order, and all others to 0.
   *
   * @param first the first values
   * @return this
   */
  public TrickRun statistics(double... first) {
    INDArray all = calls.weights().statistics();
    double[] values = new double[(int) all.length()];
    System.arraycopy(first, 0, values, 0, first.length);
    fill(all, values);
    return this;
  }

  /**
   * The draws that the trick is handed in a hook at this step, from their beginning: for a test
   * that computes what must come out. In {@code onLoss} those of the first micro-batch.
   *
   * @param point the hook
   * @return a cursor at the beginning
   */
  public Draws draws(HookPoint point) {
    return calls.draws(instance, point, moment(), 0);
  }

  /**
   * The draws that the trick is handed in {@code onSample} for an image in the epoch of this step,
   * from their beginning.
   *
   * @param index the position of the image in its data set
   * @return a cursor at the beginning
   */
  public Draws sampleDraws(long index) {
    return calls.sampleDraws(instance, moment(), index);
  }

  /** {@return whether the trick has edited anything so far, but for images in {@code onSample}} */
  public boolean isEffective() {
    return calls.isEffective(instance);
  }

  /** {@return the numbers and counters that the trick remembers, by name} */
  public Map<String, Number> remembered() {
    return calls.remembered(instance);
  }

  /**
   * Ends the run and goes on in another, as from a checkpoint: with a new instance of the trick,
   * the same weights, and copies of what was in its {@code TrickState}.
   *
   * @return this
   */
  public TrickRun restart() {
    TrickCalls next = TrickCalls.of(plan, backend);
    next.remember(calls);
    fill(next.weights().masters(), weights());
    fill(next.weights().statistics(), statistics());
    calls.close();
    calls = next;
    return this;
  }

  @Override
  public void close() {
    calls.close();
  }

  private Moment moment() {
    long perEpoch = plan.facts().stepsPerEpoch();
    int epoch = (int) Math.min(step / perEpoch, plan.facts().epochs() - 1L);
    return new Moment(epoch, step, plan.facts().totalSteps());
  }

  /** The gradients at changed weights; the weights are restored, as training does it. */
  private void recompute(Consumer<INDArray> change, UnaryOperator<double[]> gradientAt) {
    INDArray masters = calls.weights().masters();
    double[] before = values(masters);
    change.accept(masters);
    fill(calls.weights().gradients(), gradientAt.apply(values(masters)));
    fill(masters, before);
  }

  private double[] padded(double... first) {
    double[] values = new double[(int) calls.weights().masters().length()];
    if (first.length > values.length) {
      throw new IllegalArgumentException(
          "The network has " + values.length + " weights, not " + first.length);
    }
    System.arraycopy(first, 0, values, 0, first.length);
    return values;
  }

  private static double[] values(INDArray array) {
    return array.isEmpty() ? new double[0] : array.dup().reshape(array.length()).toDoubleVector();
  }

  private static void fill(INDArray array, double[] values) {
    if (!array.isEmpty()) {
      array.assign(Nd4j.createFromArray(values).castTo(array.dataType()).reshape(array.shape()));
    }
  }
}
