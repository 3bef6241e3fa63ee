package io.bagoftricks.bench.libtorch.golden;

import io.bagoftricks.bench.libtorch.Numerics;
import java.util.Comparator;
import java.util.Map;

/** Holds an outcome against the golden file, and its gradients against those of a float64 run. */
final class GoldenComparison {
  private final GoldenFile golden;
  private final GoldenOutcome outcome;
  private final GoldenOutcome exact;

  GoldenComparison(GoldenFile golden, GoldenOutcome outcome, GoldenOutcome exact) {
    this.golden = golden;
    this.outcome = outcome;
    this.exact = exact;
  }

  GoldenReport report(Numerics numerics, double lossScale) {
    Map.Entry<String, Double> cosine = smallestCosine();
    Map.Entry<String, Double> difference = largestDifference();
    return new GoldenReport(
        "libtorch",
        golden.model(),
        numerics.type().toString(),
        numerics.layout().toString(),
        lossScale,
        logits(),
        losses(),
        firstLoss(),
        gradients(),
        runningStatistics(),
        weightNorms(),
        finalLogits(),
        cosine.getValue(),
        cosine.getKey(),
        difference.getValue(),
        difference.getKey(),
        zeroGradients(),
        outcome.losses());
  }

  private double logits() {
    RelativeError error = new RelativeError();
    error.add(golden.evalLogits(), outcome.evalLogits());
    error.add(golden.trainLogits(), outcome.trainLogits());
    return error.largest();
  }

  private double losses() {
    RelativeError error = new RelativeError();
    double[] losses = outcome.losses().stream().mapToDouble(Double::doubleValue).toArray();
    error.add(golden.losses(), Values.of(losses));
    return error.largest();
  }

  private double firstLoss() {
    RelativeError error = new RelativeError();
    error.add(golden.losses().get(0), outcome.losses().get(0), golden.losses().get(0));
    return error.largest();
  }

  private double gradients() {
    RelativeError error = new RelativeError();
    golden
        .gradients()
        .forEach(
            (name, expected) -> {
              Values actual = of(outcome.gradients(), name);
              error.add(expected.l2(), actual.norm(), expected.l2());
              error.add(expected.sum(), actual.sum(), Math.sqrt(actual.size()) * expected.l2());
              error.add(expected.first(), actual, actual.largestMagnitude());
            });
    return error.largest();
  }

  private double runningStatistics() {
    RelativeError error = new RelativeError();
    golden
        .runningAfterOneForward()
        .forEach(
            (name, expected) -> {
              Values actual = of(outcome.statistics(), name);
              error.add(expected, actual, actual.largestMagnitude());
            });
    return error.largest();
  }

  private double weightNorms() {
    RelativeError error = new RelativeError();
    golden
        .weightNormsAfterSixSteps()
        .forEach((name, norm) -> error.add(norm, of(outcome.weightNorms(), name), norm));
    return error.largest();
  }

  private double finalLogits() {
    RelativeError error = new RelativeError();
    error.add(golden.evalLogitsAfterSixSteps(), outcome.finalLogits());
    return error.largest();
  }

  /** NaN sorts below every number here. */
  private Map.Entry<String, Double> smallestCosine() {
    return exact.gradients().entrySet().stream()
        .map(
            entry ->
                Map.entry(
                    entry.getKey(),
                    entry.getValue().cosine(of(outcome.gradients(), entry.getKey()))))
        .min(
            Comparator.comparingDouble(
                entry -> entry.getValue().isNaN() ? Double.NEGATIVE_INFINITY : entry.getValue()))
        .orElseThrow();
  }

  private Map.Entry<String, Double> largestDifference() {
    return exact.gradients().entrySet().stream()
        .map(
            entry ->
                Map.entry(
                    entry.getKey(),
                    entry.getValue().difference(of(outcome.gradients(), entry.getKey()))))
        .max(Map.Entry.comparingByValue())
        .orElseThrow();
  }

  private double zeroGradients() {
    long zeros = 0;
    long values = 0;
    for (Map.Entry<String, Values> entry : exact.gradients().entrySet()) {
      Values actual = of(outcome.gradients(), entry.getKey());
      for (int i = 0; i < actual.size(); i++) {
        values++;
        if (actual.get(i) == 0 && entry.getValue().get(i) != 0) {
          zeros++;
        }
      }
    }
    return (double) zeros / values;
  }

  private static <T> T of(Map<String, T> values, String name) {
    T value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException("The network has no " + name);
    }
    return value;
  }
}
