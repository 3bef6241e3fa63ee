package io.bagoftricks.bench.measure;

import java.util.ArrayList;
import java.util.List;

/**
 * How long steps took.
 *
 * @param seconds at least one, ascending
 */
public record StepTimes(List<Double> seconds) {
  /** Sorts. */
  public StepTimes {
    if (seconds.isEmpty()) {
      throw new IllegalArgumentException("There must be at least one step that counts");
    }
    seconds = seconds.stream().sorted().toList();
  }

  /**
   * Runs a step again and again.
   *
   * @param warmUp times that do not count
   * @param iterations times that count
   */
  public static StepTimes measure(int warmUp, int iterations, Runnable step) {
    for (int i = 0; i < warmUp; i++) {
      step.run();
    }
    List<Double> seconds = new ArrayList<>();
    for (int i = 0; i < iterations; i++) {
      long start = System.nanoTime();
      step.run();
      seconds.add((System.nanoTime() - start) / 1e9);
    }
    return new StepTimes(seconds);
  }

  /** The one in the middle; the slower of two. */
  public double median() {
    return seconds.get(seconds.size() / 2);
  }

  /** The shortest. */
  public double best() {
    return seconds.get(0);
  }
}
