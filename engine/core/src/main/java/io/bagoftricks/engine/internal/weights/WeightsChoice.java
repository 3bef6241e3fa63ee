package io.bagoftricks.engine.internal.weights;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Which of a run's weights are meant. */
public enum WeightsChoice {
  /** As the last evaluation of the run had them: those that the run has kept. */
  EVALUATED,
  /** As the steps before the last checkpoint left them, whatever tricks would evaluate. */
  RAW,
  /** Those of the last checkpoint that a trick has chosen for evaluation, such as an average. */
  AVERAGED,
  /** Of the checkpoint with the best evaluation, as it was evaluated. */
  BEST,
  /** Of the last checkpoint, as it was evaluated. */
  LAST;

  /** The one of a name, in any case. */
  public static Optional<WeightsChoice> of(String name) {
    return Arrays.stream(values())
        .filter(choice -> choice.name().equals(name.toUpperCase(Locale.ROOT)))
        .findFirst();
  }
}
