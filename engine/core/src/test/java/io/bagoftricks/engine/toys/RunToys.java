package io.bagoftricks.engine.toys;

import io.bagoftricks.api.Batch;
import io.bagoftricks.api.BatchHook;
import io.bagoftricks.api.Effect;
import io.bagoftricks.api.EvaluateHook;
import io.bagoftricks.api.Evaluation;
import io.bagoftricks.api.Family;
import io.bagoftricks.api.InitHook;
import io.bagoftricks.api.NetworkDraft;
import io.bagoftricks.api.Slot;
import io.bagoftricks.api.Step;
import io.bagoftricks.api.StepHook;
import io.bagoftricks.api.StepResult;
import io.bagoftricks.api.TrickCard;
import io.bagoftricks.api.TrickProvider;
import io.bagoftricks.api.TrickState;
import io.bagoftricks.api.Uses;
import jakarta.inject.Inject;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Tricks that do to a run what real ones do, each in its simplest form. */
public final class RunToys {
  /** The entry of a recipe that brings synthetic images to the size of 1. */
  public static final String STANDARDIZE = "{\"trick\": \"standardize\"}";

  private RunToys() {}

  /** One of each. */
  public static List<TrickProvider<?>> all() {
    return List.of(
        new StandardizeProvider(),
        new MixProvider(),
        new ClipProvider(),
        new MovingAverageProvider(),
        new ToyTricks.WeightsOnlyProvider(),
        new ToyTricks.SlowStartProvider(),
        new ToyTricks.HalfWaveProvider());
  }

  /** No settings. */
  public record None() {}

  /** Images to the size of 1. */
  @TrickCard(id = "standardize", family = Family.DATA, summary = "Subtracts 100, divides by 50.")
  public static final class StandardizeProvider extends ToyProvider<None> {
    /** For the loader. */
    public StandardizeProvider() {
      super(Standardize.class, new None());
    }
  }

  static final class Standardize implements InitHook {
    @Inject
    Standardize() {}

    @Override
    @Uses(replaces = Slot.NORMALIZATION)
    public void onInit(NetworkDraft network) {
      network.normalization(List.of(100.0), List.of(50.0));
      network.receipt(new Effect(1, 1, "channels"));
    }
  }

  /** A batch and itself in another order. */
  @TrickCard(id = "mix", family = Family.DATA, summary = "Mixes a batch with its reverse.")
  public static final class MixProvider extends ToyProvider<None> {
    /** For the loader. */
    public MixProvider() {
      super(Mix.class, new None());
    }
  }

  static final class Mix implements BatchHook {
    @Inject
    Mix() {}

    @Override
    @Uses(changes = {Slot.INPUT, Slot.TARGET})
    public void onBatch(Batch batch) {
      double share = batch.draws().uniform(0, 0.5);
      int[] reversed = new int[batch.size()];
      for (int i = 0; i < reversed.length; i++) {
        reversed[i] = reversed.length - 1 - i;
      }
      var others = batch.reordered(reversed);
      blend(batch.editInputs(), others.inputs(), share);
      blend(batch.editTargets(), others.targets(), share);
    }

    private static void blend(INDArray values, INDArray others, double share) {
      values.muli(1 - share).addi(others.mul(share));
    }
  }

  /** Gradients of a norm of at most 1. */
  @TrickCard(id = "clip", family = Family.OPTIMIZATION, summary = "Limits the norm to 1.")
  public static final class ClipProvider extends ToyProvider<None> {
    /** For the loader. */
    public ClipProvider() {
      super(Clip.class, new None());
    }
  }

  static final class Clip implements StepHook {
    @Inject
    Clip() {}

    @Override
    @Uses(changes = Slot.GRADIENTS)
    public void onStep(Step step) {
      step.scaleGradients(Math.min(1, 1 / step.gradientNorm()));
    }
  }

  /** An average that is evaluated. */
  @TrickCard(
      id = "moving-average",
      family = Family.OPTIMIZATION,
      summary = "Evaluates an average of the weights.")
  public static final class MovingAverageProvider extends ToyProvider<None> {
    /** For the loader. */
    public MovingAverageProvider() {
      super(MovingAverage.class, new None());
    }
  }

  static final class MovingAverage implements StepHook, EvaluateHook {
    private final TrickState state;

    @Inject
    MovingAverage(TrickState state) {
      this.state = state;
    }

    @Override
    @Uses(reads = Slot.WEIGHTS)
    public void afterStep(StepResult result) {
      result.lerpWeightsInto(state.flat("weights", result::weights), 0.2);
      result.lerpStatisticsInto(state.flat("statistics", result::statistics), 0.2);
      state.counter("updates", 0).increment();
    }

    @Override
    @Uses(replaces = Slot.EVALUATED_WEIGHTS)
    public void onEvaluate(Evaluation evaluation) {
      if (state.counter("updates", 0).get() > 0) {
        evaluation.useWeights(
            state.flat("weights", MovingAverage::missing),
            state.flat("statistics", MovingAverage::missing));
      }
    }

    private static INDArray missing() {
      throw new IllegalStateException("Updates were counted, but there is no average");
    }
  }
}
