package io.bagoftricks.bench.libtorch.golden;

import java.util.List;
import java.util.Map;

/**
 * The results of a run of a golden file's six steps.
 *
 * @param evalLogits before any training forward
 * @param trainLogits of the first training forward
 * @param statistics after it
 * @param gradients of the first step
 * @param losses of the steps, each before its update
 * @param weightNorms after the steps
 * @param finalLogits of an evaluation after the steps
 */
record GoldenOutcome(
    Values evalLogits,
    Values trainLogits,
    Map<String, Values> statistics,
    Map<String, Values> gradients,
    List<Double> losses,
    Map<String, Double> weightNorms,
    Values finalLogits) {
  /** Copies the collections. */
  GoldenOutcome {
    statistics = Map.copyOf(statistics);
    gradients = Map.copyOf(gradients);
    losses = List.copyOf(losses);
    weightNorms = Map.copyOf(weightNorms);
  }
}
