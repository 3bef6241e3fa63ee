package io.bagoftricks.tricks.optim.rmsprop;

import io.bagoftricks.api.optimizer.CustomRule;
import io.bagoftricks.api.optimizer.ParameterUpdate;
import io.bagoftricks.tricks.optim.rmsprop.Rmsprop.Form;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * {@code g' = g + decay w; s = s + (1 - alpha) (g'^2 - s)}. {@code TF}, with s of 1 at first:
 * {@code v = mu v + lr g' / sqrt(s + epsilon); w = w - v}. {@code TORCH}, with s of 0 at first:
 * {@code v = mu v + g' / (sqrt(s) + epsilon); w = w - lr v}.
 */
record RmspropRule(double alpha, double epsilon, Form form) implements CustomRule {
  @Override
  public int stateArrays() {
    return 2;
  }

  @Override
  public void update(ParameterUpdate update) {
    INDArray squares = update.state(0);
    INDArray velocity = update.state(1);
    if (form == Form.TF && isUntouched(squares)) {
      squares.assign(1);
    }
    try (INDArray decay = update.weight().mul(update.weightDecay());
        INDArray gradient = update.gradient().add(decay);
        INDArray square = gradient.mul(gradient)) {
      squares.addi(square.subi(squares).muli(1 - alpha));
      divide(gradient, squares, square);
      boolean isRateInside = form == Form.TF;
      velocity.muli(update.momentum());
      velocity.addi(isRateInside ? gradient.muli(update.learningRate()) : gradient);
      if (isRateInside) {
        update.weight().subi(velocity);
      } else {
        square.assign(velocity).muli(update.learningRate());
        update.weight().subi(square);
      }
    }
  }

  /** Divides the gradient by the root of the mean of squares. */
  private void divide(INDArray gradient, INDArray squares, INDArray scratch) {
    scratch.assign(squares);
    if (form == Form.TF) {
      gradient.divi(Transforms.sqrt(scratch.addi(epsilon), false));
    } else {
      gradient.divi(Transforms.sqrt(scratch, false).addi(epsilon));
    }
  }

  /** State is zero until it is first written, and a mean that was 1 stays above zero. */
  private static boolean isUntouched(INDArray squares) {
    return squares.getDouble(0) == 0 && squares.maxNumber().doubleValue() == 0;
  }
}
