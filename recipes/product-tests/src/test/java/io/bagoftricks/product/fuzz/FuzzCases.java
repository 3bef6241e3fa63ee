package io.bagoftricks.product.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The damages that a build tries. Its properties {@code fuzz.first} and {@code fuzz.cases} choose
 * the seeds: {@code -Dfuzz.first=17 -Dfuzz.cases=1} tries one again.
 *
 * @param first seed
 */
record FuzzCases(long first, int count) {
  private static final int MOST_TOLD = 10;

  /** Not a measure: it is for what does not end at all. */
  private static final Duration FOR_EVER = Duration.ofSeconds(60);

  /** The cases that the build asks for. */
  static FuzzCases ofTheBuild() {
    return new FuzzCases(Long.getLong("fuzz.first", 0), Integer.getInteger("fuzz.cases", 1000));
  }

  /** One case. */
  interface Trial {
    /**
     * Damages something and looks at what happens.
     *
     * @param random of the case alone
     * @return a word for how it went, which is counted
     * @throws AssertionError if it went as it must not
     */
    String run(long seed, SplittableRandom random) throws Exception;
  }

  /** As {@link #run}, each in a thread of its own: a case that does not end has failed. */
  Outcomes runEnding(Trial trial) {
    return run(
        (seed, random) -> assertTimeoutPreemptively(FOR_EVER, () -> trial.run(seed, random)));
  }

  /** Tries all, and fails with the seeds of those that went as they must not. */
  Outcomes run(Trial trial) {
    List<String> failures = new ArrayList<>();
    Outcomes outcomes = new Outcomes();
    for (long seed = first; seed < first + count; seed++) {
      try {
        outcomes.count(trial.run(seed, new SplittableRandom(seed)));
      } catch (Throwable e) { // an Error is just what is looked for
        failures.add("seed " + seed + ": " + e);
      }
    }
    assertThat(failures.subList(0, Math.min(MOST_TOLD, failures.size())))
        .describedAs("%d of %d cases failed", failures.size(), count)
        .isEmpty();
    return outcomes;
  }
}
