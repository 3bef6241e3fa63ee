package io.bagoftricks.tricks.optim.onecycle;

/**
 * Settings of the one-cycle policy.
 *
 * @param pctStart the share of the run in which the rate rises, from 0 to 1; with three phases at
 *     most 0.5
 * @param anneal the shape of the way between two values
 * @param divFactor the highest rate over the first; at least 1, finite
 * @param finalDivFactor the first rate over the last; positive, finite
 * @param cycleMomentum whether momentum falls while the rate rises
 * @param baseMomentum the momentum at the highest rate, at least 0 and at most {@code maxMomentum}
 * @param maxMomentum the momentum at first and at last, below 1
 * @param threePhase whether the rate falls as it rose before it falls to the last one
 */
public record OneCycleConfig(
    double pctStart,
    Anneal anneal,
    double divFactor,
    double finalDivFactor,
    boolean cycleMomentum,
    double baseMomentum,
    double maxMomentum,
    boolean threePhase) {
  /** The shape of the way between two values. */
  public enum Anneal {
    /** Half a cosine. */
    COS,
    /** A straight line. */
    LINEAR
  }

  /** Checks the ranges. */
  public OneCycleConfig {
    double most = threePhase ? 0.5 : 1;
    if (!(pctStart >= 0 && pctStart <= most)) {
      throw new IllegalArgumentException(
          "pctStart must be from 0 to "
              + most
              + " (threePhase is "
              + threePhase
              + "), not "
              + pctStart);
    }
    if (!(divFactor >= 1 && divFactor < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "divFactor must be finite and at least 1, not " + divFactor);
    }
    if (!(finalDivFactor > 0 && finalDivFactor < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "finalDivFactor must be positive and finite, not " + finalDivFactor);
    }
    if (!(baseMomentum >= 0 && baseMomentum <= maxMomentum && maxMomentum < 1)) {
      throw new IllegalArgumentException(
          "baseMomentum and maxMomentum must lie in [0, 1), the first not above the second, not "
              + baseMomentum
              + " and "
              + maxMomentum);
    }
  }

  /** PyTorch's. */
  public static OneCycleConfig defaults() {
    return new OneCycleConfig(0.3, Anneal.COS, 25, 1e4, true, 0.85, 0.95, false);
  }
}
