package io.bagoftricks.engine.internal.train;

import io.bagoftricks.api.Batch;
import io.bagoftricks.api.BatchHook;
import io.bagoftricks.api.LossDraft;
import io.bagoftricks.api.LossHook;
import io.bagoftricks.api.Moment;
import io.bagoftricks.api.Step;
import io.bagoftricks.api.StepHook;
import io.bagoftricks.api.StepResult;
import io.bagoftricks.api.data.Dataset.Image;
import io.bagoftricks.api.network.Parameter;
import io.bagoftricks.api.network.Size;
import io.bagoftricks.api.random.Draws;
import io.bagoftricks.backends.spi.Backend;
import io.bagoftricks.backends.spi.Weights;
import io.bagoftricks.backends.spi.Weights.Part;
import io.bagoftricks.engine.internal.loader.SampleTrace;
import io.bagoftricks.engine.internal.state.StoredState;
import io.bagoftricks.engine.internal.train.hook.BatchContext;
import io.bagoftricks.engine.internal.train.hook.HookRunner;
import io.bagoftricks.engine.internal.train.hook.LossContext;
import io.bagoftricks.engine.internal.train.hook.SampleHooks;
import io.bagoftricks.engine.internal.train.hook.StepContext;
import io.bagoftricks.engine.internal.train.hook.StepResultContext;
import io.bagoftricks.engine.internal.train.watch.ArrayWatch;
import io.bagoftricks.engine.internal.train.watch.HandedArray;
import io.bagoftricks.engine.plan.RunPlan;
import io.bagoftricks.engine.plan.RunTricks;
import io.bagoftricks.engine.plugin.HookPoint;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Calls single hooks of a plan's tricks on arrays of the caller, with the contexts, the state and
 * the watch that training has: for tests of tricks. Whole steps are {@link Steps}.
 */
public final class TrickCalls implements AutoCloseable {
  private final RunPlan plan;
  private final Steps steps;
  private final RunTricks tricks;

  private TrickCalls(RunPlan plan, Steps steps) {
    this.plan = plan;
    this.steps = steps;
    this.tricks = steps.tricks();
  }

  /** Builds the tricks of a plan, and allocates and initializes its weights. */
  public static TrickCalls of(RunPlan plan, Backend backend) {
    return new TrickCalls(plan, Steps.of(plan, backend, GradientExchange.alone()));
  }

  /** A loss that {@code onLoss} hooks have edited. */
  public static final class Loss {
    private final LossContext context;

    private Loss(LossContext context) {
      this.context = context;
    }

    /** The factor before backward. */
    public double scale() {
      return context.scale();
    }

    /**
     * Evaluates all terms on the targets as the hooks left them.
     *
     * @param logits shape [batch, classes]
     * @param gradient receives the derivative of the unscaled loss; the shape of the logits
     * @return the values by term, weights in
     */
    public Map<String, Double> evaluate(INDArray logits, INDArray gradient) {
      return context.evaluate(logits, gradient);
    }
  }

  /**
   * The decisions of {@code onStep} hooks.
   *
   * @param learningRate of the step
   * @param parameterFactors on the rates of single parameters, by name; of others none
   * @param skipReason why the step is to be left out, if it is
   */
  public record Decision(
      double learningRate, Map<String, Double> parameterFactors, Optional<String> skipReason) {}

  /**
   * An image after {@code onSample}.
   *
   * @param image of the extent that the network receives, on the scale 0 to 255
   * @param notes of the draws, in order, those of branches among them
   */
  public record SampleCall(Image image, List<String> notes) {}

  /** The weights of this run, for the caller to fill. */
  public Weights weights() {
    return steps.weights();
  }

  /** Runs {@code onSample} on an image, which is taken over; pixels on the scale 0 to 255. */
  public SampleCall onSample(Moment moment, Image image, long index) {
    Size target = plan.settings().inputSize(moment.epoch());
    SampleTrace trace =
        SampleTrace.of(SampleHooks.of(tricks, root()), image, index, moment, target);
    return new SampleCall(
        trace.image(), trace.turns().stream().flatMap(turn -> turn.notes().stream()).toList());
  }

  /**
   * Runs {@code onBatch} on arrays, which it changes in place.
   *
   * @param inputs shape [batch, channels, height, width]
   * @param targets shape [batch, classes]
   * @return how many examples the step keeps: the first rows
   */
  public int onBatch(Moment moment, INDArray inputs, INDArray targets) {
    hooks().watch().beginUpdate(moment);
    watched().add(HandedArray.inputs(inputs));
    watched().add(HandedArray.targets(targets));
    try (BatchContext context =
        new BatchContext(moment, inputs, targets, rows(inputs.size(0)), steps::logits)) {
      hooks().run(HookPoint.ON_BATCH, BatchHook.class, Batch.class, context, BatchHook::onBatch);
      looked(moment);
      return context.size();
    }
  }

  /**
   * Runs {@code onLoss} on one micro-batch.
   *
   * @param part which micro-batch of the step this is, from 0
   * @param targets shape [batch, classes], changed in place
   */
  public Loss onLoss(Moment moment, int part, INDArray inputs, INDArray logits, INDArray targets) {
    watched().add(HandedArray.inputs(inputs));
    watched().add(HandedArray.targets(targets));
    watched().add(HandedArray.logits(logits));
    LossContext context =
        new LossContext(
            moment, part, inputs, logits, targets, rows(logits.size(0)), hooks().watch());
    hooks().run(HookPoint.ON_LOSS, LossHook.class, LossDraft.class, context, LossHook::onLoss);
    looked(moment);
    watched().remove("logits()");
    return new Loss(context);
  }

  /**
   * Runs {@code onStep} on the gradients that are in {@link #weights}.
   *
   * @param rate the scheduled learning rate
   * @param recomputation is given a change of the weights, and puts the gradients at the changed
   *     weights into {@link #weights}
   */
  public Decision onStep(Moment moment, double rate, Consumer<Consumer<INDArray>> recomputation) {
    filled();
    StepContext context =
        new StepContext(
            plan,
            moment,
            weights(),
            rate,
            1,
            change -> {
              recomputation.accept(change);
              filled();
            },
            null);
    hooks().run(HookPoint.ON_STEP, StepHook.class, Step.class, context, StepHook::onStep);
    looked(moment);
    return new Decision(
        context.learningRate(), Map.copyOf(context.parameterFactors()), context.skipReason());
  }

  /** Runs {@code afterStep} on the weights as they are; what is frozen was not updated. */
  public void afterStep(Moment moment, boolean updated, boolean overflowed) {
    filled();
    Set<String> frozen =
        plan.groups().stream()
            .filter(group -> group.isFrozen(moment.step()))
            .flatMap(group -> group.parameters().stream())
            .map(Parameter::name)
            .collect(Collectors.toUnmodifiableSet());
    StepResultContext context =
        new StepResultContext(moment, weights(), updated, overflowed, frozen);
    hooks()
        .run(HookPoint.AFTER_STEP, StepHook.class, StepResult.class, context, StepHook::afterStep);
    looked(moment);
  }

  /** Does something while the weights that {@code onEvaluate} chooses are in place. */
  public <T> T evaluated(Moment moment, Supplier<T> action) {
    filled();
    return steps.withEvaluatedWeights(moment, pass -> action.get());
  }

  /** An image, which is taken over, as {@code onEvaluate} has it prepared; 0 to 255. */
  public Image prepared(Moment moment, Image image, long index) {
    return SampleTrace.of(
            steps.preparations(moment), image, index, moment, plan.facts().input().size())
        .image();
  }

  /** The views that {@code onEvaluate} has evaluated beside inputs; the caller closes them. */
  public List<INDArray> views(Moment moment, INDArray inputs) {
    return steps.views(moment).stream().map(view -> view.apply(inputs)).toList();
  }

  /** Takes over what the tricks of another run remember, as a resumed run does. */
  public void remember(TrickCalls other) {
    tricks
        .states()
        .forEach(
            (id, state) -> state.copyFrom(Objects.requireNonNull(other.tricks.states().get(id))));
  }

  /** The numbers and counters that a trick remembers, by name. */
  public Map<String, Number> remembered(String instance) {
    Map<String, Number> all = new TreeMap<>();
    StoredState state = tricks.find(instance).state();
    all.putAll(state.numbers());
    all.putAll(state.counters());
    return all;
  }

  /** The draws that a trick is handed in a hook of the training thread, from their beginning. */
  public Draws draws(String instance, HookPoint point, Moment moment, int part) {
    return hooks().draws(instance, point, moment, part);
  }

  /** The draws that a trick is handed in {@code onSample} for an image, from their beginning. */
  public Draws sampleDraws(String instance, Moment moment, long index) {
    return root().stream(instance).stream(HookPoint.ON_SAMPLE.method()).stream(moment.epoch())
        .stream(index);
  }

  /** Whether a trick has edited anything in {@code onBatch} or later hooks. */
  public boolean isEffective(String instance) {
    return hooks().effective().contains(instance);
  }

  @Override
  public void close() {
    steps.close();
  }

  /** The images of a test are the first ones of a data set. */
  private static long[] rows(long count) {
    return LongStream.range(0, count).toArray();
  }

  private Draws root() {
    return Draws.of(plan.recipe().training().seed());
  }

  private HookRunner hooks() {
    return steps.hooks();
  }

  private ArrayWatch watched() {
    return hooks().watch().arrays();
  }

  /** The caller may have written weights, statistics and gradients. */
  private void filled() {
    for (Part part : Part.values()) {
      weights().written(part);
    }
    watched().expectWrite("weights()");
    watched().expectWrite("statistics()");
    watched().expectWrite("gradients()");
  }

  /** Reports writes without a declaration at once. */
  private void looked(Moment moment) {
    hooks().watch().checkUnwritten(moment);
  }
}
