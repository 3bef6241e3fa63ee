package io.bagoftricks.engine.parity;

/**
 * The largest relative errors: largest difference over largest magnitude of a tensor.
 *
 * @param model names the network
 * @param logits of the evaluation and the training forward before any update
 * @param losses of the six steps
 * @param firstLoss before any update
 * @param gradients of the first step; a tensor's sum is compared on the scale {@code sqrt(elements)
 *     x norm}, the largest sum that norm allows
 * @param gradientCosine the smallest cosine between a gradient tensor of the first step and the
 *     same in 64 bits
 * @param gradientCosineTensor the parameter where it is smallest
 * @param gradientDifference the largest norm of the difference between a gradient tensor of the
 *     first step and the same in 64 bits, over the norm of the latter
 * @param gradientDifferenceTensor the parameter where it is largest
 * @param runningStatistics after one training forward
 * @param weightNorms after six steps
 * @param logitsAfterSixSteps of the evaluation after six steps, which amplifies all the above
 */
public record ParityReport(
    String model,
    double logits,
    double losses,
    double firstLoss,
    double gradients,
    double gradientCosine,
    String gradientCosineTensor,
    double gradientDifference,
    String gradientDifferenceTensor,
    double runningStatistics,
    double weightNorms,
    double logitsAfterSixSteps) {}
