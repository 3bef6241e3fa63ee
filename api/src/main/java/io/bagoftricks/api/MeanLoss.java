package io.bagoftricks.api;

import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The mean of a loss over the examples of a micro-batch. */
record MeanLoss(ExampleLoss loss) implements LossTerm {
  @Override
  public double evaluate(INDArray logits, INDArray targets, INDArray gradient) {
    double[] slopes = new double[Math.toIntExact(logits.length())];
    double[] losses = losses(logits, targets, slopes);
    double batch = losses.length;
    for (int i = 0; i < slopes.length; i++) {
      slopes[i] /= batch;
    }
    Losses.write(slopes, gradient);
    double sum = 0;
    for (double each : losses) {
      sum += each;
    }
    return sum / batch;
  }

  @Override
  public Optional<double[]> perExample(INDArray logits, INDArray targets) {
    return Optional.of(losses(logits, targets, new double[Math.toIntExact(logits.length())]));
  }

  /** The loss of each example; fills the gradients of all. */
  private double[] losses(INDArray logits, INDArray targets, double[] slopes) {
    int classes = Math.toIntExact(logits.size(1));
    double[] z = Losses.values(logits);
    double[] t = Losses.values(targets);
    double[] rowLogits = new double[classes];
    double[] rowTargets = new double[classes];
    double[] rowGradient = new double[classes];
    double[] losses = new double[z.length / classes];
    for (int row = 0; row < losses.length; row++) {
      System.arraycopy(z, row * classes, rowLogits, 0, classes);
      System.arraycopy(t, row * classes, rowTargets, 0, classes);
      losses[row] = loss.evaluate(rowLogits, rowTargets, rowGradient);
      System.arraycopy(rowGradient, 0, slopes, row * classes, classes);
    }
    return losses;
  }
}
