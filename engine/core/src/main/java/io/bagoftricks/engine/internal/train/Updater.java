package io.bagoftricks.engine.internal.train;

import io.bagoftricks.api.Metrics;
import io.bagoftricks.api.Moment;
import io.bagoftricks.api.Slot;
import io.bagoftricks.api.Step;
import io.bagoftricks.api.StepHook;
import io.bagoftricks.api.StepResult;
import io.bagoftricks.api.network.Parameter;
import io.bagoftricks.api.optimizer.CustomRule;
import io.bagoftricks.api.optimizer.UpdateRule;
import io.bagoftricks.api.random.Draws;
import io.bagoftricks.backends.spi.Finiteness;
import io.bagoftricks.backends.spi.Update;
import io.bagoftricks.backends.spi.Weights;
import io.bagoftricks.backends.spi.Weights.Part;
import io.bagoftricks.engine.internal.timing.Spans;
import io.bagoftricks.engine.internal.timing.StepProfiler.Activity;
import io.bagoftricks.engine.internal.train.hook.BatchContext;
import io.bagoftricks.engine.internal.train.hook.CallContext;
import io.bagoftricks.engine.internal.train.hook.HookRunner;
import io.bagoftricks.engine.internal.train.hook.StepContext;
import io.bagoftricks.engine.internal.train.hook.StepResultContext;
import io.bagoftricks.engine.internal.train.memory.PlanCache;
import io.bagoftricks.engine.internal.train.memory.WeightsSnapshot;
import io.bagoftricks.engine.internal.train.watch.ArrayWatch;
import io.bagoftricks.engine.plan.RunPlan;
import io.bagoftricks.engine.plugin.HookPoint;
import io.bagoftricks.engine.train.UpdateReport;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Makes one step: gradients, exchange, unscaling, {@code onStep}, optimizer, afterStep. */
final class Updater {
  private final RunPlan plan;
  private final Weights weights;
  private final PlanCache plans;
  private final HookRunner hooks;
  private final GradientExchange exchange;
  private final UpdateRule rule;
  private final OptimizerState optimizerState;
  private final Draws root;
  private final Spans spans;
  private final FrozenParameters frozen;
  private final Set<String> neverUpdated;
  private final Map<String, Long> leftOut = new HashMap<>();
  private long updates;
  private double rateFactor = 1;

  Updater(
      RunPlan plan,
      Weights weights,
      PlanCache plans,
      HookRunner hooks,
      GradientExchange exchange,
      UpdateRule rule,
      OptimizerState optimizerState,
      Draws root,
      Spans spans) {
    this.plan = plan;
    this.weights = weights;
    this.plans = plans;
    this.hooks = hooks;
    this.exchange = exchange;
    this.rule = rule;
    this.optimizerState = optimizerState;
    this.root = root;
    this.spans = spans;
    this.frozen = new FrozenParameters(plan.groups(), weights);
    this.neverUpdated =
        plan.groups().stream()
            .filter(group -> group.rateFactor() == 0)
            .flatMap(group -> group.parameters().stream())
            .map(Parameter::name)
            .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * Updates the weights from a batch whose {@code onBatch} hooks have run.
   *
   * @param countZeros whether to report the share of zeros among the gradients of activations
   */
  UpdateReport update(BatchContext batch, @Nullable Metrics lastEvaluation, boolean countZeros) {
    Moment moment = batch.moment();
    plans.freeze(frozen.at(moment.step()));
    GradientPass pass =
        new GradientPass(
            plans, hooks, spans, root, plan.recipe().training().microBatchSize(), batch);
    ZeroShare zeros = new ZeroShare();
    pass.run(countZeros ? zeros : null);
    boolean finite = spans.call(Activity.GRADIENTS, () -> exchangeAndUnscale(pass));
    double scheduled = hooks.watch().valueOf(plan.learningRate(), moment);
    double rate = rateFactor * scheduled;
    boolean lossFinite = pass.losses().values().stream().allMatch(Double::isFinite);
    boolean sound = finite && lossFinite;
    Optional<String> skipReason =
        Optional.of(lossFinite ? "a gradient was not finite" : "the loss was not finite");
    Optional<String> spoiled = Optional.empty();
    Set<String> passedOver = Set.of();
    if (sound) {
      AtomicBoolean overflowedAgain = new AtomicBoolean();
      StepContext step =
          new StepContext(
              plan,
              moment,
              weights,
              scheduled,
              rateFactor,
              change -> overflowedAgain.compareAndSet(false, !again(pass, change)),
              lastEvaluation);
      hooks.run(HookPoint.ON_STEP, StepHook.class, Step.class, step, StepHook::onStep);
      spoiled = spoiled(step, Slot.GRADIENTS, "gradients", weights::gradientsFinite);
      rate = step.learningRate();
      skipReason = spoiled.or(step::skipReason);
      if (overflowedAgain.get()) {
        sound = false;
        skipReason = Optional.of("a gradient at the changed weights was not finite");
      }
      if (skipReason.isEmpty()) {
        double finalRate = rate;
        passedOver =
            spans.call(Activity.OPTIMIZER, () -> apply(finalRate, step.parameterFactors(), moment));
      }
    }
    boolean updated = skipReason.isEmpty();
    spoiled = spoiled.or(() -> updated ? spoiledByOptimizer() : Optional.empty());
    StepResultContext result = new StepResultContext(moment, weights, updated, !sound, passedOver);
    hooks.run(HookPoint.AFTER_STEP, StepHook.class, StepResult.class, result, StepHook::afterStep);
    spoiled =
        spoiled.or(
            () ->
                spoiled(
                    result,
                    Slot.WEIGHTS,
                    "weights",
                    () -> Finiteness.allFinite(weights.masters())));
    return new UpdateReport(
        moment,
        pass.losses(),
        pass.targetEntropy(),
        rate,
        updated,
        !sound,
        pass.scale(),
        zeros.share(),
        skipReason,
        spoiled,
        batch.size(),
        pass.correct(),
        passedOver.stream()
            .filter(name -> !neverUpdated.contains(name))
            .collect(Collectors.toUnmodifiableSet()));
  }

  /** A sentence about values that were finite until a trick edited them, if that is so. */
  private static Optional<String> spoiled(
      CallContext context, Slot slot, String what, BooleanSupplier finite) {
    Set<String> editors = context.editors(slot);
    return editors.isEmpty() || finite.getAsBoolean()
        ? Optional.empty()
        : Optional.of(
            "'%s' made %s that are not finite".formatted(String.join("', '", editors), what));
  }

  /**
   * A sentence about weights that a plugin's formula made non-finite from finite gradients, if that
   * is so.
   */
  private Optional<String> spoiledByOptimizer() {
    return rule instanceof CustomRule && !Finiteness.allFinite(weights.masters())
        ? Optional.of(
            "optimizer '%s' made weights that are not finite"
                .formatted(plan.recipe().optimizer().type().id()))
        : Optional.empty();
  }

  /** Counts on from where a run was; each time that it went back has halved the rate. */
  void goOn(RunProgress progress) {
    updates = progress.weightUpdates();
    leftOut.clear();
    leftOut.putAll(progress.leftOut());
    rateFactor = StrictMath.pow(0.5, progress.rollbacks());
  }

  private boolean exchangeAndUnscale(GradientPass pass) {
    hooks.watch().arrays().expectWrite("gradients()");
    exchange.exchange(weights);
    frozen.clearGradients();
    if (pass.scale() != 1) {
      weights.scaleGradients(1 / pass.scale());
    }
    return weights.gradientsFinite();
  }

  /** Updates the weights; returns the parameters that it leaves out. */
  private Set<String> apply(double rate, Map<String, Double> factors, Moment moment) {
    double momentum = hooks.watch().valueOf(plan.momentum(), moment);
    hooks.watch().checkUnwritten(moment);
    hooks.watch().arrays().expectWrite("weights()");
    updates++;
    UpdateGroups groups = UpdateGroups.of(plan, moment.step(), rate, factors, this::count);
    groups
        .byCount()
        .forEach(
            (count, ofCount) -> {
              Update update = new Update(rule, ofCount, momentum, count, optimizerState);
              if (rule instanceof CustomRule custom) {
                new CustomUpdate(custom, weights, update).run();
              } else {
                weights.update(update);
              }
            });
    groups.leftOut().forEach(parameter -> leftOut.merge(parameter, 1L, Long::sum));
    return groups.leftOut();
  }

  /** How many updates a parameter has had after this one, as PyTorch counts them. */
  private long count(Parameter parameter) {
    return updates - leftOut.getOrDefault(parameter.name(), 0L);
  }

  /**
   * Computes the gradients at changed weights; where one is not finite, all are zero.
   *
   * @return whether all are finite
   */
  private boolean again(GradientPass pass, Consumer<INDArray> change) {
    WeightsSnapshot trained = WeightsSnapshot.of(weights);
    try {
      try {
        change.accept(weights.masters());
      } finally {
        weights.written(Part.MASTERS);
      }
      expectWrites();
      pass.runAgain();
    } finally {
      trained.close();
      expectWrites();
    }
    boolean finite = spans.call(Activity.GRADIENTS, () -> exchangeAndUnscale(pass));
    if (!finite) {
      weights.zeroGradients(weights.layout().segments(weights.network().parameters()));
    }
    return finite;
  }

  /** In the middle of a hook: layers and loss terms of other tricks are about to be called. */
  private void expectWrites() {
    ArrayWatch watched = hooks.watch().arrays();
    watched.expectWrite("weights()");
    watched.expectWrite("statistics()");
    watched.expectWrite("gradients()");
  }
}
