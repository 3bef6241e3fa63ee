package com.example.simplefocalloss;

import io.bagoftricks.api.ExampleLoss;

/**
 * {@code -sum(t (1 - p)^gamma log p)} of one example, with {@code p = softmax(z)}.
 *
 * @param gamma not negative
 */
record ExampleFocal(double gamma) implements ExampleLoss {
  @Override
  public double evaluate(double[] logits, double[] targets, double[] gradient) {
    double logSum = logSum(logits);
    double loss = 0;
    double slopes = 0;
    for (int i = 0; i < logits.length; i++) {
      double logP = Math.min(0, logits[i] - logSum);
      double rest = -Math.expm1(logP); // 1 - p
      loss -= targets[i] * Math.pow(rest, gamma) * logP;
      gradient[i] = targets[i] * slope(logP, rest);
      slopes += gradient[i];
    }
    for (int i = 0; i < logits.length; i++) {
      gradient[i] -= Math.exp(logits[i] - logSum) * slopes;
    }
    return loss;
  }

  /** The derivative of {@code -(1 - p)^gamma log p} by {@code log p}; 0 where p is 1. */
  private double slope(double logP, double rest) {
    if (gamma == 0) {
      return -1;
    }
    return rest == 0 ? 0 : Math.pow(rest, gamma - 1) * (gamma * Math.exp(logP) * logP - rest);
  }

  /** {@code log(sum(exp(z)))}, without overflow. */
  private static double logSum(double[] logits) {
    double largest = Double.NEGATIVE_INFINITY;
    for (double z : logits) {
      largest = Math.max(largest, z);
    }
    double sum = 0;
    for (double z : logits) {
      sum += Math.exp(z - largest);
    }
    return largest + Math.log(sum);
  }
}
