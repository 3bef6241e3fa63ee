package io.bagoftricks.engine.parity;

import io.bagoftricks.api.network.Precision;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How far a backend may be from a golden file's values. Measures without a bound are not judged.
 *
 * @param bounds by measure; largest relative errors, and for {@link ParityMeasure#GRADIENT_COSINE}
 *     the smallest cosine
 */
public record ParityBounds(Map<ParityMeasure, Double> bounds) {
  /** Copies the map. */
  public ParityBounds {
    bounds = Map.copyOf(bounds);
  }

  /**
   * The errors that rounding leaves where formulas are right, on networks of some twenty layers; a
   * deeper one may amplify more (docs/decisions/0004 and 0007).
   */
  public static ParityBounds defaults(Precision precision) {
    return switch (precision) {
      case DOUBLE -> of(1e-7, 1e-7, 1e-7, 1e-7, 1e-7, 1e-7, 0.9999999);
      case FLOAT -> of(1e-4, 1e-4, 1e-3, 1e-3, 1e-3, 1e-4, 0.9999);
      case BFLOAT16 -> of(0.07, 0.01, 0.03, 1, 0.95, 0.02, 0.7);
      case FLOAT16 -> of(0.01, 1e-3, 0.01, 0.5, 0.5, 5e-3, 0.95);
    };
  }

  private static ParityBounds of(
      double logits,
      double firstLoss,
      double losses,
      double gradients,
      double gradientDifference,
      double runningStatistics,
      double gradientCosine) {
    return new ParityBounds(
        Map.of(
            ParityMeasure.LOGITS, logits,
            ParityMeasure.FIRST_LOSS, firstLoss,
            ParityMeasure.LOSSES, losses,
            ParityMeasure.GRADIENTS, gradients,
            ParityMeasure.GRADIENT_DIFFERENCE, gradientDifference,
            ParityMeasure.RUNNING_STATISTICS, runningStatistics,
            ParityMeasure.GRADIENT_COSINE, gradientCosine));
  }

  /** The same with other bounds for some measures. */
  public ParityBounds with(Map<ParityMeasure, Double> others) {
    Map<ParityMeasure, Double> all = new EnumMap<>(ParityMeasure.class);
    all.putAll(bounds);
    all.putAll(others);
    return new ParityBounds(all);
  }

  /** A sentence for each bound that a report does not keep. */
  public List<String> broken(ParityReport report) {
    List<String> broken = new ArrayList<>();
    for (ParityMeasure measure : ParityMeasure.values()) {
      Double bound = bounds.get(measure);
      double value = measure.of(report);
      if (bound != null && !measure.keeps(value, bound)) {
        broken.add(
            String.format(
                Locale.ROOT,
                "%s is %.3g, but must be %s %s",
                measure,
                value,
                measure == ParityMeasure.GRADIENT_COSINE ? "at least" : "at most",
                bound));
      }
    }
    return broken;
  }
}
