package io.bagoftricks.engine.parity;

import java.util.Arrays;
import java.util.stream.Collectors;

/** The measures in a report of a parity check, by their names in the report. */
public enum ParityMeasure {
  /** Logits before any update. */
  LOGITS("logits"),
  /** The loss before any update. */
  FIRST_LOSS("firstLoss"),
  /** The losses of all steps. */
  LOSSES("losses"),
  /** The gradients of the first step. */
  GRADIENTS("gradients"),
  /** The smallest cosine between a gradient and the same in 64 bits. */
  GRADIENT_COSINE("gradientCosine"),
  /** The largest distance of a gradient from the same in 64 bits, in units of its norm. */
  GRADIENT_DIFFERENCE("gradientDifference"),
  /** Running statistics after one forward. */
  RUNNING_STATISTICS("runningStatistics"),
  /** Norms of the weights after all steps. */
  WEIGHT_NORMS("weightNorms"),
  /** Logits after all steps. */
  LOGITS_AFTER_SIX_STEPS("logitsAfterSixSteps");

  private final String word;

  ParityMeasure(String word) {
    this.word = word;
  }

  /**
   * The measure of a name.
   *
   * @throws IllegalArgumentException where there is none, with those that there are
   */
  public static ParityMeasure parse(String word) {
    return Arrays.stream(values())
        .filter(measure -> measure.word.equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "'%s' is not a measure; there are %s"
                        .formatted(
                            word,
                            Arrays.stream(values())
                                .map(ParityMeasure::toString)
                                .collect(Collectors.joining(", ")))));
  }

  double of(ParityReport report) {
    return switch (this) {
      case LOGITS -> report.logits();
      case FIRST_LOSS -> report.firstLoss();
      case LOSSES -> report.losses();
      case GRADIENTS -> report.gradients();
      case GRADIENT_COSINE -> report.gradientCosine();
      case GRADIENT_DIFFERENCE -> report.gradientDifference();
      case RUNNING_STATISTICS -> report.runningStatistics();
      case WEIGHT_NORMS -> report.weightNorms();
      case LOGITS_AFTER_SIX_STEPS -> report.logitsAfterSixSteps();
    };
  }

  /** Whether a value is as good as a bound; one that is not a number never is. */
  boolean keeps(double measured, double bound) {
    return this == GRADIENT_COSINE ? measured >= bound : measured <= bound;
  }

  @Override
  public String toString() {
    return word;
  }
}
