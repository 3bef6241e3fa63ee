package io.bagoftricks.tricks.optim.lamb;

import io.bagoftricks.api.optimizer.CustomRule;
import io.bagoftricks.api.optimizer.ParameterUpdate;
import io.bagoftricks.tricks.optim.lamb.Lamb.Profile;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * {@code m = b1 m + (1 - b1) g; v = b2 v + (1 - b2) g^2; u = m / (1 - b1^t) / (sqrt(v / (1 - b2^t))
 * + epsilon) + decay w; w = w - lr |w| / |u| u}, t counting from 1. Where a norm is 0 the ratio is
 * 1.
 */
record LambRule(double beta1, double beta2, double epsilon, boolean trustClip, Profile profile)
    implements CustomRule {
  @Override
  public int stateArrays() {
    return 2;
  }

  @Override
  public void update(ParameterUpdate update) {
    INDArray gradient = update.gradient();
    INDArray mean = update.state(0);
    INDArray squares = update.state(1);
    INDArray weight = update.weight();
    try (INDArray scratch = gradient.mul(1 - beta1);
        INDArray move = mean.ulike()) {
      mean.muli(beta1).addi(scratch);
      squares.muli(beta2).addi(scratch.assign(gradient).muli(gradient).muli(1 - beta2));
      scratch.assign(squares).divi(1 - StrictMath.pow(beta2, (double) update.count()));
      Transforms.sqrt(scratch, false).addi(epsilon);
      move.assign(mean).divi(1 - StrictMath.pow(beta1, (double) update.count())).divi(scratch);
      move.addi(scratch.assign(weight).muli(update.weightDecay()));
      weight.subi(move.muli(update.learningRate() * ratio(update, weight, move)));
    }
  }

  private double ratio(ParameterUpdate update, INDArray weight, INDArray move) {
    if (profile == Profile.TIMM && update.weightDecay() == 0) {
      return 1;
    }
    double ofWeight = weight.norm2Number().doubleValue();
    double ofMove = move.norm2Number().doubleValue();
    double ratio = ofWeight > 0 && ofMove > 0 ? ofWeight / ofMove : 1;
    return trustClip ? Math.min(1, ratio) : ratio;
  }
}
