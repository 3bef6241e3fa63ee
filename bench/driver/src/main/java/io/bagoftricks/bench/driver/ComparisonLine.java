package io.bagoftricks.bench.driver;

import org.jspecify.annotations.Nullable;

/**
 * A comparison for programs; rates are images/s.
 *
 * @param peerLayout of the peer's activations, if one can choose it
 */
record ComparisonLine(
    String processor,
    Level level,
    int threads,
    String model,
    String mode,
    int size,
    int batch,
    String type,
    String peer,
    String peerType,
    @Nullable String peerLayout,
    int pairs,
    double lowerQuartile,
    double median,
    double upperQuartile,
    double ratioOfBests,
    double best,
    double peerBest,
    long peakBytes,
    long peerPeakBytes,
    double peakRatio) {
  static ComparisonLine of(Comparison comparison, Conditions conditions) {
    Case work = comparison.work();
    Opponent opponent = comparison.opponent();
    Quartiles ratios = comparison.ratios();
    return new ComparisonLine(
        conditions.processor(),
        conditions.level(),
        conditions.threads(),
        work.model().toString(),
        work.mode().toString(),
        work.size(),
        work.batch(),
        work.type().toString(),
        work.peer().toString(),
        opponent.type().toString(),
        opponent.layout() == null ? null : opponent.layout().toString(),
        comparison.pairs().size(),
        ratios.lower(),
        ratios.median(),
        ratios.upper(),
        comparison.ratioOfBests(),
        comparison.ourBest(),
        comparison.peerBest(),
        comparison.ourPeakBytes(),
        comparison.peerPeakBytes(),
        comparison.peakRatio());
  }
}
