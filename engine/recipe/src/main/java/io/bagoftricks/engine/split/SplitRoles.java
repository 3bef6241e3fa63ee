package io.bagoftricks.engine.split;

import io.bagoftricks.api.data.DataFacts;
import io.bagoftricks.api.data.Split;
import java.util.Optional;

/**
 * The uses of the splits of a run's data.
 *
 * @param validation is evaluated while the run trains; the test split where there is no other
 * @param test is evaluated once, at the end, where it is another than that; empty otherwise
 */
public record SplitRoles(Split validation, Optional<Split> test) {
  /** The roles in data of which these are the facts, as the recipe splits them. */
  public static SplitRoles of(DataFacts facts) {
    if (facts.validationExamples() == 0) {
      return new SplitRoles(Split.TEST, Optional.empty());
    }
    return new SplitRoles(
        Split.VALIDATION, facts.testExamples() == 0 ? Optional.empty() : Optional.of(Split.TEST));
  }

  /** The split that a finished run is judged by. */
  public Split judged() {
    return test.orElse(validation);
  }

  /** Whether the run chooses its best epoch by the images that it is judged by. */
  public boolean choosesByTest() {
    return validation == Split.TEST;
  }
}
