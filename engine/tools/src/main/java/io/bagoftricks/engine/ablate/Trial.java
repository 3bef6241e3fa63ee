package io.bagoftricks.engine.ablate;

import org.jspecify.annotations.Nullable;

/**
 * How one run of a variant ended.
 *
 * @param origin of its numbers
 * @param recipe resolved: what was trained
 * @param top1 share of the images that the run validates on, as is {@code top5}; null where the run
 *     has no result
 * @param loss mean cross-entropy on hard labels, or null
 * @param seconds of the run
 * @param made with what program and machine; null in trials of older versions
 */
record Trial(
    Origin origin,
    String recipe,
    @Nullable Double top1,
    @Nullable Double top5,
    @Nullable Double loss,
    double seconds,
    @Nullable MadeWith made) {
  /** The key that older versions do not write. */
  static final String MADE = "made";

  /** In percent; NaN where there is no result. */
  double accuracy() {
    return top1 == null ? Double.NaN : 100 * top1;
  }
}
