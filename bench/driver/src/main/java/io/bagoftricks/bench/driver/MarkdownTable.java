package io.bagoftricks.bench.driver;

import java.util.Locale;

/** Rows for {@code docs/performance.md}. */
final class MarkdownTable {
  static final String HEADER =
      """
      | work | ours | peer | ours, best images/s | peer, best | pairwise ratio: quartiles | ratio of bests | at least | aim | peak memory, ours / peer |
      |---|---|---|---|---|---|---|---|---|---|""";

  private MarkdownTable() {}

  static String row(Comparison comparison, String floor, String aim) {
    Case work = comparison.work();
    Quartiles ratios = comparison.ratios();
    return String.format(
        Locale.ROOT,
        "| %s | %s | %s %s %s | %.2f | %.2f | %.2f, **%.2f**, %.2f | %.2f | %s | %s | %d / %d MiB = %.2f |",
        work.title(),
        work.type(),
        work.peer(),
        work.peer().type(work.type()),
        comparison.layout(),
        comparison.ourBest(),
        comparison.peerBest(),
        ratios.lower(),
        ratios.median(),
        ratios.upper(),
        comparison.ratioOfBests(),
        floor,
        aim,
        comparison.ourPeakBytes() >> 20,
        comparison.peerPeakBytes() >> 20,
        comparison.peakRatio());
  }

  static String row(Comparison comparison, Target target) {
    return row(comparison, times(target.floor()), times(target.aim()));
  }

  private static String times(double ratio) {
    return (ratio == Math.rint(ratio) ? Long.toString((long) ratio) : Double.toString(ratio)) + "x";
  }
}
