package io.bagoftricks.recipes;

import io.bagoftricks.api.Family;
import io.bagoftricks.api.Slot;
import io.bagoftricks.api.Step;
import io.bagoftricks.api.StepHook;
import io.bagoftricks.api.StepParameter;
import io.bagoftricks.api.TrickCard;
import io.bagoftricks.api.Uses;
import io.bagoftricks.api.network.Role;
import io.bagoftricks.recipes.DeviceTricks.Bare;
import jakarta.inject.Inject;
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
        INDArray weights = units(each.weight()).norm2(1);
        INDArray gradients = units(each.gradient()).norm2(1);
        for (int unit = 0; unit < weights.length(); unit++) {
          double most = CLIPPING * Math.max(weights.getDouble(unit), SMALLEST);
          if (gradients.getDouble(unit) > most) {
            units(each.editGradient()).getRow(unit).muli(most / gradients.getDouble(unit));
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
}
