package io.bagoftricks.engine.internal.train;

import io.bagoftricks.api.Moment;
import io.bagoftricks.api.data.Dataset;
import io.bagoftricks.api.network.Precision;
import io.bagoftricks.api.network.Shape;
import io.bagoftricks.api.random.Draws;
import io.bagoftricks.backends.spi.Backend;
import io.bagoftricks.backends.spi.Phase;
import io.bagoftricks.backends.spi.Weights;
import io.bagoftricks.engine.evaluation.ClassMap;
import io.bagoftricks.engine.evaluation.Evaluated;
import io.bagoftricks.engine.evaluation.JudgedImage;
import io.bagoftricks.engine.internal.loader.LoaderBatch;
import io.bagoftricks.engine.internal.metric.Rows;
import io.bagoftricks.engine.internal.state.Owned;
import io.bagoftricks.engine.internal.timing.Spans;
import io.bagoftricks.engine.internal.timing.StepProfiler;
import io.bagoftricks.engine.internal.train.evaluation.ClassMaps;
import io.bagoftricks.engine.internal.train.evaluation.Evaluator;
import io.bagoftricks.engine.internal.train.evaluation.GradCam;
import io.bagoftricks.engine.internal.train.hook.HookRunner;
import io.bagoftricks.engine.internal.train.memory.BatchArrays;
import io.bagoftricks.engine.internal.train.memory.PlanCache;
import io.bagoftricks.engine.internal.train.memory.WeightsInitializer;
import io.bagoftricks.engine.internal.train.memory.WeightsSnapshot;
import io.bagoftricks.engine.internal.train.watch.WatchedLayer;
import io.bagoftricks.engine.plan.RunPlan;
import io.bagoftricks.engine.plan.RunTricks;
import io.bagoftricks.engine.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A trained network in use: evaluation as at the end of its run, or at the checkpoint that its
 * weights are of, and classes of single images. Owns weights and plans, and frees them.
 */
public final class Inference implements AutoCloseable {
  private final RunPlan plan;
  private final Owned owned;
  private final Backend backend;
  private final Precision precision;
  private final RunTricks tricks;
  private final Weights weights;
  private final PlanCache plans;
  private final BatchArrays arrays;
  private final Evaluator evaluator;
  private final Spans spans = new Spans();
  private final Draws root;
  private Moment moment;

  private Inference(RunTricks tricks, Backend backend, Precision precision, Owned owned) {
    this.backend = backend;
    this.precision = precision.masters();
    this.owned = owned;
    this.tricks = tricks;
    this.plan = tricks.plan();
    root = Draws.of(plan.recipe().training().seed());
    HookRunner hooks = new HookRunner(tricks, root, spans);
    weights = backend.allocate(WatchedLayer.network(tricks, hooks.watch()), precision.masters());
    owned.add(weights::close);
    plans = new PlanCache(backend, weights, precision);
    owned.add(plans::close);
    arrays = new BatchArrays(backend, precision.masters());
    owned.add(arrays::close);
    tricks.states().values().forEach(state -> state.place(weights));
    evaluator = new Evaluator(tricks, weights, plans, arrays, hooks, root, spans);
    owned.add(evaluator::close);
    long steps = plan.facts().totalSteps();
    moment = new Moment(plan.facts().epochs() - 1, steps, steps);
  }

  /**
   * Allocates the memory. The weights are zero; whoever has some puts them into {@link #weights},
   * and what tricks remember into the states of {@link #tricks}.
   *
   * @param precision how activations are stored
   */
  public static Inference of(RunPlan plan, Backend backend, Precision precision) {
    RunTricks tricks = RunTricks.of(plan);
    Owned owned = new Owned();
    owned.add(tricks::close);
    try {
      return new Inference(tricks, backend, precision, owned);
    } catch (RuntimeException | Error e) {
      try (owned) {
        throw e;
      }
    }
  }

  /**
   * Allocates the memory, and draws the weights that a run begins with.
   *
   * @throws ProblemException if the backend cannot store what the recipe asks for
   */
  public static Inference untrained(RunPlan plan, Backend backend) {
    Inference inference = of(plan, backend, Steps.storable(plan, backend));
    try {
      WeightsInitializer.initialize(inference.weights, inference.root);
      return inference;
    } catch (RuntimeException | Error e) { // of a layer's initializer
      try (inference) {
        throw e;
      }
    }
  }

  /** Tells a profiler of everything from now on; {@code null} ends that. Not during a pass. */
  public void profile(@Nullable StepProfiler profiler) {
    spans.profile(profiler);
    plans.profile(profiler);
  }

  /** The tricks, built for this network's use. */
  public RunTricks tricks() {
    return tricks;
  }

  /** The weights; where tricks choose others for evaluation, those are used. */
  public Weights weights() {
    return weights;
  }

  /**
   * Says that the weights are those after some steps of the run, and not of its end: a trick acts
   * in evaluations if it did there.
   *
   * @param steps of the whole run, those that were skipped included
   */
  public void after(long steps) {
    int epoch = Math.toIntExact(Math.max(0, steps - 1) / plan.facts().stepsPerEpoch());
    moment = new Moment(epoch, steps, plan.facts().totalSteps());
  }

  /** Whether a trick chooses other weights for evaluation, as far as it remembers any. */
  public boolean choosesWeights() {
    return evaluator.choosesWeights(moment);
  }

  /** Of how many views of an image, itself among them, evaluation averages the probabilities. */
  public int views() {
    return 1 + evaluator.views(moment).size();
  }

  /** Evaluates on hard labels. */
  public Evaluated evaluate(Dataset images) {
    return evaluator.evaluate(moment, images);
  }

  /** Evaluates on hard labels, and tells of each image, in order. */
  public Evaluated evaluate(Dataset images, Consumer<JudgedImage> judged) {
    return evaluator.evaluate(moment, images, judged);
  }

  /** The probability of each class, for each image in order. Labels do not matter. */
  public List<List<Double>> probabilities(Dataset images) {
    List<List<Double>> all = new ArrayList<>();
    predict(images, all::add);
    return all;
  }

  /**
   * Hands out the probability of each class, for each image in order. Labels do not matter.
   *
   * @param probabilities by label
   */
  public void predict(Dataset images, Consumer<List<Double>> probabilities) {
    evaluator.predict(
        moment,
        images,
        (batch, mean) ->
            IntStream.range(0, batch.size()).mapToObj(mean::of).forEach(probabilities));
  }

  /**
   * Hands out the probability of each class and a map of where it is, for each image in order.
   *
   * @param layer whose maps; empty for the last that has any
   * @param label the class; empty for the most probable of each image
   * @throws ProblemException if the network has no such layer
   */
  public void explain(
      Dataset images,
      Optional<String> layer,
      OptionalInt label,
      BiConsumer<List<Double>, ClassMap> explained) {
    try (ClassMaps maps = new ClassMaps(plan, arrays, root.stream("evaluation"), label)) {
      evaluator.predict(
          moment,
          images,
          (batch, mean) ->
              maps.take(
                  batch,
                  mean,
                  () -> GradCam.of(backend, weights, plans, precision, plan.facts().input(), layer),
                  explained));
    }
  }

  /** The logits of each image, in row-major order, of the network alone. */
  public double[] logits(LoaderBatch batch) {
    return Rows.toDoubles(logits(arrays.inputs(batch, plan.facts().input())));
  }

  /**
   * The logits of inputs, of the network alone, with the weights as they are.
   *
   * @param inputs shape [batch, channels, height, width], normalized, in the masters' type
   * @return shape [batch, classes], in the masters' type; valid until the next call
   */
  public INDArray logits(INDArray inputs) {
    Shape image = new Shape((int) inputs.size(1), (int) inputs.size(2), (int) inputs.size(3));
    return plans
        .plan((int) inputs.size(0), image, Phase.EVALUATION)
        .forward(inputs, root.stream("evaluation"));
  }

  /** Puts the weights that tricks choose for evaluation in place, for good. */
  public void keepEvaluatedWeights() {
    evaluator.withEvaluatedWeights(moment, pass -> WeightsSnapshot.of(weights)).close();
  }

  /**
   * Evaluates batch by batch, while the weights that tricks choose are in place.
   *
   * @param action is given what runs the network on a batch and counts what it has right
   */
  public <T> T evaluating(Function<Consumer<LoaderBatch>, T> action) {
    return evaluator.withEvaluatedWeights(moment, pass -> action.apply(pass::count));
  }

  /** Does something while the weights that tricks choose are in place. */
  public <T> T withEvaluatedWeights(Function<Weights, T> action) {
    return evaluator.withEvaluatedWeights(moment, pass -> action.apply(weights));
  }

  @Override
  public void close() {
    owned.close();
  }
}
