package io.bagoftricks.engine.behavior;

import io.bagoftricks.api.EvaluateHook;
import io.bagoftricks.api.Evaluation;
import io.bagoftricks.api.Family;
import io.bagoftricks.api.Slot;
import io.bagoftricks.api.Step;
import io.bagoftricks.api.StepHook;
import io.bagoftricks.api.StepParameter;
import io.bagoftricks.api.StepResult;
import io.bagoftricks.api.StepResultParameter;
import io.bagoftricks.api.Trick;
import io.bagoftricks.api.TrickCard;
import io.bagoftricks.api.TrickProvider;
import io.bagoftricks.api.TrickState;
import io.bagoftricks.api.Uses;
import io.bagoftricks.api.network.Role;
import io.bagoftricks.api.optimizer.CustomRule;
import io.bagoftricks.api.optimizer.Optimizer;
import io.bagoftricks.api.optimizer.ParameterUpdate;
import io.bagoftricks.api.optimizer.UpdateRule;
import jakarta.inject.Inject;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Tricks that hold on to arrays while weights and gradients change, in every way that there is. */
final class DeviceTricks {
  private DeviceTricks() {}

  record NoSettings() {}

  /** A provider of a trick without settings. */
  abstract static class Bare implements TrickProvider<NoSettings> {
    private final Class<? extends Trick> trick;

    Bare(Class<? extends Trick> trick) {
      this.trick = trick;
    }

    @Override
    public Class<? extends Trick> trick() {
      return trick;
    }

    @Override
    public NoSettings defaults() {
      return new NoSettings();
    }
  }

  /** Writes the gradients again and again through the array that it got at first. */
  static final class HoldsGradients implements StepHook {
    private final TrickState.Scalar seen;

    @Inject
    HoldsGradients(TrickState state) {
      seen = state.number("seen", 0);
    }

    @Override
    @Uses(changes = Slot.GRADIENTS)
    public void onStep(Step step) {
      INDArray gradients = step.editGradients();
      gradients.muli(0.9);
      double norm = step.gradientNorm();
      gradients.divi(norm + 1);
      step.scaleGradients(0.5);
      gradients.addi(1e-4);
      seen.set(norm + step.gradients().sumNumber().doubleValue());
      step.recomputeGradients(weights -> weights.muli(1.01));
      gradients.muli(0.7);
    }
  }

  @TrickCard(id = "holds-gradients", family = Family.OPTIMIZATION, summary = "Holds gradients.")
  static final class HoldsGradientsProvider extends Bare {
    HoldsGradientsProvider() {
      super(HoldsGradients.class);
    }
  }

  /** Only reads, before and after others write. */
  static final class Reads implements StepHook {
    private final TrickState.Scalar seen;

    @Inject
    Reads(TrickState state) {
      seen = state.number("seen", 0);
    }

    @Override
    @Uses(reads = Slot.GRADIENTS)
    public void onStep(Step step) {
      seen.set(
          seen.get()
              + step.weights().sumNumber().doubleValue()
              + step.gradients().sumNumber().doubleValue());
    }

    @Override
    @Uses(reads = Slot.WEIGHTS)
    public void afterStep(StepResult result) {
      seen.set(
          seen.get()
              + result.weights().sumNumber().doubleValue()
              + result.statistics().sumNumber().doubleValue());
    }
  }

  @TrickCard(id = "reads", family = Family.OPTIMIZATION, summary = "Reads all.")
  static final class ReadsProvider extends Bare {
    ReadsProvider() {
      super(Reads.class);
    }
  }

  /** Averages weights that it writes before and after, in the host's memory, and evaluates them. */
  static final class HoldsWeights implements StepHook, EvaluateHook {
    private final TrickState state;

    @Inject
    HoldsWeights(TrickState state) {
      this.state = state;
    }

    @Override
    @Uses(changes = Slot.WEIGHTS)
    public void afterStep(StepResult result) {
      INDArray weights = result.editWeights();
      weights.muli(0.999);
      result.lerpWeightsInto(mean(result), 0.5);
      result.lerpStatisticsInto(state.array("statistics", result::statistics), 0.5);
      result.lerpWeightsInto(state.flat("flat", result::weights), 0.25);
      state.number("sum", 0).set(mean(result).sumNumber().doubleValue());
      weights.muli(0.998);
    }

    @Override
    @Uses(replaces = Slot.EVALUATED_WEIGHTS)
    public void onEvaluate(Evaluation evaluation) {
      evaluation.useWeights(known("mean"), known("statistics"));
    }

    private INDArray mean(StepResult result) {
      return state.array("mean", result::weights);
    }

    private INDArray known(String name) {
      return state.array(
          name,
          () -> {
            throw new IllegalStateException(name);
          });
    }
  }

  @TrickCard(id = "holds-weights", family = Family.OPTIMIZATION, summary = "Holds weights.")
  static final class HoldsWeightsProvider extends Bare {
    HoldsWeightsProvider() {
      super(HoldsWeights.class);
    }
  }

  /** Treats parameters one by one, and asks for norms in between. */
  static final class OneByOne implements StepHook {
    private final TrickState.Scalar seen;

    @Inject
    OneByOne(TrickState state) {
      seen = state.number("seen", 0);
    }

    @Override
    @Uses(
        changes = {Slot.GRADIENTS},
        adds = Slot.STEP_RATE)
    public void onStep(Step step) {
      for (StepParameter each : step.parameters()) {
        double before = each.gradientNorm();
        INDArray gradient = each.editGradient().divi(before + 1);
        double divided = each.gradientNorm();
        gradient.muli(2);
        seen.set(seen.get() + before + divided + each.gradientNorm() + each.weightNorm());
        if (each.parameter().role() == Role.WEIGHT) {
          each.multiplyLearningRate(0.5 + divided);
        }
      }
      seen.set(seen.get() + step.gradientNorm());
    }

    @Override
    @Uses(changes = Slot.WEIGHTS)
    public void afterStep(StepResult result) {
      for (StepResultParameter each : result.parameters()) {
        if (each.parameter().role() == Role.WEIGHT) {
          each.editWeight().muli(0.999);
          seen.set(seen.get() + each.weightNorm() + each.gradientNorm());
          seen.set(seen.get() + each.gradient().sumNumber().doubleValue());
        }
      }
    }
  }

  @TrickCard(id = "one-by-one", family = Family.OPTIMIZATION, summary = "One by one.")
  static final class OneByOneProvider extends Bare {
    OneByOneProvider() {
      super(OneByOne.class);
    }
  }

  /** An optimizer of a plugin: gradient descent with a memory, in a formula of its own. */
  record OwnFormula(double learningRate, double weightDecay) implements Optimizer {
    @Override
    public UpdateRule rule() {
      return new OwnRule();
    }
  }

  private record OwnRule() implements CustomRule {
    @Override
    public int stateArrays() {
      return 2;
    }

    @Override
    public void update(ParameterUpdate update) {
      INDArray memory = update.state(1);
      memory.muli(0.5).addi(update.gradient());
      update.weight().subi(memory.mul(update.learningRate()));
    }
  }
}
