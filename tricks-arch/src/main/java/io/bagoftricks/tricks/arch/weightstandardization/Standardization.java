package io.bagoftricks.tricks.arch.weightstandardization;

import io.bagoftricks.api.network.WeightTransform;
import io.bagoftricks.tricks.arch.weightstandardization.WeightStandardizationConfig.Profile;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * Each output channel's weights with their mean taken away, over their deviation.
 *
 * @param epsilon keeps the divisor from zero
 * @param profile how the deviation is computed
 */
record Standardization(double epsilon, Profile profile) implements WeightTransform {
  @Override
  public void forward(INDArray raw, INDArray effective) {
    INDArray rows = rows(effective.assign(raw));
    try (INDArray mean = rows.mean(1)) {
      rows.subiColumnVector(mean);
    }
    try (INDArray divisor = divisor(rows)) {
      rows.diviColumnVector(divisor);
    }
  }

  /**
   * With d the divisor of a channel, u the standardized weights and g their gradient: {@code (g -
   * mean(g) - u * mean(g u)) / d} where the deviation is biased and epsilon is in the root. The
   * authors' divisor is s + epsilon, with s the unbiased deviation, of which {@code ds/dw = (w -
   * mean) / ((n - 1) s)}: the last term gets the factor {@code n d / ((n - 1) s)}.
   */
  @Override
  public void backward(
      INDArray raw, INDArray effective, INDArray effectiveGradient, INDArray rawGradient) {
    INDArray gradient = rows(rawGradient.assign(raw));
    INDArray standardized = rows(effective);
    try (INDArray center = gradient.mean(1)) {
      gradient.subiColumnVector(center);
    }
    try (INDArray divisor = divisor(gradient)) {
      gradient.assign(rows(effectiveGradient)).muli(standardized);
      try (INDArray along = gradient.mean(1)) {
        if (profile == Profile.AUTHORS) {
          double n = gradient.size(1);
          try (INDArray deviation = divisor.sub(epsilon)) {
            along.muli(divisor).divi(deviation).muli(n / (n - 1));
          }
        }
        gradient.assign(standardized).muliColumnVector(along.negi());
      }
      gradient.addi(rows(effectiveGradient));
      try (INDArray mean = rows(effectiveGradient).mean(1)) {
        gradient.subiColumnVector(mean);
      }
      gradient.diviColumnVector(divisor);
    }
  }

  /** What the centered rows are divided by. */
  private INDArray divisor(INDArray centered) {
    double n = centered.size(1);
    INDArray norm = centered.norm2(1);
    return switch (profile) {
      case PAPER -> Transforms.sqrt(norm.muli(norm).divi(n).addi(epsilon), false);
      case AUTHORS -> norm.divi(Math.sqrt(n - 1)).addi(epsilon);
    };
  }

  private static INDArray rows(INDArray weight) {
    return weight.reshape('c', weight.size(0), weight.length() / weight.size(0));
  }
}
