package io.bagoftricks.tricks.optim.onecycle;

/**
 * A value that goes from the first to the middle one and on to the last, in three phases by way of
 * the first.
 *
 * @param config lengths and shape of the phases
 * @param first at step 0
 * @param middle where the first phase ends
 * @param last at the last step of the run
 */
record Cycle(OneCycleConfig config, double first, double middle, double last) {
  /**
   * The value at a step. Phases end at steps that need not be whole: {@code pctStart n - 1}, with
   * three phases {@code 2 pctStart n - 2}, and {@code n - 1}.
   *
   * @param step from 0
   * @param steps of the run, n
   */
  double at(long step, long steps) {
    double rise = config.pctStart() * steps - 1;
    double end = steps - 1.0;
    if (step <= rise) {
      return between(first, middle, step, 0, rise);
    }
    if (!config.threePhase()) {
      return between(middle, last, step, rise, end);
    }
    double fall = 2 * config.pctStart() * steps - 2;
    return step <= fall
        ? between(middle, first, step, rise, fall)
        : between(first, last, step, fall, end);
  }

  /** On the way between two values; at the second where there is no way. */
  private double between(double from, double to, long step, double start, double end) {
    double share = end > start ? (step - start) / (end - start) : 1;
    return switch (config.anneal()) {
      case COS -> to + (from - to) / 2 * (1 + StrictMath.cos(StrictMath.PI * share));
      case LINEAR -> from + (to - from) * share;
    };
  }
}
