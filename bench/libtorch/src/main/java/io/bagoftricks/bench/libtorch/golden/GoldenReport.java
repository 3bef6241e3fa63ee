package io.bagoftricks.bench.libtorch.golden;

import java.util.List;

/**
 * The largest relative errors, measured as {@code tricks parity} does: largest difference over
 * largest magnitude of a tensor.
 *
 * @param smallestCosine of a gradient tensor of the first step with that of libtorch's float64; NaN
 *     where a gradient is all zero or not finite
 * @param smallestCosineOf the parameter it belongs to
 * @param largestDifference of a gradient tensor of the first step from that of libtorch's float64:
 *     the norm of the difference over the norm; infinite where one is not finite
 * @param largestDifferenceOf the parameter it belongs to
 * @param zeroGradients share of the first step's gradient values that are zero, but not in float64
 * @param lossesOfSteps of the six steps, to see what happened
 */
record GoldenReport(
    String system,
    String model,
    String type,
    String layout,
    double lossScale,
    double logits,
    double losses,
    double firstLoss,
    double gradients,
    double runningStatistics,
    double weightNorms,
    double logitsAfterSixSteps,
    double smallestCosine,
    String smallestCosineOf,
    double largestDifference,
    String largestDifferenceOf,
    double zeroGradients,
    List<Double> lossesOfSteps) {}
