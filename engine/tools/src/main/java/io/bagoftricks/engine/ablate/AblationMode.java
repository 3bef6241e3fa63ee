package io.bagoftricks.engine.ablate;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Which subsets of a recipe's tricks are trained. */
public enum AblationMode {
  /** None, the first, the first two, and so on, in the order of the recipe. */
  CUMULATIVE,
  /** All, and all but each one. */
  LEAVE_ONE_OUT,
  /** None, and each one alone. */
  ONE_AT_A_TIME,
  /** None, and all. */
  ALL_OR_NONE;

  /**
   * The mode of a word such as {@code leave-one-out}.
   *
   * @throws IllegalArgumentException if there is none, with those that there are
   */
  public static AblationMode parse(String word) {
    return Arrays.stream(values())
        .filter(mode -> mode.toString().equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "'%s' is not one of %s"
                        .formatted(
                            word,
                            Arrays.stream(values())
                                .map(AblationMode::toString)
                                .collect(Collectors.joining(", ")))));
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
