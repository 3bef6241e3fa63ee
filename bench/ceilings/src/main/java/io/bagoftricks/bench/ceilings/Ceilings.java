package io.bagoftricks.bench.ceilings;

import io.bagoftricks.bench.measure.NumberType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The most that some threads of a machine can do.
 *
 * @param peaks operations per second
 * @param bandwidths the nearest level first, memory last
 */
record Ceilings(int threads, Map<Peak, Double> peaks, List<Bandwidth> bandwidths) {
  /** Copies the collections. */
  Ceilings {
    peaks = Map.copyOf(peaks);
    bandwidths = List.copyOf(bandwidths);
  }

  /** The better of each of two measurements. */
  static Ceilings best(Ceilings first, Ceilings second) {
    Map<Peak, Double> peaks = new HashMap<>(first.peaks());
    second.peaks().forEach((peak, rate) -> peaks.merge(peak, rate, Math::max));
    List<Bandwidth> bandwidths = new ArrayList<>();
    for (int i = 0; i < first.bandwidths().size(); i++) {
      bandwidths.add(Bandwidth.best(first.bandwidths().get(i), second.bandwidths().get(i)));
    }
    return new Ceilings(first.threads(), peaks, bandwidths);
  }

  /** Operations per second of the fastest way to compute what is stored in a type. */
  double peak(NumberType stored) {
    return peaks.entrySet().stream()
        .filter(entry -> entry.getKey().serves(stored))
        .mapToDouble(Map.Entry::getValue)
        .max()
        .orElseThrow();
  }

  /** The nearest level that holds so many bytes. */
  Bandwidth holding(long bytes) {
    return bandwidths.stream()
        .filter(bandwidth -> bytes <= bandwidth.capacity())
        .findFirst()
        .orElseThrow();
  }

  /**
   * The shortest time for some work, in seconds: its operations at the peak or its bytes as fast as
   * they are read from the nearest level that holds them all, whichever is longer (Williams,
   * Waterman and Patterson 2009).
   */
  double seconds(Work work) {
    return Math.max(
        work.operations() / peak(work.type()), work.bytes() / holding(work.bytes()).read());
  }
}
