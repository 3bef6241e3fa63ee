package io.bagoftricks.engine.internal.metric;

import io.bagoftricks.engine.evaluation.CalibrationBin;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The expected calibration error of Guo et al. 2017 (arXiv:1706.04599): examples are sorted by the
 * probability of the class that they are taken for into {@value #BINS} bins of equal width, {@code
 * ((m - 1) / 15, m / 15]}; the error is the mean over all examples of the distance between the
 * share of a bin that is right and its mean probability.
 */
final class CalibrationError {
  private static final int BINS = 15;

  private final long[] examples = new long[BINS];
  private final long[] right = new long[BINS];
  private final double[] confidence = new double[BINS];
  private boolean known = true;

  /**
   * Counts an example.
   *
   * @param probability of the class that it is taken for, from 0 to 1
   * @param isRight whether that is its label
   */
  void add(double probability, boolean isRight) {
    if (Double.isNaN(probability)) {
      known = false;
      return;
    }
    int bin = 0;
    while (bin < BINS - 1 && probability > (bin + 1.0) / BINS) {
      bin++;
    }
    examples[bin]++;
    right[bin] += isRight ? 1 : 0;
    confidence[bin] += probability;
  }

  /** The bins, in order. */
  List<CalibrationBin> bins() {
    return IntStream.range(0, BINS)
        .mapToObj(
            bin ->
                new CalibrationBin(
                    (double) bin / BINS,
                    (bin + 1.0) / BINS,
                    examples[bin],
                    confidence[bin] / Math.max(1, examples[bin]),
                    (double) right[bin] / Math.max(1, examples[bin])))
        .toList();
  }

  /** From 0 to 1; 0 without examples, NaN where a probability was none. */
  double value() {
    long all = 0;
    double distances = 0;
    for (int bin = 0; bin < BINS; bin++) {
      all += examples[bin];
      distances += Math.abs(right[bin] - confidence[bin]);
    }
    return known ? distances / Math.max(1, all) : Double.NaN;
  }
}
