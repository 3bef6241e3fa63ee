package io.bagoftricks.bench.driver;

import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/**
 * All pairs of one case.
 *
 * @param opponent the way in which the peer is fastest
 */
record Comparison(Case work, Opponent opponent, List<Pair> pairs) {
  /** Copies the pairs. */
  Comparison {
    pairs = List.copyOf(pairs);
  }

  /** Of the ratios, pair by pair: what both sides suffered at the same time cancels out. */
  Quartiles ratios() {
    return Quartiles.of(pairs.stream().map(Pair::ratio).toList());
  }

  /** Of each side's shortest step ever: what others took from the machine does not count. */
  double ratioOfBests() {
    return ourBest() / peerBest();
  }

  double ourBest() {
    return best(pair -> pair.ours().best());
  }

  double peerBest() {
    return best(pair -> pair.peer().best());
  }

  long ourPeakBytes() {
    return peak(pair -> pair.ours().peakBytes());
  }

  long peerPeakBytes() {
    return peak(pair -> pair.peer().peakBytes());
  }

  /** Below 1 we need less. */
  double peakRatio() {
    return (double) ourPeakBytes() / peerPeakBytes();
  }

  private double best(ToDoubleFunction<Pair> side) {
    return pairs.stream().mapToDouble(side).max().orElseThrow();
  }

  private long peak(ToLongFunction<Pair> side) {
    return pairs.stream().mapToLong(side).max().orElseThrow();
  }
}
