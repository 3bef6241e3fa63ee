package io.bagoftricks.bench.driver;

/** A comparison for programs; rates are images/s. */
record ComparisonLine(
    String model,
    String mode,
    int size,
    int batch,
    String type,
    String peer,
    String peerType,
    String peerLayout,
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
  static ComparisonLine of(Comparison comparison) {
    Case work = comparison.work();
    Quartiles ratios = comparison.ratios();
    return new ComparisonLine(
        work.model().toString(),
        work.mode().toString(),
        work.size(),
        work.batch(),
        work.type().toString(),
        work.peer().toString(),
        work.peer().type(work.type()).toString(),
        comparison.layout().toString(),
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
