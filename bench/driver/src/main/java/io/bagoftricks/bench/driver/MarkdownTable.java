package io.bagoftricks.bench.driver;

import java.util.Locale;

/** Rows for {@code docs/performance.md}. */
final class MarkdownTable {
  static final String HEADER =
      """
      | work | ours | peer | ours, best images/s | peer, best | pairwise ratio: quartiles | ratio of bests | at least | aim | peak memory, ours / peer |
      |---|---|---|---|---|---|---|---|---|---|""";

  private MarkdownTable() {}

  private static String row(Comparison comparison, String floor, String aim, String memory) {
    Case work = comparison.work();
    Quartiles ratios = comparison.ratios();
    return String.format(
        Locale.ROOT,
        "| %s | %s | %s %s | %.2f | %.2f | %.2f, **%.2f**, %.2f | %.2f | %s | %s | %d / %d MiB = %.2f%s |",
        work.title(),
        work.type(),
        work.peer(),
        comparison.opponent(),
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
        comparison.peakRatio(),
        memory);
  }

  /** A row with what was asked. */
  static String row(Comparison comparison, Target target, Level level) {
    return row(
        comparison,
        times(target.floor()),
        times(target.aim()),
        String.format(Locale.ROOT, " (at most %.1f)", level.memory()));
  }

  /** A row of a comparison for which nothing was asked. */
  static String row(Comparison comparison) {
    return row(comparison, "", "", "");
  }

  private static String times(double ratio) {
    return (ratio == Math.rint(ratio) ? Long.toString((long) ratio) : Double.toString(ratio)) + "x";
  }
}
