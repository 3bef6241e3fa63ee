package io.bagoftricks.engine.bench;

import io.bagoftricks.engine.internal.timing.StepProfiler;
import io.bagoftricks.engine.profile.StepTimes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Steps that were run.
 *
 * @param seconds of each step without a profiler
 * @param peakBytes before the profiler came
 * @param times of the steps with one
 */
record Measurement(
    int warmUpSteps,
    List<Double> seconds,
    OptionalLong peakBytes,
    int profiledSteps,
    StepTimes times) {
  private static final Extent WARM_UP = new Extent(2, 50, 1);
  private static final Extent MEASURED = new Extent(10, Integer.MAX_VALUE, 10);
  private static final int LEAST_PROFILED = 5;
  private static final double PROFILED_SECONDS = 1;

  /**
   * How many steps.
   *
   * @param least steps in any case
   * @param most steps in any case
   * @param seconds after which there are no more than the least
   */
  private record Extent(int least, int most, double seconds) {
    static Extent exactly(int steps) {
      return new Extent(steps, steps, 0);
    }
  }

  /**
   * Warms up, measures, and profiles; a trace, where there is one, is told what the sums are of.
   *
   * @param profile tells a profiler of all steps from then on; {@code null} ends that
   */
  static Measurement of(
      Consumer<@Nullable StepProfiler> profile,
      OptionalInt count,
      @Nullable StepProfiler trace,
      Runnable step) {
    int warmUpSteps = seconds(WARM_UP, step).size();
    Extent extent = count.isPresent() ? Extent.exactly(count.getAsInt()) : MEASURED;
    List<Double> seconds = seconds(extent, step);
    OptionalLong peak = peak();
    int measured = seconds.size();
    Extent profiled = new Extent(Math.min(LEAST_PROFILED, measured), measured, PROFILED_SECONDS);
    StepTimes times = new StepTimes();
    profile.accept(trace == null ? times : new ProfilerPair(times, trace));
    int profiledSteps = seconds(profiled, step).size();
    profile.accept(null);
    return new Measurement(warmUpSteps, seconds, peak, profiledSteps, times);
  }

  private static List<Double> seconds(Extent extent, Runnable step) {
    List<Double> seconds = new ArrayList<>();
    double passed = 0;
    while (seconds.size() < extent.least()
        || (seconds.size() < extent.most() && passed < extent.seconds())) {
      long start = System.nanoTime();
      step.run();
      double second = (System.nanoTime() - start) / 1e9;
      seconds.add(second);
      passed += second;
    }
    return seconds;
  }

  private static OptionalLong peak() {
    try {
      return PeakMemory.bytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
