package io.bagoftricks.engine.behavior;

import static org.assertj.core.api.Assertions.assertThat;

import io.bagoftricks.api.Family;
import io.bagoftricks.api.LossDraft;
import io.bagoftricks.api.LossHook;
import io.bagoftricks.api.ParameterView;
import io.bagoftricks.api.Slot;
import io.bagoftricks.api.Step;
import io.bagoftricks.api.StepHook;
import io.bagoftricks.api.StepParameter;
import io.bagoftricks.api.StepResult;
import io.bagoftricks.api.StepResultParameter;
import io.bagoftricks.api.TrickCard;
import io.bagoftricks.api.TrickState;
import io.bagoftricks.api.Uses;
import io.bagoftricks.api.network.Role;
import io.bagoftricks.engine.behavior.DeviceTricks.Bare;
import jakarta.inject.Inject;
import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Three tricks that treat layers one by one, as a third party would write them: one hook each. */
final class LayerwiseTricks {
  static final double TRUST = 0.02;
  static final double CLIPPING = 0.3;
  static final double SMALLEST = 1e-3;

  private LayerwiseTricks() {}

  /** One row for each unit: what leads to one output. */
  private static INDArray units(INDArray parameter) {
    return parameter.reshape(parameter.size(0), -1);
  }

  /** Layer-wise adaptive rate scaling: You et al. 2017 (arXiv:1708.03888), algorithm 1. */
  static final class Lars implements StepHook {
    @Inject
    Lars() {}

    @Override
    @Uses(reads = Slot.GRADIENTS, adds = Slot.STEP_RATE)
    public void onStep(Step step) {
      for (StepParameter each : step.parameters()) {
        double weight = each.weightNorm();
        double scale = each.gradientNorm() + each.weightDecay() * weight;
        if (each.parameter().role() == Role.WEIGHT && weight > 0 && scale > 0) {
          each.multiplyLearningRate(TRUST * weight / scale);
        }
      }
    }
  }

  @TrickCard(id = "lars", family = Family.OPTIMIZATION, summary = "Rates by layer.")
  static final class LarsProvider extends Bare {
    LarsProvider() {
      super(Lars.class);
    }
  }

  /** Adaptive gradient clipping: Brock et al. 2021 (arXiv:2102.06171), equation 3. */
  static final class AdaptiveClipping implements StepHook {
    @Inject
    AdaptiveClipping() {}

    @Override
    @Uses(changes = Slot.GRADIENTS)
    public void onStep(Step step) {
      for (StepParameter each : step.parameters()) {
        if (each.parameter().role() != Role.WEIGHT || each.gradientNorm() == 0) {
          continue;
        }
        double[] weights = each.weightRowNorms();
        double[] gradients = each.gradientRowNorms();
        for (int unit = 0; unit < weights.length; unit++) {
          double most = CLIPPING * Math.max(weights[unit], SMALLEST);
          if (gradients[unit] > most) {
            units(each.editGradient()).getRow(unit).muli(most / gradients[unit]);
          }
        }
      }
    }
  }

  @TrickCard(id = "agc", family = Family.OPTIMIZATION, summary = "Clips by unit.")
  static final class AdaptiveClippingProvider extends Bare {
    AdaptiveClippingProvider() {
      super(AdaptiveClipping.class);
    }
  }

  /** Gradient centralization: Yong et al. 2020 (arXiv:2004.01461), equation 1. */
  static final class Centralization implements StepHook {
    @Inject
    Centralization() {}

    @Override
    @Uses(changes = Slot.GRADIENTS)
    public void onStep(Step step) {
      for (StepParameter each : step.parameters()) {
        if (each.parameter().role() == Role.WEIGHT) {
          INDArray units = units(each.editGradient());
          try (INDArray means = units.mean(1)) {
            units.subiColumnVector(means);
          }
        }
      }
    }
  }

  @TrickCard(id = "centralization", family = Family.OPTIMIZATION, summary = "Means of zero.")
  static final class CentralizationProvider extends Bare {
    CentralizationProvider() {
      super(Centralization.class);
    }
  }

  /** Writes in every way that there is, and compares each norm with its array after each. */
  static final class ChecksNorms implements StepHook {
    private final TrickState.Scalar deviation;
    private final TrickState.Counter compared;

    @Inject
    ChecksNorms(TrickState state) {
      deviation = state.number("deviation", 0);
      compared = state.counter("compared", 0);
    }

    @Override
    @Uses(changes = Slot.GRADIENTS)
    public void onStep(Step step) {
      List<StepParameter> all = step.parameters();
      compare(all);
      INDArray first = all.get(0).editGradient().muli(2);
      compare(all);
      first.muli(3);
      compare(all);
      step.scaleGradients(0.5);
      compare(all);
      step.recomputeGradients(weights -> weights.muli(1.5));
      compare(all);
      INDArray gradients = step.editGradients().muli(2);
      compare(all);
      gradients.muli(0.25);
      compare(all);
    }

    @Override
    @Uses(changes = Slot.WEIGHTS)
    public void afterStep(StepResult result) {
      List<StepResultParameter> all = result.parameters();
      compare(all);
      all.get(0).editWeight().muli(1.01);
      compare(all);
      result.editWeights().muli(0.99);
      compare(all);
    }

    private void compare(List<? extends ParameterView> all) {
      for (ParameterView each : all) {
        compare(each.gradient(), each.gradientNorm());
        compare(each.weight(), each.weightNorm());
        compareRows(each.gradient(), each.gradientRowNorms());
        compareRows(each.weight(), each.weightRowNorms());
      }
    }

    private void compareRows(INDArray array, double[] norms) {
      assertThat(norms).hasSize((int) array.size(0));
      compare(array, norms);
    }

    /** One norm for each of as many equal parts as there are norms. */
    private void compare(INDArray array, double... norms) {
      double[] values = array.dup().reshape(array.length()).toDoubleVector();
      int part = values.length / norms.length;
      for (int i = 0; i < norms.length; i++) {
        double squares = 0;
        for (double value : Arrays.copyOfRange(values, i * part, (i + 1) * part)) {
          squares += value * value;
        }
        double exact = Math.sqrt(squares);
        double difference = Math.abs(norms[i] - exact) / Math.max(exact, 1e-9);
        deviation.set(Math.max(deviation.get(), difference));
      }
      compared.increment();
    }
  }

  @TrickCard(id = "checks-norms", family = Family.OPTIMIZATION, summary = "Compares norms.")
  static final class ChecksNormsProvider extends Bare {
    ChecksNormsProvider() {
      super(ChecksNorms.class);
    }
  }

  /** A term of the loss that a gradient is computed of again in the middle of another's hook. */
  static final class ZeroTerm implements LossHook {
    @Inject
    ZeroTerm() {}

    @Override
    @Uses(adds = Slot.LOSS_TERMS)
    public void onLoss(LossDraft loss) {
      loss.add(
          "zero",
          1,
          (logits, targets, gradient) -> {
            gradient.assign(0);
            return 0;
          });
    }
  }

  @TrickCard(id = "zero-term", family = Family.LOSS, summary = "Adds a term of zero.")
  static final class ZeroTermProvider extends Bare {
    ZeroTermProvider() {
      super(ZeroTerm.class);
    }
  }
}
